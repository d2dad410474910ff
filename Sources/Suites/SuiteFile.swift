import Foundation
import Primitives

/// Reads a suite's file with care for what may stand at a path.
enum SuiteFile {
    /// The largest suite in bytes.
    static let most = 4 << 20

    /// The text of the file at `path`; throws a usage error that names the path.
    static func text(at path: String) throws(BenchError) -> String {
        func failure(_ message: String, _ remedy: String? = nil) -> BenchError {
            BenchError(.usage, message, at: .init(file: path), remedy: remedy)
        }
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw failure("there is no such file", "check the path of the suite")
        }
        guard !isDirectory.boolValue else {
            throw failure("is a directory, not a suite", "name a YAML file in it")
        }
        if [".csv", ".csv.gz", ".tsv", ".arff", ".arff.gz"].contains(where: path.lowercased().hasSuffix) {
            throw failure("is a data file, not a suite", "bench init writes a suite for a data file")
        }
        // Reading a pipe or a device could wait for ever.
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let attributes = try? FileManager.default.attributesOfItem(atPath: target)
        guard attributes?[.type] as? FileAttributeType == .typeRegular else {
            throw failure("is not a regular file")
        }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw failure("cannot be read", "check the permissions of the file")
        }
        defer { try? handle.close() }
        guard let data = try? handle.read(upToCount: most + 1) ?? Data() else {
            throw failure("cannot be read")
        }
        guard data.count <= most else { throw tooLarge(path) }
        let bytes = [UInt8](data)
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        let place = firstInvalid(bytes)
        throw BenchError(
            .usage, "is not UTF-8 text", at: .init(file: path, line: place.line, column: place.column),
            remedy: "save the suite as UTF-8")
    }

    /// The error for a file beyond the limit.
    static func tooLarge(_ path: String) -> BenchError {
        BenchError(
            .usage, "is larger than \(most >> 20) MiB", at: .init(file: path),
            remedy: "split it into several suites")
    }

    /// Where the first byte is that is no UTF-8.
    private static func firstInvalid(_ bytes: [UInt8]) -> Place {
        var place = Place.start
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        while case .scalarValue(let scalar) = decoder.decode(&iterator) {
            if scalar == "\n" { place = Place(line: place.line + 1, column: 1) } else { place.column += 1 }
        }
        return place
    }
}
