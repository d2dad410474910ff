import Foundation
import Primitives

/// A file that a command writes its result to instead of standard output.
struct OutputFile {
    /// As the user gave it; `-` is standard output.
    let path: String

    /// Writes `text`: a regular file is replaced whole or not at all, a link is followed, a device or pipe is
    /// written to.
    ///
    /// The files in `protected` are refused.
    func write(_ text: String, protecting protected: [String]) throws(BenchError) {
        if path == "-" { return try Terminal.output(text) }
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        for other in protected where Self.isSame(target, other) {
            throw BenchError(
                .usage, "\"\(path)\" is the store itself", remedy: "name another file with --output")
        }
        do {
            let attributes = try? FileManager.default.attributesOfItem(atPath: target)
            if let type = attributes?[.type] as? FileAttributeType, type != .typeRegular {
                if type == .typeDirectory {
                    throw BenchError(.usage, "\"\(path)\" is a directory", remedy: "name a file")
                }
                let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: target))
                try handle.write(contentsOf: Data(text.utf8))
                try handle.close()
            } else {
                try Data(text.utf8).write(to: URL(fileURLWithPath: target), options: .atomic)
            }
        } catch {
            if let error = error as? BenchError { throw error }
            throw BenchError(
                .internal, "cannot write \"\(path)\": \(error.localizedDescription)",
                remedy: "check that its folder exists and can be written")
        }
    }

    private static func isSame(_ a: String, _ b: String) -> Bool {
        var (first, second) = (stat(), stat())
        guard stat(a, &first) == 0, stat(b, &second) == 0 else { return false }
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }
}
