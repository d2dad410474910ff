import Numerics
import Primitives

/// Labels that are wrong at random.
struct SymmetricLabelNoise: Corruption {
    static let declaration = ComponentDeclaration(
        id: "symmetric-label-noise", family: "corruption",
        summary: "Replace a share of the labels by a random class.",
        formula:
            "P(ỹ = j | y = i) = rate/(K − 1) for j ≠ i; with flip_to: any, rate/K for every j of a replaced label",
        citations: [
            "Angluin & Laird 1988, Learning from noisy examples, Machine Learning 2",
            "Ghosh, Kumar & Sastry 2017, Robust loss functions under label noise for deep neural networks, AAAI "
                + "(flip_to: others)",
            "Zhang, Bengio, Hardt, Recht & Vinyals 2017, Understanding deep learning requires rethinking "
                + "generalization, ICLR (flip_to: any)",
        ],
        parameters: [
            CorruptionParameters.rate(
                default: 0.2, "The share of the labels of each part that are replaced."),
            .init(
                "flip_to", .choice(["others", "any"]), default: .text("others"),
                "Whether the new class is another one, or any, the old one included."),
            CorruptedParts.declaration(default: .trainAndValidation),
        ],
        remarks: [
            "Exactly the nearest whole number of labels is replaced in each part, at random, not by class.",
            "The labels that a smaller rate replaces are replaced alike at a larger one, under the same seed.",
            CorruptionParameters.cleanRemark,
        ], tasks: [.classification])

    private let rate: Double
    private let includesOwn: Bool
    private let parts: CorruptedParts

    init(arguments: Arguments) {
        rate = arguments.real("rate")
        includesOwn = arguments.text("flip_to") == "any"
        parts = CorruptedParts(arguments)
    }

    func apply(to sample: inout Sample, _ stream: inout RandomStream) throws(BenchError) {
        var (codes, classes) = try sample.labels(Self.declaration.id)
        for rows in sample.rowsByPart(of: parts) {
            let order = stream.permutation(of: rows.count)
            let count = ExactShare.of(rows.count, share: rate)
            for (position, index) in order.enumerated() {
                // Drawn for every row, so that no rate moves the draws of another part.
                let draw = stream.integer(below: includesOwn ? classes.count : classes.count - 1)
                guard position < count else { continue }
                let old = codes[rows[index]]
                codes[rows[index]] = includesOwn || draw < old ? draw : draw + 1
            }
        }
        if rate > 0 { sample.forgetBestPrediction(of: parts) }
        sample.replaceTarget(.classes(codes))
    }
}
