import Numerics
import Primitives

/// Targets that have nothing to do with the inputs any more.
struct ShuffledLabels: Corruption {
    static let declaration = ComponentDeclaration(
        id: "shuffled-labels", family: "corruption",
        summary: "Permute a share of the targets among their rows: what is left to learn is to memorise.",
        citations: [
            "Zhang, Bengio, Hardt, Recht & Vinyals 2017, Understanding deep learning requires rethinking "
                + "generalization, ICLR (random labels)",
            "Ojala & Garriga 2010, Permutation tests for studying classifier performance, JMLR 11, test 1",
        ],
        parameters: [
            CorruptionParameters.share(
                default: 1, "The share of the rows of each part whose targets are permuted."),
            CorruptedParts.declaration(default: .train),
        ],
        remarks: [
            "The distribution of the targets stays exactly as it was, where random labels would make classes equal.",
            "Permuted among the chosen rows of each part by itself; some rows may get an equal target back.",
            CorruptionParameters.cleanRemark,
        ])

    private let share: Double
    private let parts: CorruptedParts

    init(arguments: Arguments) {
        share = arguments.real("share")
        parts = CorruptedParts(arguments)
    }

    func apply(to sample: inout Sample, _ stream: inout RandomStream) throws(BenchError) {
        var source = Array(0..<sample.dataset.rowCount)
        for rows in sample.rowsByPart(of: parts) {
            let chosen = Array(
                stream.shuffled(rows).prefix(ExactShare.of(rows.count, share: share)))
            let order = stream.permutation(of: chosen.count)
            for (row, other) in zip(chosen, order) { source[row] = chosen[other] }
        }
        if share > 0 { sample.forgetBestPrediction(of: parts) }
        sample.replaceTarget(sample.dataset.target.taking(rows: source))
    }
}
