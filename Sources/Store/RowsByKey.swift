import GRDB

/// Rows of a result and the key by which each is found in a table; several rows may have one key.
struct RowsByKey {
    private let least: Int
    /// The first row of each key from `least` on, -1 for a key without one; empty where keys are far apart.
    private var first: [Int32] = []
    /// The next row with the same key, by row; few rows have one.
    private var next: [Int32: Int32] = [:]
    /// The distinct keys with their first rows, in order; empty where `first` is not.
    private var sparse: [(key: Int, row: Int32)] = []
    private let greatest: Int

    /// `keys` has the key of each row, negative for a row without one.
    init(_ keys: [Int]) {
        var (least, greatest, count) = (Int.max, -1, 0)
        for key in keys where key >= 0 {
            (least, greatest, count) = (min(least, key), max(greatest, key), count + 1)
        }
        self.least = least
        self.greatest = greatest
        guard count > 0 else { return }
        if greatest - least < 8 * count {
            first = [Int32](repeating: -1, count: greatest - least + 1)
            for row in keys.indices.reversed() where keys[row] >= 0 {
                let place = keys[row] - least
                if first[place] >= 0 { next[Int32(row)] = first[place] }
                first[place] = Int32(row)
            }
        } else {
            for (row, key) in keys.enumerated() where key >= 0 { sparse.append((key, Int32(row))) }
            sparse.sort { $0 < $1 }
            var distinct: [(key: Int, row: Int32)] = []
            var last: Int32 = -1
            for entry in sparse {
                if let previous = distinct.last, previous.key == entry.key {
                    next[last] = entry.row
                } else {
                    distinct.append(entry)
                }
                last = entry.row
            }
            sparse = distinct
        }
    }

    /// Tells every row of the query `select`, whose first column is `key`, together with each row that has it.
    func read(
        _ select: String, key: String, and condition: String = "1", from database: Database,
        _ body: (_ stored: StepRow, _ row: Int) throws -> Void
    ) throws {
        if !first.isEmpty {
            let cursor = try StepCursor(
                database, "\(select) WHERE \(key) BETWEEN ? AND ? AND \(condition)", [least, greatest])
            while let stored = try cursor.next() {
                let place = stored.integer(0) - least
                guard first.indices.contains(place), first[place] >= 0 else { continue }
                try tell(stored, from: first[place], body)
            }
        } else {
            let find = try database.makeStatement(sql: "\(select) WHERE \(key) = ? AND \(condition)")
            for (value, row) in sparse {
                let cursor = try StepCursor(find, [value])
                while let stored = try cursor.next() { try tell(stored, from: row, body) }
            }
        }
    }

    private func tell(
        _ stored: StepRow, from first: Int32, _ body: (StepRow, Int) throws -> Void
    ) throws {
        try body(stored, Int(first))
        guard !next.isEmpty else { return }
        var row = first
        while let following = next[row] {
            try body(stored, Int(following))
            row = following
        }
    }
}
