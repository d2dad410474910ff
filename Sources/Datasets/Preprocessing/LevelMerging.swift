/// Which levels of a column are kept and which become one, by their counts in the training rows.
struct LevelMerging: Sendable, Hashable {
    /// The levels that are merged in the training rows, as codes.
    let merged: Set<Int32>
    /// Whether each code has a training row.
    let isSeen: [Bool]

    /// Merges the levels with fewer than `least` of the `codes` (−1 where missing), then the rarest of the rest
    /// until at most `most` are left, the merged one included.
    ///
    /// Of equally rare levels the earlier are merged first, as scikit-learn does. Missing cells stay apart.
    init(fitting codes: [Int32], levels: Int, least: Int, most: Int?) {
        var counts = [Int](repeating: 0, count: levels)
        for code in codes where code >= 0 { counts[Int(code)] += 1 }
        isSeen = counts.map { $0 > 0 }
        let seen = counts.indices.filter { counts[$0] > 0 }
        var merged = Set(seen.filter { counts[$0] < least }.map { Int32($0) })
        let left = seen.count - merged.count + (merged.isEmpty ? 0 : 1)
        if let most, left > most {
            let byCount = seen.sorted { counts[$0] == counts[$1] ? $0 < $1 : counts[$0] < counts[$1] }
            merged.formUnion(byCount.prefix(seen.count - most + 1).map { Int32($0) })
        }
        self.merged = merged
    }
}
