/// The maximum of the restricted likelihood over variance ratios that are not negative.
///
/// Fisher's scoring on the ratios that are free: those above 0, and those at 0 that want to grow. A step is
/// halved until the likelihood does not fall. For balanced data the maximum is that of the analysis of
/// variance, where its estimates are not negative.
struct VarianceRatios {
    /// The ratio of every effect's variance to the residual one.
    let ratios: [Double]
    /// The likelihood there.
    let likelihood: RestrictedLikelihood
    /// The steps taken.
    let iterations: Int
    /// Whether the last step was below what rounding allows.
    let isConverged: Bool

    /// The maximum for `design`; nil where there is none.
    init?(_ design: MixedModelDesign, largestNumberOfIterations: Int = 500) {
        let count = design.effects.count
        var ratios = [Double](repeating: 1, count: count)
        guard var here = RestrictedLikelihood(design, ratios: ratios) else { return nil }
        var iterations = 0
        var previous = Double.infinity
        var isConverged = count == 0
        while iterations < largestNumberOfIterations, !isConverged {
            iterations += 1
            let free = ratios.indices.filter { ratios[$0] > 0 || here.gradient[$0] < 0 }
            // The information on the ratios with σ² profiled out.
            var information = SymmetricMatrix(order: free.count)
            for (row, one) in free.enumerated() {
                for (column, other) in free.enumerated() where column >= row {
                    information[row, column] =
                        here.information[one + 1, other + 1]
                        - here.information[0, one + 1] * here.information[0, other + 1]
                        / here.information[0, 0]
                }
            }
            guard let factor = CholeskyFactor(information, relativeTolerance: 1e-11) else { return nil }
            let direction = factor.solve(free.map { -here.gradient[$0] / 2 })
            var length = 1.0
            var didMove = false
            for _ in 0..<50 {
                var next = ratios
                for (index, effect) in free.enumerated() {
                    next[effect] = max(0, ratios[effect] + length * direction[index])
                }
                let noise = 1e-12 * (1 + abs(here.criterion))
                if let there = RestrictedLikelihood(design, ratios: next),
                    there.criterion <= here.criterion + noise
                {
                    let change = zip(ratios, next).reduce(0.0) { largest, pair in
                        max(largest, abs(pair.0 - pair.1) / max(pair.0, pair.1, 1e-6))
                    }
                    (ratios, here, didMove) = (next, there, true)
                    // Steps shrink fast until they are rounding alone.
                    isConverged = change < 1e-11 || (change < 1e-8 && change > previous / 10)
                    previous = change
                    break
                }
                length /= 2
            }
            if !didMove { break }
        }
        self.ratios = ratios
        likelihood = here
        self.iterations = iterations
        self.isConverged = isConverged
    }
}
