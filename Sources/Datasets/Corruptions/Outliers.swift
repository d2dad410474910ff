import Numerics
import Primitives

/// Training rows placed where they do the most harm.
struct Outliers: Corruption {
    static let declaration = ComponentDeclaration(
        id: "outliers", family: "corruption",
        summary:
            "Move a share of the training rows far out along the first principal direction, with a wrong target: "
            + "bad leverage points.",
        formula:
            "z ← sign distance √λ₁ v₁ + spread N(0, 1) in standardised numbers;  y ← mean − distance sd(y), sign that of "
            + "the trend along v₁; or the class that lies on the other side",
        citations: [
            "Rousseeuw & van Zomeren 1990, Unmasking multivariate outliers and leverage points, JASA 85 "
                + "(bad leverage points)",
            "Rousseeuw & Leroy 1987, Robust Regression and Outlier Detection, sec. 1.2",
        ],
        parameters: [
            CorruptionParameters.share(default: 0.05, "The share of the training rows that are moved."),
            .init(
                "distance", .real(.closed(0, 1e6)), default: .real(10),
                "How far they lie from the mean, in standard deviations of the training rows along v₁."),
            .init(
                "spread", .real(.closed(0, 1e6)), default: .real(0.1),
                "The standard deviation of each number about that point, in that of its column."),
        ],
        remarks: [
            "They lie together, so that they mask each other. The class on the other side is the one whose training "
                + "rows have the least mean along v₁, which points to where the target grows.",
            "v₁ and λ₁ come from the numeric columns of fewer than 20,000 training rows; levels stay.",
            "The targets before any corruption are kept; the inputs are not.",
        ])

    private let share: Double
    private let distance: Double
    private let spread: Double

    init(arguments: Arguments) {
        share = arguments.real("share")
        distance = arguments.real("distance")
        spread = arguments.real("spread")
    }

    func apply(to sample: inout Sample, _ stream: inout RandomStream) throws(BenchError) {
        var cells = try sample.numericColumns(Self.declaration.id)
        let train = sample.split.train
        let chosen = stream.shuffled(train).prefix(ExactShare.of(train.count, share: share))
        guard !chosen.isEmpty else { return }
        let step = max(1, train.count / 10_000)
        let rows = stride(from: 0, to: train.count, by: step).map { train[$0] }
        let start = cells.map { _ in stream.normal() }
        guard
            let axis = PrincipalAxis(of: rows.map { row in cells.map { $0.standardised(row) } }, start: start)
        else {
            throw BenchError(
                .data,
                "dataset \"\(sample.dataset.name)\": outliers needs a numeric column that varies in the training rows",
                remedy: "leave the corruption out for this dataset")
        }
        let scores = train.map { row in axis.score(cells.map { $0.standardised(row) }) }
        // The way in which the trend grows; for classes either way will do.
        var sign = 1.0
        switch sample.dataset.target {
        case .values(var values):
            let scale = NumericScale(fitting: train.map { values[$0] })
            let trend = StableSum.of(zip(train, scores).lazy.map { (values[$0] - scale.mean) * $1 })
            sign = trend < 0 ? -1 : 1
            for row in chosen {
                values[row] = scale.mean - distance * scale.standardDeviation
                guard values[row].isFinite else {
                    throw sample.notFinite("target", row: row, Self.declaration.id)
                }
            }
            sample.replaceTarget(.values(values))
        case .classes(var codes):
            guard case .classification(let classes) = sample.dataset.task else { return }
            var least = (code: 0, mean: Double.infinity)
            for code in classes.indices {
                let own = zip(train, scores).filter { codes[$0.0] == code }.map(\.1)
                let mean = own.isEmpty ? .infinity : StableSum.of(own) / Double(own.count)
                if mean < least.mean { least = (code, mean) }
            }
            for row in chosen { codes[row] = least.code }
            sample.replaceTarget(.classes(codes))
        }
        for index in cells.indices {
            let (scale, weight) = (
                cells[index].scale, sign * distance * axis.deviation * axis.direction[index]
            )
            for row in chosen {
                cells[index].numbers[row] =
                    scale.mean + scale.standardDeviation * (weight + spread * stream.normal())
            }
            try sample.replace(cells[index], Self.declaration.id)
        }
    }
}
