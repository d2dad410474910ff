import Numerics
import Primitives

/// Where the bytes of a table come from: a file, perhaps compressed.
struct ByteSource {
    private enum Origin {
        case file(InputFile)
        case memory([UInt8], chunk: Int)
    }

    private let origin: Origin
    /// What messages call it.
    let path: String
    /// The name without folder and extension.
    let name: String
    /// Whether the path says that it is compressed; a file that begins like gzip is so too.
    private let isNamedCompressed: Bool

    /// A file.
    init(_ file: InputFile) {
        origin = .file(file)
        path = file.path
        name = file.name
        isNamedCompressed = file.isNamedCompressed
    }

    /// Bytes that arrive `chunk` at a time, under the name `path` in messages.
    init(_ bytes: [UInt8], path: String, chunk: Int = 1 << 16) {
        let file = InputFile(path: path, relativeTo: "")
        origin = .memory(bytes, chunk: chunk)
        self.path = path
        name = file.name
        isNamedCompressed = file.isNamedCompressed
    }

    /// Hands the content to `body`, chunk by chunk, and returns the SHA-256 of the bytes as they are stored.
    ///
    /// Throws (exit code `data`) when it cannot be read. Bytes that cannot be inflated are `damage`, which is
    /// left to the caller, who may first have to say that the hash is another.
    func read(_ body: (UnsafeRawBufferPointer) -> Void) throws(BenchError) -> (
        hash: Digest, damage: BenchError?
    ) {
        var hasher = SHA256.accelerated()
        var inflater: GzipInflater?
        var isFirst = true
        try forEachChunk { chunk in
            hasher.update(chunk)
            if isFirst, isNamedCompressed || chunk.starts(with: [0x1F, 0x8B]) {
                inflater = GzipInflater(file: path)
            }
            isFirst = false
            if let inflater { inflater.consume(chunk, body) } else { body(chunk) }
        }
        inflater?.finish()
        return (hasher.finalized(), inflater?.failure)
    }

    private func forEachChunk(_ body: (UnsafeRawBufferPointer) -> Void) throws(BenchError) {
        switch origin {
        case .file(let file): try file.forEachChunk(body)
        case .memory(let bytes, let size):
            bytes.withUnsafeBytes { all in
                for start in stride(from: 0, to: all.count, by: size) {
                    body(UnsafeRawBufferPointer(rebasing: all[start..<min(start + size, all.count)]))
                }
            }
        }
    }
}
