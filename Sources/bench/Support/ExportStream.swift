import Primitives
import Reporting

/// A single file, or standard output, that an export is written to through a buffer.
final class ExportStream: ExportSink {
    private var buffer = ""
    private let write: (String) throws(BenchError) -> Void

    init(_ write: @escaping (String) throws(BenchError) -> Void) { self.write = write }

    func append(_ text: String, to file: String) throws(BenchError) {
        buffer += text
        if buffer.utf8.count >= 1 << 16 { try flush() }
    }

    func put(_ text: String, at file: String) throws(BenchError) { try append(text, to: file) }

    func makeFolder(_ folder: String) {}

    /// Writes what waits.
    func flush() throws(BenchError) {
        if !buffer.isEmpty { try write(buffer) }
        buffer.removeAll(keepingCapacity: true)
    }
}
