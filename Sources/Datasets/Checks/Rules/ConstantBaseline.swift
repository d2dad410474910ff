import Numerics
import Primitives

/// Data from which nothing simple can be learnt.
struct ConstantBaseline: DataCheck {
    static let declaration = ComponentDeclaration(
        id: "constant-baseline", family: "data check",
        summary: "No simple predictor is better than a constant one: there may be nothing to learn.",
        formula:
            "skill = 1 − Σ (y − prediction)² / Σ (y − mean)² in 5-fold cross-validation, y as one-hot for "
            + "classes (then the Brier skill score), of a stump, a ridge regression (λ = n) and the 10 nearest "
            + "neighbours; an interval of the paired differences at 97.5 %, Bonferroni over the three",
        citations: [
            "Brier 1950, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78(1)",
            "Hastie, Tibshirani & Friedman 2009, The Elements of Statistical Learning, sec. 2.3, 3.4.1, 7.10",
        ],
        parameters: [
            .init(
                "rows", .integer(50...2000), default: .integer(1000),
                "The most rows that are looked at, spread over the file.")
        ],
        remarks: [
            "What only an interaction of many columns tells, such as parity, is not seen: read it as a hint."
        ])

    /// The standard normal quantile of 1 − 0.025/3.
    private static let quantile = 2.3940

    private let rows: Int

    init(arguments: Arguments) { rows = arguments.integer("rows") }

    func findings(_ subject: CheckSubject) -> [DataFinding] {
        guard subject.dataset.rowCount >= 30 else { return [] }
        let problem = BaselineProblem(subject.dataset, rows: rows)
        var best: (name: String, skill: Double, upper: Double)?
        for predictor in BaselinePredictor.allCases {
            let gains = problem.gains(of: predictor)
            let count = Double(gains.count)
            let mean = gains.reduce(0, +) / count
            let variance = gains.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
            let reach = Self.quantile * (variance / count).squareRoot()
            guard mean - reach <= 0 else { return [] }
            let scale = problem.constantLoss
            guard scale > 0, scale.isFinite else { return [] }
            if mean / scale > best?.skill ?? -.infinity {
                best = (predictor.rawValue, mean / scale, (mean + reach) / scale)
            }
        }
        guard let best else { return [] }
        return [
            DataFinding(
                Self.declaration.id, subject.severity(.warning),
                "nothing simple is better than a constant prediction: of a stump, a ridge regression and nearest "
                    + "neighbours, the best (\(best.name)) explains \(CheckText.percent(best.skill)) of the "
                    + "squared error, at most \(CheckText.percent(best.upper)), on "
                    + CheckText.count(problem.count, "row"),
                at: subject.location,
                remedy: "check that the target is the right column and its rows are in step with the inputs; "
                    + "methods cannot be told apart where there is nothing to learn")
        ]
    }
}
