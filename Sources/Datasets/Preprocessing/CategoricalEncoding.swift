/// One-hot encoding of one categorical column by the levels that the training rows have.
struct CategoricalEncoding: Sendable, Hashable {
    /// The input of each level code, relative to the column's first; nil for a level unseen in training.
    let positions: [Int?]
    /// The input of missing cells; nil when the training rows have none.
    let missingPosition: Int?
    /// The names of the inputs' levels, in order; "missing" for missing cells.
    let names: [String]

    /// Fits the codes of the training rows, −1 where missing.
    init(fitting codes: [Int32], levels: [String]) {
        var isPresent = [Bool](repeating: false, count: levels.count)
        for code in codes where code >= 0 { isPresent[Int(code)] = true }
        var positions = [Int?](repeating: nil, count: levels.count)
        var names: [String] = []
        for (code, level) in levels.enumerated() where isPresent[code] {
            positions[code] = names.count
            names.append(level)
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

    /// The number of inputs.
    var width: Int { names.count }

    /// The input that is 1 for this code; nil for a level unseen in training, whose inputs are all 0.
    func position(of code: Int32) -> Int? { code < 0 ? missingPosition : positions[Int(code)] }
}
