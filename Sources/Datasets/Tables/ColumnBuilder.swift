/// How a column of a file is to be read.
enum ColumnRequest: Hashable {
    /// Not at all.
    case skip
    /// As numbers or levels, whichever it turns out to hold; `limit` levels at most.
    case infer(limit: Int)
    /// As numbers; what is none is counted.
    case numbers
    /// As levels, `limit` at most.
    case levels(limit: Int)
    /// As the given levels in their order; any other text is counted.
    case declared([String])
}

/// One column of a file while it is read, cell after cell.
///
/// Its owner frees the storage.
struct ColumnBuilder {
    /// What happens to the next cell.
    enum Mode: UInt8 { case skipped, numbers, levels, counted }

    /// A cell that a message may have to show.
    struct Found {
        /// Its row, from 0.
        var row: Int
        /// Its text.
        var text: String
    }

    /// In so many rows at the start, the texts are kept of what looks like numbers.
    private static let sampledRows = 10_000
    /// Cells longer than this together end the sample early.
    private static let sampledBytes = 1 << 20

    private(set) var mode: Mode
    private var isUndecided = false
    private var keepsSample = false
    private var limit = Int.max
    private var refusesOthers = false
    private var sample: [UInt8] = []
    private var sampleEnds: [Int] = []

    /// The numbers, NaN where missing or a text; of mode `numbers`.
    var numbers: StagedValues<Double>
    /// The codes of `table`, −1 where missing; of mode `levels`.
    var codes: StagedValues<Int32>
    /// The levels; in mode `counted` those that were seen before there were too many.
    private(set) var table = LevelTable()
    /// How many cells are missing.
    private(set) var missing = 0
    /// How many cells are numbers; of modes `numbers` and `counted`.
    private(set) var numeric = 0
    /// How many cells are dates; of mode `counted`.
    private(set) var dates = 0
    /// How many cells are neither missing nor numbers, or no declared level.
    private(set) var others = 0
    /// The first missing cell.
    private(set) var firstMissing: Found?
    /// The first cell that is neither missing nor a number, or no declared level; of all modes but `levels`.
    private(set) var firstOther: Found?
    /// The first number beyond a double.
    private(set) var firstOverflow: Found?

    /// A column read as `request` says, of about `expectedRows`.
    init(_ request: ColumnRequest, expectedRows: Int) {
        numbers = StagedValues(expecting: expectedRows)
        codes = StagedValues(expecting: expectedRows)
        switch request {
        case .skip: mode = .skipped
        case .infer(let limit):
            mode = .numbers
            (isUndecided, keepsSample) = (true, true)
            self.limit = limit
        case .numbers: mode = .numbers
        case .levels(let limit):
            mode = .levels
            self.limit = limit
        case .declared(let levels):
            mode = .levels
            refusesOthers = true
            for level in levels { table.declare(level) }
            limit = table.count
        }
    }

    /// Takes the next cell; `isPadded` says that eight bytes can be read where it begins.
    @inline(__always)
    mutating func take(
        _ cell: UnsafeRawBufferPointer, isPadded: Bool, row: Int, _ missingTexts: borrowing MissingTexts,
        point: UInt8
    ) {
        guard mode == .numbers, !keepsSample, !missingTexts.includesNumbers else {
            takeSlowly(cell, row: row, missingTexts, point: point)
            return
        }
        if isPadded, cell.count <= 8, let base = cell.baseAddress {
            let word = UInt64(littleEndian: base.loadUnaligned(as: UInt64.self))
            if let number = DecimalNumber.short(word, count: cell.count, point: point) {
                numbers.append(number)
                numeric &+= 1
                return
            }
        }
        switch DecimalNumber(cell, point: point) {
        case .value(let number):
            numbers.append(number)
            numeric &+= 1
        default: takeSlowly(cell, row: row, missingTexts, point: point)
        }
    }

