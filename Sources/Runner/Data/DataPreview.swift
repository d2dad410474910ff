import Datasets
import Primitives

/// The first rows of a dataset as read: `bench data preview`.
public struct DataPreview: Sendable {
    private let dataset: Dataset
    private let targetName: String
    private let rows: Range<Int>

    /// The first `rows` rows of `dataset`.
    public init(_ dataset: Dataset, rows: Int) {
        self.dataset = dataset
        targetName = dataset.targetName ?? "target"
        self.rows = 0..<min(max(0, rows), dataset.rowCount)
    }

    /// A table no wider than `width`, where it is given, and a line on the whole dataset.
    public func text(width: Int? = nil) -> String {
        let roles = dataset.roleTexts
        let numericTarget = dataset.classNames == nil
        var table = AlignedTable(
            ["row"] + dataset.columns.map(\.name) + roles.map { "(\($0.name))" } + ["→ " + targetName],
            isRight: [true] + dataset.columns.map(\.isNumeric) + roles.map { _ in false } + [numericTarget])
        for row in rows {
            table.append(
                ["\(row + 1)"] + dataset.columns.map { $0.cellText(row) ?? "" }
                    + roles.map { $0.text(row) ?? "" }
                    + [dataset.targetText(row)])
        }
        var lines = table.lines(width: width, keeping: 1)
        if rows.count < dataset.rowCount { lines.append("(\(dataset.rowCount - rows.count) more rows)") }
        return (lines + ["", dataset.headline]).joined(separator: "\n") + "\n"
    }

    /// `{"columns": […], "rows": [{…}], …}`: numbers as numbers, levels and classes as texts, null for missing.
    public var json: String {
        let roles = dataset.roleTexts
        let document: JSONValue = [
            "dataset": .string(dataset.name), "row_count": .integer(dataset.rowCount),
            "columns": .array(dataset.columns.map { .string($0.name) }), "target": .string(targetName),
            "rows": .array(
                rows.map { row in
                    [
                        "inputs": .array(dataset.columns.map { $0.json(row) }),
                        "roles": .object(
                            Dictionary(
                                uniqueKeysWithValues: roles.map {
                                    ($0.name, $0.text(row).map(JSONValue.string) ?? .null)
                                })),
                        "target": dataset.targetJSON(row),
                    ]
                }),
        ]
        return document.canonical + "\n"
    }
}
