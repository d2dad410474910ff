import Numerics

extension FeatureColumn {
    /// The number of missing cells.
    var missingCount: Int {
        switch values {
        case .numeric(let numbers): numbers.count(where: \.isNaN)
        case .categorical(let codes, _): codes.count { $0 < 0 }
        }
    }

    /// A word per row that is the same for equal cells and only for them, missing ones included.
    func key(_ row: Int) -> UInt64 {
        switch values {
        case .numeric(let numbers): StableHash.bits(numbers[row])
        case .categorical(let codes, _): UInt64(bitPattern: Int64(codes[row]))
        }
    }

    /// The number of different cells, a missing one among them; nil above `most`.
    ///
    /// Stops as soon as there are too many, so a continuous column costs next to nothing.
    func distinctValues(atMost most: Int) -> Int? {
        if case .categorical(_, let levels) = values, levels.count <= most { return levels.count }
        var seen: Set<UInt64> = []
        for row in 0..<count where seen.insert(key(row)).inserted {
            if seen.count > most { return nil }
        }
        return seen.count
    }

    /// The cell that most rows have, if one has more than half of them, and how many.
    ///
    /// Boyer & Moore 1991, MJRTY: a fast majority vote algorithm.
    var majority: (row: Int, count: Int)? {
        var candidate = 0
        var lead = 0
        for row in 0..<count {
            if lead == 0 { candidate = row }
            lead += key(row) == key(candidate) ? 1 : -1
        }
        let wanted = key(candidate)
        let votes = (0..<count).count { key($0) == wanted }
        return 2 * votes > count ? (candidate, votes) : nil
    }

    /// A cell as a message shows it.
    func text(_ row: Int) -> String {
        switch values {
        case .numeric(let numbers): numbers[row].isNaN ? "missing" : CheckText.number(numbers[row], 6)
        case .categorical(let codes, let levels):
            codes[row] < 0 ? "missing" : "\"\(CheckText.clipped(levels[Int(codes[row])]))\""
        }
    }
}

/// Rows that stand for all where there are too many of them.
enum RowSample {
    /// At most `most` of `count` rows, ascending: one drawn from each of as many equal stretches.
    ///
    /// The same rows every time.
    static func rows(of count: Int, atMost most: Int) -> [Int] {
        guard count > most else { return Array(0..<count) }
        var stream = RandomStream(seed: 0, name: "data check")
        return (0..<most).map { part in
            let (low, high) = (count * part / most, count * (part + 1) / most)
            return low + stream.integer(below: high - low)
        }
    }
}
