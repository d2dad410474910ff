/// Posterior probabilities that a difference lies below, within or above a region of practical equivalence.
public struct BayesianComparison: Sendable, Hashable {
    /// Of lying below the region: the second method is better, for differences first − second of scores.
    public var below: Double
    /// Of lying within it: the two are practically equivalent; 0 for a region of width 0.
    public var within: Double
    /// Of lying above it.
    public var above: Double
    /// The draws that the probabilities are shares of; nil where they are exact.
    public var draws: Int?

    /// Probabilities that sum to 1.
    public init(below: Double, within: Double, above: Double, draws: Int? = nil) {
        self.below = below
        self.within = within
        self.above = above
        self.draws = draws
    }

    /// The Monte-Carlo standard error of one of the probabilities, √(p (1 − p) / draws); 0 where they are
    /// exact.
    public func standardError(_ probability: KeyPath<BayesianComparison, Double>) -> Double {
        guard let draws else { return 0 }
        let p = self[keyPath: probability]
        return (max(0, p * (1 - p)) / Double(draws)).squareRoot()
    }
}
