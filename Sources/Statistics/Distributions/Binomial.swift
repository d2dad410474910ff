/// The binomial distribution: the number of successes in independent trials.
public struct Binomial: Sendable, Hashable {
    /// How many trials, at least 0.
    public let trials: Int
    /// The chance of success in one, from 0 to 1.
    public let probability: Double

    /// The distribution.
    public init(trials: Int, probability: Double) {
        precondition(trials >= 0 && probability >= 0 && probability <= 1, "not a binomial distribution")
        self.trials = trials
        self.probability = probability
    }

    /// P(X ≤ k).
    public func cumulative(_ k: Int) -> Double { tails(k).lower }

    /// P(X > k), without k itself.
    public func upperTail(_ k: Int) -> Double { tails(k).upper }

    /// P(X = k).
    public func mass(_ k: Int) -> Double {
        if k < 0 || k > trials { return 0 }
        if probability == 0 { return k == 0 ? 1 : 0 }
        if probability == 1 { return k == trials ? 1 : 0 }
        // B(k + 1, n − k + 1) (n + 1) is 1 over the binomial coefficient.
        let (a, b) = (Double(k) + 1, Double(trials - k) + 1)
        return betaFactor(probability, complement: 1 - probability, a: a, b: b)
            / (probability * (1 - probability) * (a + b - 1))
    }

    /// The smallest k with P(X ≤ k) ≥ `wanted`.
    public func quantile(_ wanted: Double) -> Int {
        precondition(wanted >= 0 && wanted <= 1, "a probability lies between 0 and 1")
        return smallest { cumulative($0) >= wanted }
    }

    /// The smallest k with P(X > k) ≤ `wanted`.
    public func quantile(upperTail wanted: Double) -> Int {
        precondition(wanted >= 0 && wanted <= 1, "a probability lies between 0 and 1")
        return smallest { upperTail($0) <= wanted }
    }

    private func smallest(_ suffices: (Int) -> Bool) -> Int {
        var (low, high) = (0, trials)
        while low < high {
            let middle = low + (high - low) / 2
            if suffices(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private func tails(_ k: Int) -> (lower: Double, upper: Double) {
        if k < 0 { return (0, 1) }
        if k >= trials { return (1, 0) }
        // P(X > k) = I_p(k + 1, n − k); Abramowitz and Stegun 26.5.24.
        let beta = regularizedIncompleteBeta(
            probability, complement: 1 - probability, a: Double(k) + 1, b: Double(trials - k))
        return (beta.upper, beta.lower)
    }
}
