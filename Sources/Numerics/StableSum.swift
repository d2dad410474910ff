/// Sums of doubles with a compensation, in the order given (Neumaier 1974).
public struct StableSum: Sendable {
    private var sum = 0.0
    private var compensation = 0.0

    /// An empty sum.
    public init() {}

    /// Adds one term.
    public mutating func add(_ term: Double) {
        let next = sum + term
        if abs(sum) >= abs(term) {
            compensation += (sum - next) + term
        } else {
            compensation += (term - next) + sum
        }
        sum = next
    }

    /// The sum so far; not finite once a term was not.
    public var value: Double { sum.isFinite ? sum + compensation : sum }

    /// The sum of `terms`.
    public static func of(_ terms: some Sequence<Double>) -> Double {
        var total = StableSum()
        for term in terms { total.add(term) }
        return total.value
    }
}
