import Primitives

/// Reads a file into a dataset: one pass over its bytes, and a second one for columns that held a surprise.
struct TableReader {
    /// The file.
    let source: ByteSource
    /// How its columns are to be interpreted.
    let options: TableOptions
    /// A text file with a part or a fold per row.
    var splitSource: ByteSource?
    /// The SHA-256 it must have.
    var expected: Digest?
    /// A scanner of the file's format.
    let scanner: (TablePlanner) -> any TableScanner

    /// The dataset; throws (exit code `data`) the first thing in the file or the options that makes it unusable.
    func dataset() throws(BenchError) -> Dataset {
        var (first, hash) = try scan(TablePlanner(options))
        guard first.parser.rowCount >= 2 else {
            let found = first.parser.rowCount == 0 ? "a header but no rows" : "only one row"
            throw BenchError(
                .data, "the file has \(found)", at: .init(file: source.path),
                remedy: "at least 2 rows are needed, and enough for every part of the split")
        }
        let again = try ColumnDecision.rereads(Table(first, file: source.path), options)
        var table = Table(first, file: source.path)
        if !again.isEmpty {
            for index in again.keys { first.parser.builders[index].deallocate() }
            let (second, secondHash) = try scan(TablePlanner(options, again: again))
            guard secondHash == hash, second.parser.rowCount == first.parser.rowCount else {
                throw BenchError(
                    .data, "the file changed while it was read", at: .init(file: source.path),
                    remedy: "read it again once nothing writes to it")
            }
            table = Table(first, second: second, reread: Set(again.keys), file: source.path)
        }
        var interpreter = TableInterpreter(table: table, options: options)
        if let splitSource {
            let (split, splitHash) = try SplitFile(splitSource).split(rows: table.rowCount)
            interpreter.givenSplit = split
            // Another split is another dataset.
            hash = SHA256.hash(hash.bytes + splitHash.bytes)
        }
        return try interpreter.dataset(name: source.name, hash: hash)
    }

    private func scan(_ planner: TablePlanner) throws(BenchError) -> (TableScan, Digest) {
        let scanner = scanner(planner)
        let (hash, damage) = try source.read { scanner.consume($0) }
        if let expected, expected != hash {
            throw BenchError(
                .data, "the file's SHA-256 is \(hash), expected \(expected)", at: .init(file: source.path),
                remedy: "restore the file, or set sha256 to the new value if the change is meant")
        }
        if let damage { throw damage }
        return (try scanner.finish(), hash)
    }

    /// The digest that a parameter `sha256` asks for.
    static func expectedDigest(_ text: String?) throws(BenchError) -> Digest? {
        guard let text else { return nil }
        guard let digest = Digest(hexadecimal: text.lowercased()) else {
            throw BenchError(
                .usage, "\"sha256\" must be 64 hexadecimal digits, found \"\(text)\"",
                remedy: "sha256sum prints it")
        }
        return digest
    }
}
