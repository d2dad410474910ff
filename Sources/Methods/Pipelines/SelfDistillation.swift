import Primitives
import TensorCore
import Training

/// Generations of one network, each learning from the rows and from the generation before.
struct SelfDistillation: PipelineTransform, BatchTransform {
    static let declaration = ComponentDeclaration(
        id: "self-distillation", family: "pipelines",
        summary:
            "Trains anew on targets mixed with the outputs of the trained network, generation after generation.",
        formula:
            "generation τ fits α t + (1−α) f_{τ−1}(x),  f the predictions, softmax(z/T) for classes;  f_0 fits t",
        citations: [
            "Borup & Andersen 2021, Even your teacher needs guidance: ground-truth targets dampen regularization imposed by "
                + "self-distillation, eq. 2",
            "Furlanello, Lipton, Tschannen, Itti & Anandkumar 2018, Born-again neural networks, section 3 (α = 0)",
        ],
        parameters: [
            ParameterDeclaration(
                "generations", .integer(0...100), default: .integer(1), neutral: .integer(0),
                "How many times the network is trained again."),
            .hyperparameter(
                "ground_truth_share", symbol: "α", in: .closed(0, 1), default: 0.5,
                "The share of the rows' own targets."),
            .hyperparameter(
                "temperature", symbol: "T", in: .positive, default: 1,
                "What the earlier network's logits are divided by."),
            ParameterDeclaration(
                "start", .choice(["other", "same", "warm"]), default: .text("other"),
                "Where a generation begins: at other initial weights, at those of the first, or where the last one ended."
            ),
        ],
        seams: ["pipeline", "batch"],
        purpose: "Amplified regularisation: in ridge regression generations tend to a penalty of λ/α.",
        remarks: [
            "A cell costs generations + 1 fits; each runs all epochs and schedules.",
            "The earlier network's outputs are those of its evaluation, recorded once per generation on the rows as they "
                + "are: place this before methods that mix or move rows.",
            "Regression is the squared error of the paper; classification the cross-entropy, which is linear in the "
                + "target. The temperature softens the recorded outputs alone.",
        ])

    static let changesInputs = false
    private static let teacher = "self-distillation/teacher"

    private let generations: Int
    private let start: String

    init(arguments: Arguments) {
        generations = arguments.integer("generations")
        start = arguments.text("start")
    }

    var costInPasses: Double { Double(generations + 1) }

    func pipeline(_ stages: [any Stage], _ settings: TrainingSettings) -> [any Stage] {
        guard generations > 0 else { return stages }
        var result: [any Stage] = [RecordOutputs(as: Self.teacher, isEmpty: true)] + stages
        for generation in 1...generations {
            result.append(RecordOutputs(as: Self.teacher))
            switch start {
            case "other": result.append(StartAgain(draw: "self-distillation/\(generation)"))
            case "same": result.append(StartAgain())
            default: break
            }
            result += stages
        }
        return result
    }

    func transform(_ batch: Batch, _ context: MethodContext) -> Batch {
        guard generations > 0 else { return batch }
        let outputs = context.rowData(Self.teacher, width: context.targetWidth)
        let teacher =
            context.task == .regression
            ? outputs : (outputs / context.hyperparameter("temperature")).logSoftmax().exponential()
        // The first generation has no teacher.
        let share = context.hyperparameter("ground_truth_share")
        let mixed = share * batch.targets + (1 - share) * teacher
        var batch = batch
        batch.targets = select(context.scalar("teacher", absent: 0), mixed, batch.targets)
        return batch
    }
}
