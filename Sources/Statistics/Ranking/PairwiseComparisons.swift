/// What a procedure says of every pair of methods.
public struct PairwiseComparisons: Sendable, Hashable {
    /// One pair.
    public struct Pair: Sendable, Hashable {
        /// The one method, as its position.
        public var first: Int
        /// The other, of a larger position.
        public var second: Int
        /// The p-value of this pair alone; nil where there is none.
        public var p: Double?
        /// The p-value as corrected over all pairs; 1 where there is none.
        public var adjusted: Double
    }

    /// The number of methods.
    public var methods: Int
    /// All k (k − 1) / 2 pairs: (0, 1), (0, 2), …, (1, 2), ….
    public var pairs: [Pair]

    /// Comparisons of all pairs, given in order.
    public init(methods: Int, pairs: [Pair]) {
        precondition(pairs.count == methods * (methods - 1) / 2, "one comparison for every pair")
        self.methods = methods
        self.pairs = pairs
    }

    /// The comparison of two different methods.
    public func pair(_ one: Int, _ other: Int) -> Pair {
        let (low, high) = (min(one, other), max(one, other))
        precondition(low >= 0 && low < high && high < methods, "a pair is two different methods")
        return pairs[low * (2 * methods - low - 1) / 2 + high - low - 1]
    }

    /// Whether the two are told apart at the level `threshold`: the adjusted p is below it.
    public func differ(_ one: Int, _ other: Int, threshold: Double) -> Bool {
        one != other && pair(one, other).adjusted < threshold
    }

    /// All pairs of positions below `methods`, in order.
    static func positions(_ methods: Int) -> [(first: Int, second: Int)] {
        (0..<methods).flatMap { first in (first..<methods).dropFirst().map { (first, $0) } }
    }
}
