import Foundation
import Primitives

/// Files that are whole or not there, also after a power cut and on a network's file system.
enum DurableFile {
    /// Puts `text` at `path`, replacing what was there.
    static func write(_ text: String, to path: String) throws(BenchError) {
        try replace(path) { descriptor in try put(Array(text.utf8)[...], descriptor) }
    }

    /// Copies the file at `source` to `path`, replacing what was there.
    static func copy(_ source: String, to path: String) throws(BenchError) {
        try replace(path) { descriptor in
            let input = open(source, O_RDONLY | O_CLOEXEC)
            guard input >= 0 else { throw Failure(number: errno) }
            defer { close(input) }
            var buffer = [UInt8](repeating: 0, count: 1 << 20)
            while true {
                let count = read(input, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { throw Failure(number: errno) }
                if count == 0 { return }
                try put(buffer[..<count], descriptor)
            }
        }
    }

    /// Puts `text` at `path` where nothing is yet; false where something is.
    ///
    /// Of several processes, on several machines, one gets true.
    static func create(_ text: String, at path: String) throws(BenchError) -> Bool {
        let temporary = temporaryName(path)
        try write(text, to: temporary)
        defer { unlink(temporary) }
        if link(temporary, path) == 0 { return true }
        if errno == EEXIST { return false }
        // A file system without links.
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            if errno == EEXIST { return false }
            throw error(path, errno)
        }
        defer { close(descriptor) }
        do {
            try put(Array(text.utf8)[...], descriptor)
        } catch {
            unlink(path)
            throw self.error(path, (error as? Failure)?.number ?? EIO)
        }
        fsync(descriptor)
        return true
    }

    /// The text of the file at `path`; nil where it cannot be read.
    static func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

    private struct Failure: Error { let number: Int32 }

    private static func temporaryName(_ path: String) -> String {
        let file = URL(fileURLWithPath: path)
        return file.deletingLastPathComponent().path + "/.\(file.lastPathComponent).\(UUID().uuidString)"
    }

    private static func replace(_ path: String, _ fill: (Int32) throws -> Void) throws(BenchError) {
        let temporary = temporaryName(path)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw error(path, errno) }
        var isOpen = true
        do {
            try fill(descriptor)
            guard fsync(descriptor) == 0 else { throw Failure(number: errno) }
            isOpen = false
            // What a full network disk refuses may be told only here.
            guard close(descriptor) == 0 else { throw Failure(number: errno) }
            guard rename(temporary, path) == 0 else { throw Failure(number: errno) }
        } catch {
            if isOpen { close(descriptor) }
            unlink(temporary)
            throw self.error(path, (error as? Failure)?.number ?? EIO)
        }
        // The name itself must be on the disk too; where a folder cannot be synchronised, the file is.
        let folder = open(URL(fileURLWithPath: path).deletingLastPathComponent().path, O_RDONLY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }

    private static func put(_ bytes: ArraySlice<UInt8>, _ descriptor: Int32) throws {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Failure(number: errno) }
            rest = rest.dropFirst(count)
        }
    }

    private static func error(_ path: String, _ number: Int32) -> BenchError {
        BenchError(
            .storeBusy, "cannot write \"\(path)\": \(String(cString: strerror(number)))",
            remedy: "check that its folder exists on this machine, has room and can be written")
    }
}
