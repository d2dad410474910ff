import Primitives

/// A text file that says for every row of a table, line by line, which part or fold it belongs to.
struct SplitFile {
    private let source: ByteSource

    /// The file `source`.
    init(_ source: ByteSource) { self.source = source }

    /// The split of `rows` rows, and the SHA-256 of the file.
    ///
    /// Blank lines at the end do not count. Throws (exit code `data`) when there are more or fewer lines.
    func split(rows: Int) throws(BenchError) -> (RowRoles.GivenSplit, Digest) {
        var cutter = LineCutter()
        var levels = LevelTable()
        var codes: [Int32] = []
        var blank = 0
        func take(_ line: UnsafeRawBufferPointer) {
            var cell = line[...]
            while let last = cell.last, last <= 0x20 { cell = cell.dropLast() }
            while let first = cell.first, first <= 0x20 { cell = cell.dropFirst() }
            if cell.isEmpty {
                blank += 1
                return
            }
            for _ in 0..<blank { codes.append(-1) }
            blank = 0
            let row = codes.count
            codes.append(levels.count(UnsafeRawBufferPointer(rebasing: cell), row: row, limit: .max))
        }
        let (hash, damage) = try source.read { cutter.cut($0, take) }
        if let damage { throw damage }
        cutter.finish(take)
        let path = source.path
        if let row = codes.firstIndex(of: -1) {
            throw BenchError(
                .data, "split_file: the line is blank", at: .init(file: path, line: row + 1),
                remedy: "every row of the data needs a line")
        }
        guard codes.count == rows else {
            throw BenchError(
                .data, "split_file has \(codes.count) lines, the data have \(rows) rows",
                at: .init(file: path),
                remedy: "every row of the data needs a line, and the header none")
        }
        let texts = (0..<levels.count).map { levels.text($0) }
        switch try SplitWords(
            texts, subject: "split_file", location: { .init(file: path, line: levels.firstRows[$0] + 1) })
        {
        case .parts(let parts): return (.parts(codes.map { parts[Int($0)] }), hash)
        case .folds(let folds, let count): return (.folds(codes.map { folds[Int($0)] }, count: count), hash)
        }
    }
}
