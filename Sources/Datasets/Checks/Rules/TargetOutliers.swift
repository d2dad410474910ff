import Numerics
import Primitives

/// Targets so far out that they decide the error alone.
struct TargetOutliers: DataCheck {
    static let declaration = ComponentDeclaration(
        id: "target-outliers", family: "data check",
        summary: "A regression target has values many standard deviations from its mean.",
        formula: "|y − mean| / sd > z",
        citations: ["Iglewicz & Hoaglin 1993, How to Detect and Handle Outliers"],
        parameters: [
            .init(
                "z", .real(.closed(1, 1e6)), default: .real(10),
                "The distance from the mean, in standard deviations, above which a target is named.")
        ])

    private let bound: Double

    init(arguments: Arguments) { bound = arguments.real("z") }

    func findings(_ subject: CheckSubject) -> [DataFinding] {
        guard case .values(let values) = subject.dataset.target else { return [] }
        let count = Double(values.count)
        let mean = StableSum.of(values.lazy.map { $0 / count })
        let variance = StableSum.of(values.lazy.map { ($0 - mean) * ($0 - mean) / count })
        guard variance > 0, variance.isFinite else { return [] }
        let deviation = variance.squareRoot()
        let far = values.indices.filter { abs(values[$0] - mean) > bound * deviation }
        guard let worst = far.max(by: { abs(values[$0] - mean) < abs(values[$1] - mean) }) else { return [] }
        // How much of the constant prediction's squared error these rows make.
        let share =
            StableSum.of(far.lazy.map { (values[$0] - mean) * (values[$0] - mean) / count }) / variance
        let isPositive = values.allSatisfy { $0 > 0 }
        return [
            DataFinding(
                Self.declaration.id, .note,
                "\(CheckText.count(far.count, "target")) more than \(CheckText.number(bound)) standard deviations "
                    + "from the mean: \(CheckText.number(values[worst], 6)) in row \(worst + 1) is "
                    + "\(CheckText.number(abs(values[worst] - mean) / deviation)) away; they make "
                    + "\(CheckText.percent(min(1, share))) of the target's variance",
                at: subject.location,
                remedy: isPositive
                    ? "check these rows; for a heavy tail, train on the logarithm (the step log-target) or "
                        + "judge by mae"
                    : "check these rows, or judge by a metric that they do not decide")
        ]
    }
}
