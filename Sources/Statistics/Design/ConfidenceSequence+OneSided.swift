import Numerics

extension ConfidenceSequence {
    /// The always-valid one-sided p-value against "the mean is at most `bound`", after `values` in the order in
    /// which they came.
    ///
    /// The smallest exp(−ln E) against the bound after any of the values whose mean so far lies above it, at
    /// most 1. P(it is ever ≤ α | null) ≤ α: where the true mean lies at the bound or below, a mean above the
    /// bound is at least as far from the truth as from the bound, so the evidence against the truth is as large,
    /// and that reaches 1/α with probability α at most. As the evidence is that of a two-sided sequence, the
    /// one-sided test spends nearly half of α on the other side.
    public func p(_ values: [Double], above bound: Double) -> Double {
        var smallest = 0.0
        // Welford's recurrence: every prefix's mean and squares in one pass.
        var centre = 0.0
        var squares = 0.0
        for (index, value) in values.enumerated() {
            let count = index + 1
            let step = value - centre
            centre += step / Double(count)
            squares += step * (value - centre)
            guard count >= 2, centre > bound else { continue }
            let variance = max(0, squares) / Double(index)
            let error = (variance * resampling.meanVarianceFactor(count: count)).squareRoot()
            smallest = min(smallest, -logEvidence(count: count, distance: centre - bound, error: error))
        }
        return DeterministicMath.exp(smallest)
    }

    /// The always-valid one-sided p-value against "the mean is at least `bound`": the mirror image of
    /// `p(_:above:)`.
    public func p(_ values: [Double], below bound: Double) -> Double {
        p(values.map { -$0 }, above: -bound)
    }
}
