/// A sequence of random numbers from one named stream, for what is drawn once per cell.
///
/// The numbers are a pure function of seed, name and position (counter-based Philox 4×32-10).
public struct RandomStream: Sendable {
    private let key: RandomKey
    private var counter: UInt64 = 0
    private var words = SIMD4<UInt32>()
    /// How many of `words` have been taken.
    private var taken = 4

    /// The stream `name` under `seed`, from its beginning.
    public init(seed: Int, name: String) { key = RandomKey(seed: seed, name: name) }

    /// 32 random bits.
    public mutating func nextUInt32() -> UInt32 {
        if taken == 4 {
            // The second counter word keeps these apart from what plans draw from the same key.
            words = key.block(
                SIMD4(
                    UInt32(truncatingIfNeeded: counter),
                    0x8000_0000 | UInt32(truncatingIfNeeded: counter >> 32), 0, 0))
            counter += 1
            taken = 0
        }
        defer { taken += 1 }
        return words[taken]
    }

    /// A uniform in [0, 1) with 53 bits.
    public mutating func uniform() -> Double {
        let high = UInt64(nextUInt32())
        let low = UInt64(nextUInt32())
        return Double((high << 32 | low) >> 11) * 0x1p-53
    }

    /// A standard normal (Box & Muller 1958; the cosine branch alone, so that each draw stands by itself).
    public mutating func normal() -> Double {
        let radius = (-2 * DeterministicMath.log(1 - uniform())).squareRoot()
        return radius * DeterministicMath.cos(2 * DeterministicMath.pi * uniform())
    }

    /// A uniform integer in 0 ..< `bound` (Lemire's multiplication with rejection, hence without bias).
    public mutating func integer(below bound: Int) -> Int {
        precondition(bound > 0 && bound <= Int(UInt32.max), "the bound must lie in 1 ... 2^32 - 1")
        let bound = UInt32(bound)
        let threshold = (0 &- bound) % bound
        while true {
            let product = UInt64(nextUInt32()) * UInt64(bound)
            if UInt32(truncatingIfNeeded: product) >= threshold { return Int(product >> 32) }
        }
    }

    /// A uniform permutation of 0 ..< `count` (Fisher & Yates).
    public mutating func permutation(of count: Int) -> [Int] {
        var order = Array(0..<count)
        for last in stride(from: count - 1, to: 0, by: -1) { order.swapAt(last, integer(below: last + 1)) }
        return order
    }

    /// `elements` in a uniformly random order; the first k of them are k drawn without replacement.
    public mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        permutation(of: elements.count).map { elements[$0] }
    }
}
