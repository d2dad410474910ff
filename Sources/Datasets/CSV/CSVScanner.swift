import Primitives

/// Reads a CSV file: its dialect from the first bytes, then its columns.
final class CSVScanner: TableScanner {
    private let file: String
    private let size: Int?
    private let request: CSVDialectRequest
    private let planner: TablePlanner
    private let missing: Set<String>
    private var head: [UInt8] = []
    private var parser: CSVParser?
    private var dialect = CSVDialect()
    private var notes: [Diagnostic] = []
    private var failure: BenchError?

    /// A scanner of the file named `file` in messages.
    ///
    /// `size` is the file's in bytes, nil where that does not say how many rows it has.
    init(
        file: String, size: Int? = nil, request: CSVDialectRequest, planner: TablePlanner,
        missing: Set<String>
    ) {
        self.file = file
        self.size = size
        self.request = request
        self.planner = planner
        self.missing = missing
    }

    func consume(_ bytes: UnsafeRawBufferPointer) {
        if let parser {
            parser.consume(bytes)
        } else if failure == nil {
            head.append(contentsOf: bytes.bindMemory(to: UInt8.self))
            if head.count >= DialectDetection.sampledBytes { begin(isWhole: false) }
        }
    }

    func finish() throws(BenchError) -> TableScan {
        if parser == nil, failure == nil { begin(isWhole: true) }
        if let failure { throw failure }
        parser!.finish()
        if let failure = parser!.failure { throw failure }
        return TableScan(parser: parser!, plan: planner.plan!, notes: notes, point: dialect.point)
    }

    private func begin(isWhole: Bool) {
        let sample = Array(head.prefix(DialectDetection.sampledBytes))
        var detection = DialectDetection(
            sample, isWhole: isWhole && sample.count == head.count, request: request, file: file)
        do throws(BenchError) {
            dialect = try detection.dialect()
        } catch {
            failure = error
            return
        }
        notes = detection.notes
        let (file, planner, delimiter) = (file, planner, dialect.delimiter)
        parser = CSVParser(
            file: file, dialect: dialect,
            target: .init(missing: missing, expectedRows: expectedRows(sample)) {
                names, line throws(BenchError) in
                try planner.requests(names, at: .init(file: file, line: line), delimiter: delimiter)
            })
        head.withUnsafeBytes { parser!.consume($0) }
        head = []
    }

    /// A tenth more rows than there are if lines are as long as those of the sample.
    private func expectedRows(_ sample: [UInt8]) -> Int {
        guard let size, size > sample.count else { return 0 }
        let lines = sample.count { $0 == 0x0A || $0 == 0x0D }
        return Int(1.1 * Double(size) * Double(lines) / Double(sample.count))
    }
}
