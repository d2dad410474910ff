import Numerics
import Primitives

/// Columns in another order.
struct ShuffledFeatures: Corruption {
    static let declaration = ComponentDeclaration(
        id: "shuffled-features", family: "corruption",
        summary:
            "Permute the columns, the same way in every row: pixels lose their neighbours and nothing else.",
        citations: [
            "Zhang, Bengio, Hardt, Recht & Vinyals 2017, Understanding deep learning requires rethinking "
                + "generalization, ICLR (shuffled pixels)"
        ],
        parameters: [
            CorruptionParameters.share(
                default: 1, "The share of the columns that change places with each other.")
        ],
        remarks: ["Columns keep their names and cells; a model for images sees them in other places."])

    private let share: Double

    init(arguments: Arguments) { share = arguments.real("share") }

    /// The order of the columns is the same in every draw.
    func apply(toFresh sample: inout Sample, law: RandomStream, _ stream: inout RandomStream)
        throws(BenchError)
    {
        var law = law
        try apply(to: &sample, &law)
    }

    func apply(to sample: inout Sample, _ stream: inout RandomStream) throws(BenchError) {
        let old = sample.dataset.columns
        let chosen = stream.permutation(of: old.count).prefix(ExactShare.of(old.count, share: share))
        let order = stream.permutation(of: chosen.count)
        for (place, other) in zip(chosen, order) {
            sample.dataset.columns[place] = old[chosen[other]]
        }
    }
}
