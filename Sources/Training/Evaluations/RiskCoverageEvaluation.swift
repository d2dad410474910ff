import Datasets
import Primitives

/// The error among the rows that the model is most confident of, by how many they are.
struct RiskCoverageEvaluation: Evaluation {
    static let declaration = ComponentDeclaration(
        id: "risk-coverage", family: "evaluations",
        summary: "The error on the most confident rows, for rising shares of rows.",
        formula: "share of errors among the ⌈c n⌉ rows of the largest max_k p_k",
        citations: [
            "El-Yaniv & Wiener 2010, On the foundations of noise-free selective classification",
            "Geifman & El-Yaniv 2017, Selective classification for deep neural networks, section 2",
        ],
        parameters: [
            ParameterDeclaration(
                "points", .integer(1...99), default: .integer(20), "How many coverages, equally far apart.")
        ],
        purpose:
            "What abstaining buys: a curve that falls steeply to the left belongs to a model that knows what it does "
            + "not know.",
        remarks: [
            "Values: `risk-coverage/point_01/coverage`, `…/risk` and so on; coverages are whole numbers of rows. Equal "
                + "confidences count as in a random order."
        ], tasks: [.classification])

    private let points: Int

    init(arguments: Arguments) { points = arguments.integer("points") }

    func values(_ subject: EvaluationSubject) -> [(name: String, value: Double)] {
        let risks = RiskCoverage(subject.predictions()).risks
        return (1...points).flatMap { point in
            let rows = (point * risks.count + points - 1) / points
            let name = "point_\(point < 10 ? "0" : "")\(point)"
            return [
                ("\(name)/coverage", Double(rows) / Double(risks.count)), ("\(name)/risk", risks[rows - 1]),
            ]
        }
    }
}
