import Numerics
import Primitives

/// Fewer training rows.
struct Subsample: Corruption {
    static let declaration = ComponentDeclaration(
        id: "subsample", family: "corruption", summary: "Train on a random part of the training rows.",
        citations: [
            "Cortes, Jackel, Solla, Vapnik & Denker 1993, Learning curves: asymptotic values and rate of "
                + "convergence, NeurIPS"
        ],
        parameters: [
            .init(
                "n", .integer(1...1_000_000_000), neutral: .absent, optional: true,
                "The number of training rows; none: as share says."),
            .init(
                "share", .real(.openClosed(0, 1)), default: .real(1), neutral: .real(1),
                "The share of the training rows, rounded to the nearest whole number, at least one."),
            .init(
                "stratify", .choice(["auto", "yes", "no"]), default: .text("auto"),
                "Whether classes keep their proportions; auto: for classification."),
        ],
        remarks: [
            "Without stratification, the rows of a smaller part are among those of a larger one, under the same seed.",
            "Validation and test rows stay.",
        ])

    private let count: Int?
    private let share: Double
    private let stratify: String

    init(arguments: Arguments) throws(BenchError) {
        count = arguments.optionalInteger("n")
        share = arguments.real("share")
        stratify = arguments.text("stratify")
        guard count == nil || share == 1 else {
            throw BenchError(
                .usage, "subsample: n and share contradict each other", remedy: "give one of the two")
        }
    }

    func apply(to sample: inout Sample, _ stream: inout RandomStream) throws(BenchError) {
        let rows = sample.split.train
        let wanted = count ?? max(min(1, rows.count), ExactShare.of(rows.count, share: share))
        guard wanted <= rows.count else {
            throw BenchError(
                .data,
                "dataset \"\(sample.dataset.name)\": subsample asks for \(wanted) training rows, and there are "
                    + "\(rows.count)",
                remedy: "set n: \(rows.count) or less, or share")
        }
        guard case .classification(let classes) = sample.dataset.task,
            case .classes(let codes) = sample.dataset.target
        else {
            if stratify == "yes" {
                throw BenchError(
                    .usage,
                    "dataset \"\(sample.dataset.name)\": subsample: a regression cannot be stratified",
                    remedy: "set stratify: auto")
            }
            sample.split.train = stream.shuffled(rows).prefix(wanted).sorted()
            return
        }
        var kept: [Int] = []
        if stratify == "no" {
            kept = Array(stream.shuffled(rows).prefix(wanted))
        } else {
            let members = classes.indices.map { code in rows.filter { codes[$0] == code } }
            let sizes = LargestRemainder.shares(of: wanted, weights: members.map(\.count))
            for (members, size) in zip(members, sizes) {
                kept += stream.shuffled(members).prefix(size)
            }
        }
        let present = Set(kept.map { codes[$0] })
        if let lost = rows.first(where: { !present.contains(codes[$0]) }) {
            throw BenchError(
                .data,
                "dataset \"\(sample.dataset.name)\": subsample leaves no training row of class "
                    + "\"\(classes[codes[lost]])\" among \(wanted)",
                remedy: "keep more rows, or remove or merge the class")
        }
        sample.split.train = kept.sorted()
    }
}
