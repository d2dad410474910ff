import Numerics
import Primitives

/// Noise on the target of a regression.
struct TargetNoise: Corruption {
    static let declaration = ComponentDeclaration(
        id: "target-noise", family: "corruption", summary: "Add normal noise to the target of a regression.",
        formula: "y ← y + σ sd(y) N(0, 1), sd over the training rows",
        citations: ["Hastie, Tibshirani & Friedman 2009, The Elements of Statistical Learning, eq. 2.29"],
        parameters: [
            CorruptionParameters.level(
                default: 0.1, "The noise's standard deviation, in that of the training rows' target."),
            CorruptedParts.declaration(default: .trainAndValidation),
        ],
        remarks: ["The targets before any corruption are kept for metrics on clean targets."],
        tasks: [.regression])

    private let level: Double
    private let parts: CorruptedParts

    init(arguments: Arguments) {
        level = arguments.real("level")
        parts = CorruptedParts(arguments)
    }

    func apply(to sample: inout Sample, _ stream: inout RandomStream) throws(BenchError) {
        var values = try sample.values(Self.declaration.id)
        guard level > 0 else { return }
        let deviation = NumericScale(fitting: sample.split.train.map { values[$0] }).standardDeviation
        for row in sample.rows(of: parts) {
            values[row] += level * deviation * stream.normal()
            guard values[row].isFinite else {
                throw sample.notFinite("target", row: row, Self.declaration.id)
            }
        }
        sample.forgetBestPrediction(of: parts)
        sample.replaceTarget(.values(values))
    }
}
