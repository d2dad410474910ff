/// The extents of a tensor, outermost first; row-major.
///
/// The empty shape is a scalar.
public struct Shape: Sendable, Hashable, ExpressibleByArrayLiteral, CustomStringConvertible {
    /// The extent along each axis, each at least 1.
    public let dimensions: [Int]

    /// A shape of the given extents.
    public init(_ dimensions: [Int]) {
        precondition(dimensions.allSatisfy { $0 > 0 }, "every extent must be at least 1: \(dimensions)")
        self.dimensions = dimensions
    }

    /// A shape of the given extents.
    public init(arrayLiteral elements: Int...) { self.init(elements) }

    /// How many axes.
    public var rank: Int { dimensions.count }
    /// How many elements.
    public var count: Int { dimensions.reduce(1, *) }
    /// The extent along an axis; negative axes count from the last.
    public subscript(axis: Int) -> Int { dimensions[axis < 0 ? rank + axis : axis] }
    /// For example, `32x64`; `scalar` for rank 0.
    public var description: String {
        rank == 0 ? "scalar" : dimensions.map(String.init).joined(separator: "x")
    }

    /// The shape that both broadcast to (aligned at the last axis); nil where they do not fit.
    public func broadcast(with other: Shape) -> Shape? {
        let rank = max(rank, other.rank)
        var result: [Int] = []
        for axis in 0..<rank {
            let a = axis - (rank - self.rank) < 0 ? 1 : dimensions[axis - (rank - self.rank)]
            let b = axis - (rank - other.rank) < 0 ? 1 : other.dimensions[axis - (rank - other.rank)]
            guard a == b || a == 1 || b == 1 else { return nil }
            result.append(max(a, b))
        }
        return Shape(result)
    }
}
