import Numerics
import Primitives

/// Training rows that stand there twice, or that are test rows.
struct RowDuplication: Corruption {
    static let declaration = ComponentDeclaration(
        id: "duplicate-rows", family: "corruption",
        summary: "Append copies of training rows, or of test rows, to the training rows.",
        citations: [
            "Lee et al. 2022, Deduplicating training data makes language models better, ACL",
            "Barz & Denzler 2020, Do we train on test data? Purging CIFAR of near-duplicates, J. Imaging 6 (leak)",
        ],
        parameters: [
            CorruptionParameters.share(default: 0.1, "The copied training rows over the training rows."),
            .init(
                "leak", .real(.closed(0, 1)), default: .real(0), neutral: .real(0),
                "The share of the test rows that are copied into the training rows."),
        ],
        remarks: [
            "No row is copied twice. Copies have the targets, clean targets, groups and weights of their rows."
        ])

    private let share: Double
    private let leak: Double

    init(arguments: Arguments) {
        share = arguments.real("share")
        leak = arguments.real("leak")
    }

    func apply(to sample: inout Sample, _ stream: inout RandomStream) throws(BenchError) {
        var copied: [Int] = []
        for (rows, share) in [(sample.split.train, share), (sample.split.test, leak)] {
            let count = ExactShare.of(rows.count, share: share)
            copied += stream.shuffled(rows).prefix(count).sorted()
        }
        _ = sample.appendTrainingCopies(of: copied)
    }
}
