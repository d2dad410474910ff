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
        try refuse(protected)
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
                .internal, "cannot write \"\(path)\": \(Self.reason(error))",
                remedy: "check that its folder exists and can be written")
        }
    }

    /// The name of a folder beside this file that is called as it is without its ending, followed by `suffix`; nil
    /// where this is no file of its own, such as standard output, a device or a pipe.
    func companionFolder(_ suffix: String) -> String? {
        var status = stat()
        guard path != "-", stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG else { return nil }
        return URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent + suffix
    }

    /// Whether this is a file of its own, there or to be, whose name ends in a dot and something.
    var hasEnding: Bool {
        companionFolder("") != nil && !URL(fileURLWithPath: path).pathExtension.isEmpty
    }

    /// Writes files into a folder beside this file, which is made where it is missing; other files there stay.
    func writeCompanions(_ files: [(name: String, text: String)], in folder: String) throws(BenchError) {
        let place = URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent(folder)
        do {
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            for file in files {
                try Data(file.text.utf8).write(to: place.appendingPathComponent(file.name), options: .atomic)
            }
        } catch {
            throw BenchError(
                .internal, "cannot write figures to \"\(folder)\": \(Self.reason(error))",
                remedy: "check that it is a folder that can be written to, or name another file")
        }
    }

    /// Makes the folder that the file belongs into, where it is missing; `option` is what names another.
    func makeFolder(option: String) throws(BenchError) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            // Foundation does not say why; the system does.
            let code = mkdir(folder.path, 0o777) == 0 ? EIO : errno
            throw BenchError(
                .internal, "cannot make the folder of \"\(path)\": \(String(cString: strerror(code)))",
                remedy: "check that it can be made and written to, or name another with \(option)")
        }
    }

    /// What the system says of an error; what Foundation makes of it says less.
    private static func reason(_ error: any Error) -> String {
        let whole = error as NSError
        let cause = whole.userInfo[NSUnderlyingErrorKey] as? NSError ?? whole
        guard cause.domain == NSPOSIXErrorDomain else { return whole.localizedDescription }
        return String(cString: strerror(Int32(cause.code)))
    }

    /// Removes a regular file that is there; throws `.usage` where it is one of those in `protected`, `.internal`
    /// where it stays.
    func removeEarlier(sparing protected: [String]) throws(BenchError) {
        try refuse(protected)
        var status = stat()
        guard path != "-", stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
        guard unlink(path) != 0, errno != ENOENT else { return }
        throw BenchError(
            .internal, "cannot remove the earlier \"\(path)\": \(String(cString: strerror(errno)))",
            remedy: "check that its folder can be written to, or name another file")
    }

    /// Whether another is this very file; what is no regular file, such as a device, may be written to twice.
    func isSameDocument(as other: OutputFile) -> Bool {
        guard path != "-", other.path != "-" else { return path == other.path }
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG { return false }
        let places = [self, other].map { URL(fileURLWithPath: $0.path).resolvingSymlinksInPath().path }
        return places[0] == places[1] || Self.isSame(places[0], places[1])
    }

    /// Throws `.usage` where this is one of the files in `protected`.
    func refuse(_ protected: [String]) throws(BenchError) {
        guard path != "-" else { return }
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        for other in protected where Self.isSame(target, other) {
            throw BenchError(
                .usage, "\"\(path)\" is the store itself, or another file that is read",
                remedy: "name another file")
        }
    }

    /// Throws (exit code `usage`) where there is a file already and `force` is not given, and where there is no
    /// folder to write to.
    ///
    /// A file `other` that the command reads is never replaced.
    func checkReplaceable(force: Bool, sparing other: String? = nil) throws(BenchError) {
        guard path != "-" else { return }
        if let other, Self.isSame(path, other) {
            throw BenchError(
                .usage, "\"\(path)\" is the data file itself", remedy: "name another file with --output")
        }
        var status = stat()
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw failure(ENOENT)
        }
        guard !force, stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
        throw BenchError(
            .usage, "\"\(path)\" exists already", remedy: "add --force to replace it, or name another file")
    }

    /// Writes what `body` hands over piece by piece, to a file beside it first: it is replaced whole or not at
    /// all.
    func write(
        _ body: ((String) throws(BenchError) -> Void) throws(BenchError) -> Void
    ) throws(BenchError) {
        if path == "-" { return try body { text throws(BenchError) in try Terminal.output(text) } }
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        var status = stat()
        let exists = stat(target, &status) == 0
        if exists, status.st_mode & S_IFMT == S_IFDIR {
            throw BenchError(.usage, "\"\(path)\" is a directory", remedy: "name a file")
        }
        // A device or pipe is written to, not replaced.
        let isReplaced = !exists || status.st_mode & S_IFMT == S_IFREG
        let partial = isReplaced ? target + ".partial-\(ProcessInfo.processInfo.processIdentifier)" : target
        guard let stream = fopen(partial, isReplaced ? "wbx" : "wb") else { throw failure(errno) }
        do throws(BenchError) {
            try body { text throws(BenchError) in
                var text = text
                let isWritten = text.withUTF8 { fwrite($0.baseAddress, 1, $0.count, stream) == $0.count }
                if !isWritten { throw failure(errno) }
            }
            if fflush(stream) != 0 { throw failure(errno) }
        } catch {
            fclose(stream)
            if isReplaced { unlink(partial) }
            throw error
        }
        guard fclose(stream) == 0, !isReplaced || rename(partial, target) == 0 else {
            let code = errno
            if isReplaced { unlink(partial) }
            throw failure(code)
        }
    }

    private func failure(_ code: Int32) -> BenchError {
        BenchError(
            .internal, "cannot write \"\(path)\": \(String(cString: strerror(code)))",
            remedy: "check that its folder exists and can be written")
    }

    /// Whether two paths lead to one file that is there.
    static func isSame(_ a: String, _ b: String) -> Bool {
        var (first, second) = (stat(), stat())
        guard stat(a, &first) == 0, stat(b, &second) == 0 else { return false }
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }
}
