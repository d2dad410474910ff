/// Sums of doubles with a compensation, in the order given (Neumaier 1974).
///
/// Inlinable, because metrics sum millions of terms through sequences of other modules' types.
public struct StableSum: Sendable {
    @usableFromInline var sum = 0.0
    @usableFromInline var compensation = 0.0

    /// An empty sum.
    @inlinable public init() {}

    /// Adds one term.
    @inlinable public mutating func add(_ term: Double) {
        let next = sum + term
        if abs(sum) >= abs(term) {
            compensation += (sum - next) + term
        } else {
            compensation += (term - next) + sum
        }
        sum = next
    }

    /// The sum so far; not finite once a term was not.
    @inlinable public var value: Double { sum.isFinite ? sum + compensation : sum }

    /// The sum of `terms`.
    @inlinable public static func of(_ terms: some Sequence<Double>) -> Double {
        var total = StableSum()
        for term in terms { total.add(term) }
        return total.value
    }
}
