import Primitives
import TensorCore
import Training

/// Dropout of the weights or units that pruning would take.
struct TargetedDropout: Reparameterization {
    static let declaration = ComponentDeclaration(
        id: "targeted-dropout", family: "dropout",
        summary: "Drops only weights (or units) of low magnitude, as preparation for pruning them.",
        formula:
            "among the γ fraction of smallest |w| per unit (or of smallest ‖w_j‖ per layer): w ← 0 with probability α",
        citations: [
            "Gomez, Zhang, Kamalakara, Madaan, Swersky, Gal & Hinton 2019, Learning sparse networks using targeted dropout, "
                + "section 3"
        ],
        parameters: [
            .hyperparameter(
                "rate", symbol: "α", in: .closed(0, 1), default: 0.5, neutral: 0,
                "The probability that a targeted weight or unit is dropped."),
            ParameterDeclaration(
                "targeted_share", symbol: "γ", .real(.halfOpen(0, 1)), default: .real(0.5),
                "The share of weights or units that are targeted."),
            ParameterDeclaration(
                "level", .choice(["weight", "unit"]), default: .text("weight"), "What is dropped."),
            ParameterDeclaration(
                "pruned_in_evaluation", .boolean, default: .boolean(false),
                "Whether evaluation leaves out everything targeted, as after pruning."),
        ],
        seams: ["reparameterisation"],
        purpose: "Makes a network robust against the pruning of its smallest weights.",
        remarks: [
            "What is kept is not scaled up, as in the authors' code, which also evaluates the pruned network. Whole units are "
                + "dropped at level unit, as the paper has it; that code drops single weights of the targeted units.",
            "Targets are chosen anew in every step, by magnitude within each output unit (weight) or among the units of a "
                + "layer (unit). Units of the output layer are never targeted.",
            "One mask per step for all rows of the batch.",
        ])

    private let share: Float
    private let isPerWeight: Bool
    private let prunes: Bool

    init(arguments: Arguments) {
        share = Float(arguments.real("targeted_share"))
        isPerWeight = arguments.text("level") == "weight"
        prunes = arguments.boolean("pruned_in_evaluation")
    }

    func effective(
        _ value: Tensor, of parameter: ParameterSpecification, stored: ParameterView, _ context: MethodContext
    ) -> Tensor {
        guard context.mode == .training || prunes, let index = context.layout.index(of: parameter.name),
            isPerWeight || context.layout.position(of: index) != .output
        else { return value }
        let graph = context.graph
        let matrix = value.reshaped(parameter.matrixShape)
        let sizes =
            isPerWeight
            ? matrix.absolute().transposed()
            : matrix.squared().sum(over: [0], keepingAxes: true)
        let rank = graph.scalar((share * Float(sizes.shape[1])).rounded(.down))
        let limit = sizes.stoppingGradient().orderStatisticOverLastAxis(rank)
        var isTargeted = limit .> sizes.stoppingGradient()
        if isPerWeight { isTargeted = isTargeted.transposed() }
        if context.mode == .training {
            let shape = isPerWeight ? parameter.matrixShape : [1, parameter.matrixShape[1]]
            let rate = context.hyperparameter("rate")
            isTargeted = isTargeted * (1 - context.kept(shape, rate: rate, stream: parameter.name))
        }
        return select(isTargeted, graph.scalar(0), matrix).reshaped(parameter.shape)
    }
}
