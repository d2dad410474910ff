/// A distribution on an interval of the real line, with both tails and both ways to ask for a quantile.
///
/// Each tail is computed for itself, so a tiny one keeps its digits; 1 − P(X ≤ x) would have none left.
public protocol ContinuousDistribution: Sendable, Hashable {
    /// P(X ≤ x).
    func cumulative(_ x: Double) -> Double
    /// P(X > x).
    func upperTail(_ x: Double) -> Double
    /// The x with P(X ≤ x) = `probability`.
    func quantile(_ probability: Double) -> Double
    /// The x with P(X > x) = `upperTail`; for a tiny tail more exact than `quantile(1 − upperTail)`.
    func quantile(upperTail: Double) -> Double
}

/// A distribution whose quantiles are found by searching.
protocol SearchedDistribution: ContinuousDistribution {
    /// Where the distribution lives.
    var support: QuantileSearch.Support { get }
    /// A point within the bulk of the distribution and a distance of its order of magnitude.
    var bulk: (centre: Double, scale: Double) { get }
}

extension SearchedDistribution {
    /// The x with P(X ≤ x) = `probability`, from 0 to 1.
    public func quantile(_ probability: Double) -> Double {
        precondition(probability >= 0 && probability <= 1, "a probability lies between 0 and 1")
        return probability <= 0.5 ? search(lower: probability) : search(upper: 1 - probability)
    }

    /// The x with P(X > x) = `upperTail`, from 0 to 1.
    public func quantile(upperTail: Double) -> Double {
        precondition(upperTail >= 0 && upperTail <= 1, "a probability lies between 0 and 1")
        return upperTail <= 0.5 ? search(upper: upperTail) : search(lower: 1 - upperTail)
    }

    private func search(lower wanted: Double) -> Double {
        if wanted == 0 { return support.lowerEnd }
        return QuantileSearch(support: support, bulk: bulk).find(wanted, increasing: true, cumulative)
    }

    private func search(upper wanted: Double) -> Double {
        if wanted == 0 { return support.upperEnd }
        return QuantileSearch(support: support, bulk: bulk).find(wanted, increasing: false, upperTail)
    }
}
