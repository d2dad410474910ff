import Primitives

/// Everything that a cell's outcome is a function of but its seed: what the cells of one method on one dataset
/// with one model have in common.
public struct CellConfiguration: Sendable, Hashable {
    /// The specification with seed 0.
    private let template: CellSpecification

    /// What `specification` says beside its seed.
    public init(_ specification: CellSpecification) {
        var template = specification
        template.seed = 0
        self.template = template
    }

    /// The cell of this configuration with that seed.
    public func specification(seed: Int) -> CellSpecification {
        var specification = template
        specification.seed = seed
        return specification
    }

    /// The canonical form: that of the cells without the member `seed`.
    public var canonical: JSONValue {
        guard case .object(var members) = template.canonical else { return .null }
        members["seed"] = nil
        return .object(members)
    }

    /// The SHA-256 of the canonical form: the configuration's own identity.
    public var digest: Digest { SHA256.hash(canonical.canonical) }

    /// Computes the identities of a configuration's cells, for many seeds quickly.
    public struct Identities: Sendable {
        /// What has been hashed of the text before the seed.
        private let before: SHA256
        private let after: [UInt8]

        /// For `configuration`; `empty` is a hash of nothing, perhaps one that the CPU's own instructions do.
        public init(_ configuration: CellConfiguration, empty: SHA256 = SHA256()) {
            guard let identities = Identities(canonical: configuration.canonical, empty: empty) else {
                preconditionFailure("a canonical form that is no object")
            }
            self = identities
        }

        /// For a configuration given by its canonical form; nil where that is no object.
        public init?(canonical: JSONValue, empty: SHA256 = SHA256()) {
            // Keys are sorted, so the text is that of the keys before "seed", the seed, and that of the rest.
            guard case .object(let members) = canonical else { return nil }
            func text(_ keys: (String) -> Bool) -> Substring {
                JSONValue.object(members.filter { keys($0.key) }).canonical.dropFirst().dropLast()
            }
            let (first, last) = (text { $0 < "seed" }, text { $0 > "seed" })
            var before = empty
            before.update(Array("{\(first),\"seed\":".utf8))
            self.before = before
            after = Array(",\(last)}".utf8)
        }

        /// The identity of the cell with that seed.
        public func identity(seed: Int) -> CellIdentity {
            var hasher = before
            hasher.update(Array(String(seed).utf8))
            hasher.update(after)
            return CellIdentity(hasher.finalized())
        }
    }
}
