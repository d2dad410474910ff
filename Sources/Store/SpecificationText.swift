import Primitives

/// A stored configuration's canonical text, with the seed of one of its cells put back in.
///
/// Read as bytes: an export does this for every cell.
struct SpecificationText {
    /// The canonical text of the cell: its SHA-256 is the identity.
    let text: String
    /// The content hash of the cell's dataset.
    let datasetHash: Digest

    init(configuration: String, seed: Int) throws {
        var before = 0
        var hash: Digest?
        let bytes = Array(configuration.utf8)
        guard bytes.count > 2, bytes.first == 0x7B, bytes.last == 0x7D else { throw Self.damaged }
        // Members are sorted: "seed" goes before the first that is later than it.
        var start = 1
        var depth = 0
        var isInText = false
        var index = 1
        while index < bytes.count {
            let byte = bytes[index]
            if isInText {
                if byte == 0x5C { index += 1 }
                if byte == 0x22 { isInText = false }
            } else {
                switch byte {
                case 0x22: isInText = true
                case 0x7B, 0x5B: depth += 1
                case 0x7D where depth == 0, 0x2C where depth == 0:
                    let member = bytes[start..<index]
                    if member.starts(with: Self.hashKey) {
                        let digits = member.dropFirst(Self.hashKey.count).dropLast()
                        hash = Digest(hexadecimal: String(decoding: digits, as: UTF8.self))
                    }
                    if member.lexicographicallyPrecedes(Self.seedKey) { before = index }
                    start = index + 1
                case 0x7D, 0x5D: depth -= 1
                default: break
                }
            }
            index += 1
        }
        guard let hash, before > 0, !isInText, depth == 0 else { throw Self.damaged }
        let middle = ",\"seed\":\(seed)"
        text =
            String(decoding: bytes[..<before], as: UTF8.self) + middle
            + String(decoding: bytes[before...], as: UTF8.self)
        datasetHash = hash
    }

    private static let hashKey = Array("\"dataset_sha256\":\"".utf8)
    private static let seedKey = Array("\"seed\":".utf8)
    private static var damaged: BenchError { StoreFailure.damaged("a configuration that is no object") }
}
