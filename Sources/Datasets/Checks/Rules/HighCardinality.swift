import Primitives

/// Columns of so many levels that a level has few rows.
struct HighCardinality: DataCheck {
    static let declaration = ComponentDeclaration(
        id: "high-cardinality", family: "data check",
        summary: "A column has many levels, so that few rows tell about each.",
        citations: [
            "Micci-Barreca 2001, A preprocessing scheme for high-cardinality categorical attributes in "
                + "classification and prediction problems, SIGKDD Explorations 3(1)"
        ],
        parameters: [
            .init(
                "levels", .integer(2...1_000_000), default: .integer(50), "More levels than this are many."),
            .init(
                "rows", .real(.closed(1, 1e6)), default: .real(10),
                "Fewer rows than this per level, on average, are few."),
        ])

    private let levels: Int
    private let rows: Double

    init(arguments: Arguments) {
        levels = arguments.integer("levels")
        rows = arguments.real("rows")
    }

    func findings(_ subject: CheckSubject) -> [DataFinding] {
        subject.dataset.columns.compactMap { column in
            guard case .categorical(_, let names) = column.values, names.count > 2 else { return nil }
            let perLevel = Double(column.count - column.missingCount) / Double(names.count)
            guard names.count > levels || perLevel < rows else { return nil }
            return DataFinding(
                Self.declaration.id, .note, columns: [column.name],
                "column \"\(CheckText.clipped(column.name))\" has \(names.count) levels, "
                    + "\(CheckText.number(perLevel)) rows each on average",
                at: subject.location,
                remedy: "merge rare levels, encode it by the target (preprocessing: target-encoding), or set "
                    + CheckText.exclude([column.name]))
        }
    }
}
