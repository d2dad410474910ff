import Numerics
import Primitives

/// Cells that are missing for no reason.
struct MissingCompletelyAtRandom: Corruption {
    static let declaration = ComponentDeclaration(
        id: "missing-completely-at-random", family: "corruption",
        summary: "Remove a share of the cells of each column, whatever they hold.",
        citations: ["Rubin 1976, Inference and missing data, Biometrika 63"],
        parameters: [
            CorruptionParameters.rate(
                default: 0.1, "The share of the cells of each column and part that go missing."),
            CorruptionParameters.columns("input"),
            CorruptedParts.declaration(default: .all),
        ],
        remarks: [
            "Exactly the nearest whole number of cells is chosen in each column and part; some may be missing already."
        ])

    private let rate: Double
    private let columns: [String]
    private let parts: CorruptedParts

    init(arguments: Arguments) {
        rate = arguments.real("rate")
        columns = arguments.texts("columns")
        parts = CorruptedParts(arguments)
    }

    func apply(to sample: inout Sample, _ stream: inout RandomStream) throws(BenchError) {
        let indices = try sample.columns(named: columns, Self.declaration.id)
        guard rate > 0 else { return }
        for index in indices {
            for rows in sample.rowsByPart(of: parts) {
                let count = ExactShare.of(rows.count, share: rate)
                let chosen = stream.shuffled(rows).prefix(count)
                switch sample.dataset.columns[index].values {
                case .numeric(var numbers):
                    for row in chosen { numbers[row] = .nan }
                    sample.dataset.columns[index].values = .numeric(numbers)
                case .categorical(var codes, let levels):
                    for row in chosen { codes[row] = -1 }
                    sample.dataset.columns[index].values = .categorical(codes: codes, levels: levels)
                }
            }
        }
        sample.forgetBestPrediction(of: parts)
    }
}
