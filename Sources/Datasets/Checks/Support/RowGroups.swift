/// Which rows of a dataset have the same inputs; a missing cell equals a missing cell.
struct RowGroups: Sendable {
    /// The first row with the same inputs, for every row; a row that repeats none is its own.
    let first: [Int]
    /// The number of different rows.
    let distinct: Int

    /// The rows of `columns`, which are not empty; in time proportional to the number of cells.
    init(_ columns: [FeatureColumn]) {
        let count = columns[0].count
        var hashes = [UInt64](repeating: 0, count: count)
        for column in columns {
            switch column.values {
            case .numeric(let numbers):
                for row in 0..<count {
                    hashes[row] = StableHash.combine(hashes[row], StableHash.bits(numbers[row]))
                }
            case .categorical(let codes, _):
                for row in 0..<count {
                    hashes[row] = StableHash.combine(hashes[row], UInt64(bitPattern: Int64(codes[row])))
                }
            }
        }
        // Open addressing; −1 is an empty slot.
        var size = 16
        while size < 2 * count { size *= 2 }
        var slots = [Int32](repeating: -1, count: size)
        var first = [Int](repeating: 0, count: count)
        var distinct = 0
        for row in 0..<count {
            var slot = Int(truncatingIfNeeded: hashes[row]) & (size - 1)
            while true {
                let other = Int(slots[slot])
                if other < 0 {
                    slots[slot] = Int32(row)
                    first[row] = row
                    distinct += 1
                    break
                }
                if hashes[other] == hashes[row], Self.isEqual(other, row, columns) {
                    first[row] = other
                    break
                }
                slot = (slot + 1) & (size - 1)
            }
        }
        self.first = first
        self.distinct = distinct
    }

    /// The number of rows that repeat an earlier one.
    var repeats: Int { first.count - distinct }

    private static func isEqual(_ a: Int, _ b: Int, _ columns: [FeatureColumn]) -> Bool {
        columns.allSatisfy { column in
            switch column.values {
            case .numeric(let numbers): StableHash.bits(numbers[a]) == StableHash.bits(numbers[b])
            case .categorical(let codes, _): codes[a] == codes[b]
            }
        }
    }

    /// Whether rows must repeat because the columns have few values: fewer combinations of them than ten
    /// times the rows.
    ///
    /// Of independent columns, n rows then hold more than n/20 pairs of equal ones by chance alone.
    static func areCombinationsFew(_ columns: [FeatureColumn]) -> Bool {
        let bound = 10 * columns[0].count
        var combinations = 1
        for column in columns {
            guard let values = column.distinctValues(atMost: bound / combinations) else { return false }
            combinations *= max(1, values)
        }
        return true
    }
}
