/// Which levels of a categorical column the training rows have, and the place of each among them.
struct CategoricalEncoding: Sendable, Hashable {
    /// The place of each level code, from 0; nil for a level unseen in training.
    let positions: [Int?]
    /// The place of missing cells; nil when the training rows have none.
    let missingPosition: Int?
    /// The names of the places, in order; "missing" for missing cells.
    let names: [String]

    /// Fits the codes of the training rows, −1 where missing.
    ///
    /// The levels that `merging` merges share one place after the others.
    init(fitting codes: [Int32], levels: [String], merging: LevelMerging? = nil) {
        var isPresent = [Bool](repeating: false, count: levels.count)
        for code in codes where code >= 0 { isPresent[Int(code)] = true }
        var positions = [Int?](repeating: nil, count: levels.count)
        var names: [String] = []
        for (code, level) in levels.enumerated() where isPresent[code] {
            if let merging, merging.merged.contains(Int32(code)) { continue }
            positions[code] = names.count
            names.append(level)
        }
        if let merging, !merging.merged.isEmpty {
            for code in merging.merged { positions[Int(code)] = names.count }
            names.append("other")
        }
        if codes.contains(-1) {
            missingPosition = names.count
            names.append("missing")
        } else {
            missingPosition = nil
        }
        self.positions = positions
        self.names = names
    }

    /// The number of places.
    var width: Int { names.count }

    /// The place of this code; nil for one unseen in training.
    func position(of code: Int32) -> Int? { code < 0 ? missingPosition : positions[Int(code)] }
}
