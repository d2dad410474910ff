import Primitives
import TensorCore
import Training

/// Squared distance to where the parameters started, added to the objective.
struct L2Initialization: Penalty {
    static let declaration = ComponentDeclaration(
        id: "l2-init", family: "weight decay",
        summary: "Adds the squared distance from the initial parameters to the loss.",
        formula: "L + λ ‖w − w₀‖²",
        citations: [
            "Kumar, Marklund & Van Roy 2024, Maintaining plasticity in continual learning via regenerative "
                + "regularization, section 3",
            "Li, Grandvalet & Davoine 2018, Explicit inductive bias for transfer learning with convolutional networks "
                + "(L2-SP: the start is a pretrained model)",
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 1e-3, neutral: 0, "The penalty's weight."),
            ParameterDeclaration(
                "anchor", .choice(["cell", "fit"]), default: .text("cell"),
                "What w₀ is: the parameters that the cell began with, or those that the present fit began with."
            ),
            ParameterDeclaration(
                "applies_to", .choice(DecayScope.allCases.map(\.rawValue)), default: .text("all"),
                "Which parameters are pulled back: all, as in the paper, or weights (not biases)."),
        ],
        seams: ["penalty"],
        purpose:
            "Keeps a network trainable over a sequence of tasks, or near a pretrained start (anchor: fit).",
        remarks: [
            "Without the factor ½ of l2: the gradient is 2 λ (w − w₀).",
            "The default strength lies within the paper's grid; the paper tunes it for each problem.",
        ])

    private let scope: DecayScope
    private let lifetime: StateLifetime

    init(arguments: Arguments) {
        scope = DecayScope(arguments)
        lifetime = arguments.text("anchor") == "cell" ? .cell : .stage
    }

    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        let strength = context.hyperparameter("strength")
        let start = context.state("initial", [context.layout.count], start: .parameters, lifetime: lifetime)
        return strength * scope(parameters - start, strength: strength, context).squared().sum()
    }
}
