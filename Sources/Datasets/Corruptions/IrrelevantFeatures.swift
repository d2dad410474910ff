import Numerics
import Primitives

/// Columns that say nothing.
struct IrrelevantFeatures: Corruption {
    static let declaration = ComponentDeclaration(
        id: "irrelevant-features", family: "corruption",
        summary:
            "Append columns that have nothing to do with the target: noise, or shuffled copies of real ones.",
        citations: [
            "Guyon 2003, Design of experiments of the NIPS 2003 variable selection benchmark (probes)",
            "Grinsztajn, Oyallon & Varoquaux 2022, Why do tree-based models still outperform deep learning on typical "
                + "tabular data?, NeurIPS (uninformative features)",
        ],
        parameters: [
            CorruptionParameters.count,
            .init(
                "kind", .choice(["normal", "shuffled"]), default: .text("normal"),
                "Standard normal numbers, or copies of the columns in turn, each with its cells permuted."),
        ],
        remarks: [
            "In every row. Cells are permuted within each part of the split. The columns no longer form an image."
        ])

    private let count: Int
    private let isShuffled: Bool

    init(arguments: Arguments) {
        count = arguments.integer("count")
        isShuffled = arguments.text("kind") == "shuffled"
    }

    func apply(to sample: inout Sample, _ stream: inout RandomStream) throws(BenchError) {
        try sample.checkRoom(for: count, Self.declaration.id)
        var added: [(values: FeatureColumn.Values, isOrdinal: Bool)] = []
        for number in 0..<count {
            guard isShuffled else {
                let numbers = (0..<sample.dataset.rowCount).map { _ in stream.normal() }
                added.append((.numeric(numbers), false))
                continue
            }
            var source = Array(0..<sample.dataset.rowCount)
            for rows in sample.rowsByPart(of: .all) {
                let order = stream.permutation(of: rows.count)
                for (row, other) in zip(rows, order) { source[row] = rows[other] }
            }
            let column = sample.dataset.columns[number % sample.dataset.columns.count].taking(rows: source)
            added.append((column.values, column.isOrdinal))
        }
        try sample.append(added, prefix: "irrelevant", Self.declaration.id)
    }
}
