import Primitives

/// Columns that say which part of a split a row belongs to, used as inputs.
struct SplitColumns: DataCheck {
    static let declaration = ComponentDeclaration(
        id: "split-columns", family: "data check",
        summary: "A column that says train and test is an input, and the split is another one.",
        citations: [
            "Kaufman, Rosset, Perlich & Stitelman 2012, Leakage in data mining, ACM TKDD 6(4), sec. 2"
        ])

    init(arguments: Arguments) {}

    func findings(_ subject: CheckSubject) -> [DataFinding] {
        subject.dataset.columns.compactMap { column in
            guard case .categorical(_, let levels) = column.values, SplitWords.areParts(levels) else {
                return nil
            }
            return DataFinding(
                Self.declaration.id, subject.severity(.warning), columns: [column.name],
                "column \"\(CheckText.clipped(column.name))\" says \(CheckText.list(levels)), but is an input",
                at: subject.location,
                remedy: "set split_column: \(CheckText.suiteText(column.name)) to split by it, or "
                    + CheckText.exclude([column.name]))
        }
    }
}
