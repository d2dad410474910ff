import Datasets
import Primitives
import Records

/// What a trained model is put to on the test part beside being measured there: noise, attacks, foreign inputs; or a
/// curve in place of a number.
///
/// An evaluation changes no bit of what is trained: it comes after training, has its own plans and draws, and only
/// reads.
public protocol Evaluation: Sendable {
    /// What the catalogue says of it.
    static var declaration: ComponentDeclaration { get }
    /// The evaluation with checked arguments.
    init(arguments: Arguments)
    /// What it finds; a name is appended to the evaluation's id after a slash.
    func values(_ subject: EvaluationSubject) -> [(name: String, value: Double)]
}

/// An evaluation of a cell.
public struct EvaluationUse: Sendable {
    let evaluation: any Evaluation
    let declaration: ComponentDeclaration

    /// The evaluation that `use` names; nil where this program has none of that name.
    public init?(_ use: ComponentUse) {
        guard let type = EvaluationCatalogue.type(named: use.id) else { return nil }
        evaluation = type.init(arguments: use.arguments)
        declaration = type.declaration
    }

    /// What all of `uses` find of `cell`, by full name; nothing of those that are for other tasks, or where there is
    /// no test part.
    static func measure(_ uses: [EvaluationUse], _ cell: CellState) -> [(name: String, value: Double)] {
        let fitting = uses.filter { $0.declaration.tasks.contains(cell.data.task.kind) }
        guard !fitting.isEmpty, cell.data.test.rows > 0 else { return [] }
        let subject = EvaluationSubject(cell)
        return fitting.flatMap { use in
            use.evaluation.values(subject).map { ("\(use.declaration.id)/\($0.name)", $0.value) }
        }
    }
}

/// All evaluations; adding one is a file and a line here.
public enum EvaluationCatalogue {
    /// One line per evaluation.
    public static let all: [any Evaluation.Type] = [
        GaussianNoiseEvaluation.self,
        FeatureDropoutEvaluation.self,
        FastGradientSignEvaluation.self,
        ProjectedGradientEvaluation.self,
        OutOfDistributionEvaluation.self,
        ReliabilityEvaluation.self,
        RiskCoverageEvaluation.self,
    ]

    /// What all of them declare.
    public static var declarations: [ComponentDeclaration] { all.map { $0.declaration } }

    /// The evaluation named `id`.
    public static func type(named id: String) -> (any Evaluation.Type)? {
        all.first { $0.declaration.id == id }
    }
}
