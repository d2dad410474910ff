import Primitives

/// Sets of rows that a draw keeps in the same proportions: the classes, or all rows as one.
enum Strata {
    /// `rows` by class where `stratify` asks for it ("auto": for classification), or together.
    ///
    /// Throws (exit code `usage`) where a regression is to be stratified.
    static func members(of rows: [Int], in dataset: Dataset, stratify: String = "auto") throws(BenchError)
        -> [[Int]]
    {
        guard stratify != "no" else { return [rows] }
        guard case .classes(let codes) = dataset.target, case .classification(let classes) = dataset.task
        else {
            guard stratify == "auto" else {
                throw BenchError(
                    .usage, "dataset \"\(dataset.name)\": a regression cannot be stratified",
                    remedy: "set stratify: auto")
            }
            return [rows]
        }
        var members = [[Int]](repeating: [], count: classes.count)
        for row in rows { members[codes[row]].append(row) }
        return members
    }
}
