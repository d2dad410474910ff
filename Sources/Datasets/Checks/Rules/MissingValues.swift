import Primitives

/// Columns and rows of which most is missing.
struct MissingValues: DataCheck {
    static let declaration = ComponentDeclaration(
        id: "missing-values", family: "data check",
        summary: "Most cells of a column, or all of a row, are missing.",
        citations: ["Little & Rubin 2019, Statistical Analysis with Missing Data, 3rd ed., ch. 1"],
        parameters: [
            .init(
                "share", .real(.closed(0, 1)), default: .real(0.5),
                "The share of missing cells above which a column is named.")
        ])

    private let share: Double

    init(arguments: Arguments) { share = arguments.real("share") }

    func findings(_ subject: CheckSubject) -> [DataFinding] {
        let dataset = subject.dataset
        let heavy = dataset.columns.map { ($0.name, $0.missingCount) }.filter {
            Double($0.1) > share * Double(dataset.rowCount)
        }
        var findings: [DataFinding] = []
        if !heavy.isEmpty {
            let names = heavy.map(\.0)
            let shares = heavy.prefix(CheckText.mostNames).map {
                CheckText.percent($0.1, of: dataset.rowCount)
            }
            findings.append(
                DataFinding(
                    Self.declaration.id, subject.severity(.warning), columns: names,
                    CheckText.columns(names) + (names.count == 1 ? " is" : " are") + " mostly missing: "
                        + shares.joined(separator: ", ") + " of the rows",
                    at: subject.location,
                    remedy: "set \(CheckText.exclude(names)), or keep them with an indicator: "
                        + "preprocessing: [{id: impute, indicator: yes}, …]"))
        }
        var isEmpty = [Bool](repeating: true, count: dataset.rowCount)
        for column in dataset.columns {
            switch column.values {
            case .numeric(let numbers):
                for row in numbers.indices where !numbers[row].isNaN { isEmpty[row] = false }
            case .categorical(let codes, _):
                for row in codes.indices where codes[row] >= 0 { isEmpty[row] = false }
            }
        }
        let empty = isEmpty.count { $0 }
        if empty > 0 {
            findings.append(
                DataFinding(
                    Self.declaration.id, subject.severity(.warning),
                    "every input is missing in \(CheckText.count(empty, "row")) of \(dataset.rowCount), "
                        + "row \(isEmpty.firstIndex(of: true)! + 1) first",
                    at: subject.location, remedy: "remove these rows: nothing tells them apart"))
        }
        return findings
    }
}
