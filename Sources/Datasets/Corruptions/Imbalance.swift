import Numerics
import Primitives

/// Training classes of unequal sizes.
struct Imbalance: Corruption {
    static let declaration = ComponentDeclaration(
        id: "imbalance", family: "corruption",
        summary: "Remove training rows so that classes become rarer in their order.",
        formula:
            "exponential: n_k ← n_k ratio^(−k/(K − 1)), k = 0 … K − 1;  step: n_k ← n_k/ratio for the last "
            + "minority_share K classes",
        citations: [
            "Cui, Jia, Lin, Song & Belongie 2019, Class-balanced loss based on effective number of samples, CVPR "
                + "(exponential)",
            "Buda, Maki & Mazurowski 2018, A systematic study of the class imbalance problem in convolutional neural "
                + "networks, Neural Networks 106 (step)",
        ],
        parameters: [
            .init(
                "type", .choice(["exponential", "step"]), default: .text("exponential"),
                "How sizes fall from class to class."),
            .init(
                "ratio", symbol: "ρ", .real(.closed(1, 1e6)), default: .real(10), neutral: .real(1),
                "The largest class's size over the smallest's, where they were equal."),
            .init(
                "minority_share", symbol: "μ", .real(.closed(0, 1)), default: .real(0.5),
                "The share of the classes that are reduced, with type: step."),
            .init(
                "order", .choice(["ascending", "descending"]), default: .text("ascending"),
                "Whether the last or the first classes in the dataset's order become rare."),
        ],
        remarks: [
            "Sizes are rounded to the nearest whole number, to one row at least. Validation and test rows stay.",
            "A class that was rarer before is so by the same factor afterwards.",
        ], tasks: [.classification])

    private let isStep: Bool
    private let ratio: Double
    private let minorityShare: Double
    private let isDescending: Bool

    init(arguments: Arguments) {
        isStep = arguments.text("type") == "step"
        ratio = arguments.real("ratio")
        minorityShare = arguments.real("minority_share")
        isDescending = arguments.text("order") == "descending"
    }

    var countsClasses: Bool { ratio > 1 }

    func apply(to sample: inout Sample, _ stream: inout RandomStream) throws(BenchError) {
        let (codes, classes) = try sample.labels(Self.declaration.id)
        var kept: [Int] = []
        for code in classes.indices {
            let members = sample.split.train.filter { codes[$0] == code }
            let place = isDescending ? classes.count - 1 - code : code
            let size = (Double(members.count) * factor(place, of: classes.count)).rounded()
            let count = min(members.count, max(1, Int(size)))
            kept += stream.shuffled(members).prefix(count)
        }
        sample.split.train = kept.sorted()
    }

    /// The share of its rows that the class at `place` keeps.
    private func factor(_ place: Int, of count: Int) -> Double {
        if isStep { return place < count - ExactShare.of(count, share: minorityShare) ? 1 : 1 / ratio }
        return DeterministicMath.pow(ratio, -Double(place) / Double(count - 1))
    }
}
