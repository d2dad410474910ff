import Foundation
import Primitives
import Testing

@testable import Datasets

/// The repository's root folder.
let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

/// How a test's CSV text is read.
struct ReadingOptions {
    var table: TableOptions
    var dialect = CSVDialectRequest()
    /// How many bytes arrive at a time.
    var chunk = 1 << 16
    /// The path in messages.
    var path = "data.csv"
}

/// The dataset in the CSV text `text`, through everything but the file.
func load(_ text: String, target: String? = "y", _ adjust: (inout ReadingOptions) -> Void = { _ in })
    throws(BenchError)
    -> Dataset
{
    try load(Array(text.utf8), target: target, adjust)
}

/// The dataset in the CSV bytes `bytes`, through everything but the file.
func load(_ bytes: [UInt8], target: String? = "y", _ adjust: (inout ReadingOptions) -> Void = { _ in })
    throws(BenchError)
    -> Dataset
{
    var options = ReadingOptions(table: TableOptions(target: target))
    adjust(&options)
    let (path, dialect, missing) = (options.path, options.dialect, options.table.missingValues)
    return try TableReader(
        source: ByteSource(bytes, path: path, chunk: options.chunk), options: options.table,
        scanner: { CSVScanner(file: path, request: dialect, planner: $0, missing: missing) }
    ).dataset()
}

/// The source `csv` on a file, with more arguments.
func csvSource(_ path: String, target: String, in folder: String = "", _ more: [String: ParameterValue] = [:])
    throws -> CSVSource
{
    var given: [String: ParameterValue] = ["path": .text(path), "target": .text(target)]
    given.merge(more) { $1 }
    return CSVSource(
        arguments: try Arguments(given, for: CSVSource.declaration.parameters), baseDirectory: folder)
}

/// The error that `body` throws.
func failure<Value>(_ body: () throws -> Value) throws -> BenchError {
    try #require(throws: BenchError.self) { _ = try body() }
}

/// Calls `body` with a new folder that is removed afterwards.
func withTemporaryFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "datasets-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
}

extension Dataset {
    /// The numbers of the column `name`, nil where it is not numeric.
    func numbers(_ name: String) -> [Double]? {
        guard case .numeric(let numbers)? = columns.first(where: { $0.name == name })?.values else {
            return nil
        }
        return numbers
    }

    /// The levels of the column `name` per row, nil where missing.
    func levels(_ name: String) -> [String?]? {
        guard case .categorical(let codes, let levels)? = columns.first(where: { $0.name == name })?.values
        else {
            return nil
        }
        return codes.map { $0 < 0 ? nil : levels[Int($0)] }
    }

    /// The class of each row, by name.
    var classNames: [String] {
        guard case .classes(let codes) = target, case .classification(let classes) = task else { return [] }
        return codes.map { classes[$0] }
    }
}
