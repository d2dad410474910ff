import Primitives

/// Columns that say nothing, or nearly nothing.
struct ConstantColumns: DataCheck {
    static let declaration = ComponentDeclaration(
        id: "constant-columns", family: "data check",
        summary: "A column has the same value in every row, or in nearly every one.",
        citations: ["Kuhn & Johnson 2013, Applied Predictive Modeling, sec. 3.5"],
        parameters: [
            .init(
                "share", .real(.closed(0.5, 1)), default: .real(0.995),
                "The share of rows with one value above which a column is nearly constant.")
        ])

    private let share: Double

    init(arguments: Arguments) { share = arguments.real("share") }

    func findings(_ subject: CheckSubject) -> [DataFinding] {
        let dataset = subject.dataset
        var constant: [String] = []
        var nearly: [(name: String, text: String)] = []
        for column in dataset.columns {
            guard let (row, count) = column.majority else { continue }
            if count == dataset.rowCount {
                constant.append(column.name)
            } else if Double(count) > share * Double(dataset.rowCount) {
                let text = "\(column.text(row)) in \(CheckText.percent(count, of: dataset.rowCount))"
                nearly.append((column.name, text))
            }
        }
        var findings: [DataFinding] = []
        if !constant.isEmpty {
            // An image needs its border.
            let severity = dataset.shape == nil ? subject.severity(.warning) : .note
            findings.append(
                DataFinding(
                    Self.declaration.id, severity, columns: constant,
                    CheckText.columns(constant) + (constant.count == 1 ? " has" : " have")
                        + " the same value in every row",
                    at: subject.location,
                    remedy: dataset.shape == nil
                        ? "leave out constant_columns: keep, or set \(CheckText.exclude(constant))"
                        : "none is needed: the shape asks for every column"))
        }
        if !nearly.isEmpty {
            let names = nearly.map(\.name)
            findings.append(
                DataFinding(
                    Self.declaration.id, .note, columns: names,
                    CheckText.columns(names) + (names.count == 1 ? " is" : " are") + " nearly constant: "
                        + nearly.prefix(CheckText.mostNames).map(\.text).joined(separator: ", ")
                        + " of the rows",
                    at: subject.location,
                    remedy:
                        "a training part may hold one value only; set \(CheckText.exclude(names)) if they "
                        + "are not needed"))
        }
        return findings
    }
}
