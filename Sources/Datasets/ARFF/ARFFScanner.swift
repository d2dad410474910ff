import Primitives

/// Reads an ARFF file: the declarations of its head, then its rows.
final class ARFFScanner: TableScanner {
    private let file: String
    private let planner: TablePlanner
    private let missing: Set<String>
    private var header: ARFFHeader
    private var cutter = LineCutter()
    private var line = 0
    private var parser: CSVParser?
    private var failure: BenchError?

    /// A scanner of the file named `file` in messages.
    init(file: String, planner: TablePlanner, missing: Set<String>) {
        self.file = file
        self.planner = planner
        self.missing = missing
        header = ARFFHeader(file: file)
    }

    func consume(_ bytes: UnsafeRawBufferPointer) { cutter.cut(bytes) { take($0) } }

    func finish() throws(BenchError) -> TableScan {
        cutter.finish { take($0) }
        if let failure { throw failure }
        guard let parser else {
            throw BenchError(
                .data, "the file has no @data line", at: .init(file: file),
                remedy: "an ARFF file has @attribute lines, then @data, then rows")
        }
        parser.finish()
        if let failure = parser.failure { throw failure }
        return TableScan(parser: parser, plan: planner.plan!, notes: [], point: UInt8(ascii: "."))
    }

    private func take(_ bytes: UnsafeRawBufferPointer) {
        guard failure == nil else { return }
        if let parser {
            parser.consume(bytes)
            return
        }
        line += 1
        do throws(BenchError) {
            try takeHeader(bytes)
        } catch {
            failure = error
        }
    }

    private func takeHeader(_ whole: UnsafeRawBufferPointer) throws(BenchError) {
        var bytes = whole
        if line == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(3))
        }
        guard LineText.invalidPosition(in: bytes) == nil, !bytes.contains(0) else {
            throw BenchError(
                .data, "the text is not valid UTF-8", at: .init(file: file, line: line),
                remedy: "save the file as UTF-8")
        }
        try header.take(bytes, number: line)
        guard header.isComplete else { return }
        let names = header.attributes.map(\.name)
        let location = Diagnostic.Location(file: file, line: header.firstLine)
        try CSVHeader.check(names, at: location)
        let declared = header.attributes.map { attribute -> TableOptions.Kind? in
            switch attribute.kind {
            case .numeric: .numeric
            case .nominal(let levels): .levels(levels)
            case .string: nil
            case .date: .date
            }
        }
        let (file, planner, row) = (file, planner, ARFFRow(header.attributes))
        parser = CSVParser(
            file: file, dialect: CSVDialect(), linesBefore: line, names: names,
            target: .init(missing: missing) { names, _ throws(BenchError) in
                try planner.requests(names, at: location, declared: declared)
            },
            rewrite: { bytes, line throws(BenchError) in
                do throws(ARFFTokens.Fault) {
                    return try row.csv(bytes)
                } catch {
                    let column = String(decoding: bytes.prefix(error.position), as: UTF8.self).count + 1
                    throw BenchError(
                        .data, error.message, at: .init(file: file, line: line, column: column),
                        remedy: "a row is values separated by commas, or {INDEX VALUE, ...}")
                }
            })
        if let failure = parser?.failure { throw failure }
    }
}
