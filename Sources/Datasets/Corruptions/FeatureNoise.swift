import Numerics
import Primitives

/// Noise on the inputs.
struct FeatureNoise: Corruption {
    static let declaration = ComponentDeclaration(
        id: "feature-noise", family: "corruption", summary: "Add normal noise to numeric columns.",
        formula: "x ← x + σ sd(x) N(0, 1), sd over the training rows",
        citations: [
            "Zhu & Wu 2004, Class noise vs. attribute noise: a quantitative study, Artificial Intelligence Review 22",
            "Bishop 1995, Training with noise is equivalent to Tikhonov regularization, Neural Computation 7",
        ],
        parameters: [
            CorruptionParameters.level(
                default: 0.1, "The noise's standard deviation, in that of the column over the training rows."),
            CorruptionParameters.columns("numeric"),
            CorruptedParts.declaration(default: .train),
        ],
        remarks: [
            "The noise is drawn once: every epoch sees the same. Missing cells and levels stay."
        ])

    private let level: Double
    private let columns: [String]
    private let parts: CorruptedParts

    init(arguments: Arguments) {
        level = arguments.real("level")
        columns = arguments.texts("columns")
        parts = CorruptedParts(arguments)
    }

    func apply(to sample: inout Sample, _ stream: inout RandomStream) throws(BenchError) {
        let cells = try sample.numericColumns(named: columns, Self.declaration.id)
        guard level > 0 else { return }
        let rows = sample.rows(of: parts)
        for var column in cells {
            for row in rows {
                let noise = stream.normal()
                // A constant column stays constant, to the bit.
                column.numbers[row] += level * column.scale.standardDeviation * noise
            }
            try sample.replace(column, Self.declaration.id)
        }
        sample.forgetBestPrediction(of: parts)
    }
}