    @inline(never)
    private mutating func takeSlowly(
        _ cell: UnsafeRawBufferPointer, row: Int, _ missingTexts: MissingTexts, point: UInt8
    ) {
        if mode == .skipped { return }
        if keepsSample { keep(cell) }
        if missingTexts.contains(cell) {
            missing += 1
            if firstMissing == nil { firstMissing = found(cell, row) }
            appendNothing()
            return
        }
        switch mode {
        case .skipped: break
        case .levels: takeLevel(cell, row: row, point: point)
        case .counted: countCell(cell, row: row, point: point)
        case .numbers: takeNumber(cell, row: row, missingTexts, point: point)
        }
    }

    private mutating func takeNumber(
        _ cell: UnsafeRawBufferPointer, row: Int, _ missingTexts: MissingTexts, point: UInt8
    ) {
        switch DecimalNumber(cell, point: point) {
        case .value(let number):
            numbers.append(number)
            numeric += 1
            isUndecided = false
        case .overflow:
            if firstOverflow == nil { firstOverflow = found(cell, row) }
            numbers.append(.nan)
            numeric += 1
            isUndecided = false
        case .malformed where keepsSample || isUndecided:
            becomeLevels(row: row, missingTexts, point: point)
            if sampleEnds.isEmpty { takeLevel(cell, row: row, point: point) }
            endSample()
        case .malformed:
            countOther(cell, row: row)
            numbers.append(.nan)
        }
    }

    /// Reads the cells so far again as levels: all missing, or all in the sample, this one included.
    private mutating func becomeLevels(row: Int, _ missingTexts: MissingTexts, point: UInt8) {
        numbers.deallocate()
        mode = .levels
        (numeric, firstOverflow) = (0, nil)
        if sampleEnds.isEmpty {
            for _ in 0..<row { codes.append(-1) }
            return
        }
        missing = 0
        let first = row + 1 - sampleEnds.count
        sample.withUnsafeBytes { bytes in
            var start = 0
            for (index, end) in sampleEnds.enumerated() {
                let cell = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
                start = end
                if missingTexts.contains(cell) {
                    missing += 1
                    appendNothing()
                } else if mode == .levels {
                    takeLevel(cell, row: first + index, point: point)
                } else {
                    countCell(cell, row: first + index, point: point)
                }
            }
        }
    }

    private mutating func keep(_ cell: UnsafeRawBufferPointer) {
        sample.append(contentsOf: cell.bindMemory(to: UInt8.self))
        sampleEnds.append(sample.count)
        if sampleEnds.count > Self.sampledRows || sample.count > Self.sampledBytes { endSample() }
    }

    private mutating func endSample() {
        keepsSample = false
        sample = []
        sampleEnds = []
    }

    private mutating func appendNothing() {
        switch mode {
        case .numbers: numbers.append(.nan)
        case .levels: codes.append(-1)
        case .skipped, .counted: break
        }
    }

    private mutating func takeLevel(_ cell: UnsafeRawBufferPointer, row: Int, point: UInt8) {
        let code = table.count(cell, row: row, limit: limit)
        codes.append(code)
        guard code < 0 else { return }
        guard !refusesOthers else {
            countOther(cell, row: row)
            return
        }
        // More levels than anyone asked for: from here on only what kind of column it is matters.
        codes.deallocate()
        mode = .counted
        for level in 0..<table.count {
            let text = Array(table.bytes(level))
            let count = table.counts[level]
            text.withUnsafeBytes {
                countCell($0, row: table.firstRows[level], times: count, point: point)
            }
        }
        countCell(cell, row: row, point: point)
    }

    private mutating func countCell(
        _ cell: UnsafeRawBufferPointer, row: Int, times: Int = 1, point: UInt8
    ) {
        if DecimalNumber(cell, point: point) != .malformed {
            numeric += times
        } else {
            countOther(cell, row: row, times: times)
            if CalendarDate(cell) != nil { dates += times }
        }
    }

    private mutating func countOther(_ cell: UnsafeRawBufferPointer, row: Int, times: Int = 1) {
        others += times
        if firstOther == nil || row < firstOther!.row { firstOther = found(cell, row) }
    }

    private func found(_ cell: UnsafeRawBufferPointer, _ row: Int) -> Found {
        Found(row: row, text: String(decoding: cell, as: UTF8.self))
    }

    /// Frees what it holds.
    mutating func deallocate() {
        numbers.deallocate()
        codes.deallocate()
    }
}
