import Primitives

/// The SHA-256 of a cell's canonical specification.
public struct CellIdentity: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The digest.
    public let digest: Digest
    /// From a digest.
    public init(_ digest: Digest) { self.digest = digest }
    /// 64 hexadecimal digits.
    public var description: String { digest.hexadecimal }
    /// The order of the hexadecimal digits.
    public static func < (a: CellIdentity, b: CellIdentity) -> Bool { a.digest < b.digest }
}
