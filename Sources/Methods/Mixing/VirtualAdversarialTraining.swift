import Primitives
import TensorCore
import Training

/// Smoothness of the prediction in the direction where it changes fastest.
struct VirtualAdversarialTraining: ObjectiveTerm {
    static let declaration = ComponentDeclaration(
        id: "virtual-adversarial-training", family: "mixing",
        summary: "Penalises how much the prediction changes along the direction in which it changes fastest.",
        formula:
            "L + λ mean KL(p(x) ‖ p(x + r)),  r = ε d/‖d‖,  d ← ∇_d KL(p(x) ‖ p(x + ξ d/‖d‖)) k times from normal noise",
        citations: [
            "Miyato, Maeda, Koyama & Ishii 2019, Virtual adversarial training: a regularization method for supervised and "
                + "semi-supervised learning, eqs. 5 to 12 and algorithm 1"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 1, neutral: 0,
                "The weight of the divergence (α in the paper)."),
            .hyperparameter(
                "epsilon", symbol: "ε", in: .nonNegative, default: 1,
                "The length of the change, in units of the encoded inputs."),
            .hyperparameter(
                "xi", symbol: "ξ", in: .positive, default: 0.01,
                "The length at which the direction is found."),
            ParameterDeclaration(
                "iterations", symbol: "k", .integer(1...100), default: .integer(1),
                "Steps of the power iteration."),
        ],
        seams: ["objective"],
        purpose: "Smooth predictions without labels: few rows, standardised inputs.",
        remarks: [
            "The paper's ξ is 1e-6; in single precision the difference of two predictions that close is mostly "
                + "rounding, hence a larger default.",
            "The clean prediction is a constant, and all passes see the same dropout masks.",
            "The paper tunes ε for each dataset.",
        ],
        tasks: [.classification])

    private let iterations: Int

    init(arguments: Arguments) { iterations = arguments.integer("iterations") }

    /// The steps to the direction, the pass on the rows and the one along it.
    var costInPasses: Double { 2 + InputAttack.costOfStep * Double(iterations) }

    func term(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        let clean = pass.outputs.stoppingGradient()
        var direction = InputAttack.normalised(
            context.graph.normal(pass.inputs.shape, stream: context.stream("direction")))
        for _ in 0..<iterations {
            let point = (pass.inputs + context.hyperparameter("xi") * direction).stoppingGradient()
            let divergence = PredictionDivergence.rows(from: clean, to: pass.again(inputs: point).outputs)
                .sum()
            direction = InputAttack.normalised(gradient(of: divergence, withRespectTo: [point])[0])
        }
        let change = (context.hyperparameter("epsilon") * direction).stoppingGradient()
        let moved = pass.again(inputs: pass.inputs + change)
        let rows = PredictionDivergence.rows(from: clean, to: moved.outputs)
        return context.hyperparameter("strength") * pass.meanOverRows(rows)
    }
}
