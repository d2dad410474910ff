import Numerics

/// Accuracies of two classifiers on the same rows, with a given chance of being right each.
///
/// Of each row the two share their luck with probability `correlation`, and have their own otherwise, so that
/// their being right about it is correlated by about as much and the means are exact. The counts are drawn by
/// inversion: right answers of the first, then those of the second among the rows that the first had right and
/// among those that it had wrong.
struct CorrelatedAccuracy: Sendable {
    private var first: BinomialLaw
    private var secondWhereRight: BinomialLaw
    private var secondWhereWrong: BinomialLaw

    /// Two classifiers whose accuracies differ by `difference`.
    init(difference: Double, correlation: Double) {
        let one = GateSimulation.chanceOfDiscrete
        let other = one + difference
        let both = correlation * min(one, other) + (1 - correlation) * one * other
        first = BinomialLaw(probability: one)
        secondWhereRight = BinomialLaw(probability: both / one)
        secondWhereWrong = BinomialLaw(probability: (other - both) / (1 - one))
    }

    /// Two accuracies.
    func draw(_ stream: inout RandomStream) -> (baseline: Double, candidate: Double) {
        let rows = GateSimulation.rowsOfDiscrete
        let right = first.draw(trials: rows, stream.uniform())
        let second =
            secondWhereRight.draw(trials: right, stream.uniform())
            + secondWhereWrong.draw(trials: rows - right, stream.uniform())
        return (Double(right) / Double(rows), Double(second) / Double(rows))
    }
}

/// Draws from binomial laws of one probability by inversion.
private struct BinomialLaw: Sendable {
    /// p / (1 − p).
    private var odds: Double
    private var miss: Double

    init(probability: Double) {
        let probability = min(1, max(0, probability))
        odds = probability / (1 - probability)
        miss = 1 - probability
    }

    func draw(trials: Int, _ uniform: Double) -> Int {
        if miss == 0 { return trials }
        var mass = (0..<trials).reduce(1.0) { product, _ in product * miss }
        var cumulative = mass
        var count = 0
        while cumulative <= uniform, count < trials {
            mass *= odds * Double(trials - count) / Double(count + 1)
            count += 1
            cumulative += mass
        }
        return count
    }
}
