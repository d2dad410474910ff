import Foundation
import Primitives
import Reporting

/// A folder that an export is written to: it appears whole under its name, or not at all.
final class ExportFolder: ExportSink {
    private let path: String
    private let partial: String
    private var files: [String: FilePieces] = [:]
    private var lastFolder = ""
    private var isDone = false

    /// Throws `.usage` where there is something at `path` already that is no empty folder.
    init(path: String) throws(BenchError) {
        self.path = path
        var target = path
        while target.count > 1, target.hasSuffix("/") { target.removeLast() }
        partial = target + ".partial-\(ProcessInfo.processInfo.processIdentifier)"
        if let present = try? FileManager.default.contentsOfDirectory(atPath: path) {
            guard present.isEmpty else {
                throw BenchError(
                    .usage, "the folder \"\(path)\" is not empty",
                    remedy: "name a new folder with --output, or remove this one")
            }
        } else if FileManager.default.fileExists(atPath: path) {
            throw BenchError(
                .usage, "\"\(path)\" exists and is no folder", remedy: "name a new folder with --output")
        }
        try make(partial)
    }

    deinit {
        files.removeAll()
        if !isDone { try? FileManager.default.removeItem(atPath: partial) }
    }

    func append(_ text: String, to file: String) throws(BenchError) {
        if let open = files[file] { return try open.write(text) }
        let new = try FilePieces(path: partial + "/" + file)
        files[file] = new
        try new.write(text)
    }

    func put(_ text: String, at file: String) throws(BenchError) {
        if let end = file.lastIndex(of: "/") { try makeFolder(String(file[..<end])) }
        let whole = try FilePieces(path: partial + "/" + file)
        try whole.write(text)
        try whole.finish()
    }

    func makeFolder(_ folder: String) throws(BenchError) {
        // Runs come one after the other: what was made last is asked for again.
        guard folder != lastFolder else { return }
        lastFolder = folder
        try make(partial + "/" + folder)
    }

    /// Gives the folder its name.
    func finish() throws(BenchError) {
        for name in files.keys.sorted() { try files[name]!.finish() }
        files.removeAll()
        // An empty folder may stand in the way; what has anything in it is not removed.
        rmdir(path)
        guard rename(partial, path) == 0 else { throw FilePieces.failure(path, errno) }
        isDone = true
    }

    private func make(_ folder: String) throws(BenchError) {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: folder != partial)
        } catch {
            throw BenchError(
                .internal, "cannot make the folder \"\(folder)\": \(error.localizedDescription)",
                remedy: "check that the folder around it exists and can be written")
        }
    }
}

/// A new file that is written piece by piece.
private final class FilePieces {
    private let path: String
    private var stream: UnsafeMutablePointer<FILE>?

    init(path: String) throws(BenchError) {
        self.path = path
        stream = fopen(path, "wbx")
        if stream == nil { throw Self.failure(path, errno) }
    }

    deinit { if let stream { fclose(stream) } }

    func write(_ text: String) throws(BenchError) {
        guard let stream else { return }
        var text = text
        let isWritten = text.withUTF8 { fwrite($0.baseAddress, 1, $0.count, stream) == $0.count }
        if !isWritten { throw Self.failure(path, errno) }
    }

    func finish() throws(BenchError) {
        guard let open = stream else { return }
        stream = nil
        if fclose(open) != 0 { throw Self.failure(path, errno) }
    }

    static func failure(_ path: String, _ code: Int32) -> BenchError {
        BenchError(
            .internal, "cannot write \"\(path)\": \(String(cString: strerror(code)))",
            remedy: "check that its folder exists and can be written")
    }
}
