import Primitives
import TensorCore
import Training

/// Weights of mean zero and variance one per unit.
struct WeightStandardization: Reparameterization {
    static let declaration = ComponentDeclaration(
        id: "weight-standardization", family: "weight decay",
        summary: "Uses each unit's weights less their mean, divided by their standard deviation.",
        formula: "ŵ_j = (w_j − mean w_j) / √(var w_j + ε);  scaled: divided by √fan-in too",
        citations: [
            "Qiao, Wang, Liu, Shen & Yuille 2019, Micro-batch training with batch-channel normalization and weight "
                + "standardization, eqs. 5 to 7",
            "Brock, De & Smith 2021, Characterizing signal propagation to close the performance gap in unnormalized "
                + "ResNets, section 4 (scaled)",
        ],
        parameters: [
            WeightScope.declaration(default: .hidden),
            ParameterDeclaration(
                "variant", .choice(["paper", "code"]), default: .text("paper"),
                "paper: biased variance, ε under the root; code: unbiased variance, ε added to the root."),
            ParameterDeclaration(
                "scaled", .boolean, default: .boolean(false),
                "Whether weights are also divided by √fan-in, for networks without norms."),
            ParameterDeclaration(
                "epsilon", symbol: "ε", .real(.positive), default: .real(1e-5),
                "Keeps constant weights finite."),
        ],
        seams: ["reparameterisation"],
        purpose: "Smooths the loss of layers whose outputs a norm follows, in small batches above all.",
        exclusive: ["weight scale"],
        remarks: [
            "Meant for layers that a norm follows: without one, and not scaled, a unit's variance is multiplied by its "
                + "fan-in.",
            "The scaled form leaves out the gain of the activation function and the learnt gain of the paper that "
                + "introduced it.",
            "ε of the paper is not stated; 1e-5 is that of the authors' code.",
        ])

    private let scope: WeightScope
    private let isPaper: Bool
    private let isScaled: Bool
    private let epsilon: Float

    init(arguments: Arguments) {
        scope = WeightScope(arguments)
        isPaper = arguments.text("variant") == "paper"
        isScaled = arguments.boolean("scaled")
        epsilon = Float(arguments.real("epsilon"))
    }

    func acts(on parameter: ParameterSpecification) -> Bool { scope.acts(on: parameter) }

    func refusal(in composition: Composition) -> Diagnostic? { scope.refusal(in: composition, fanIn: 2) }

    func effective(
        _ value: Tensor, of parameter: ParameterSpecification, stored: ParameterView, _ context: MethodContext
    ) -> Tensor {
        guard scope.acts(on: parameter, of: context.layout) else { return value }
        let centred = UnitStatistics.centred(value.reshaped(parameter.matrixShape))
        let count = Float(parameter.matrixShape[0])
        let squares = centred.squared().sum(over: [0], keepingAxes: true)
        let deviation =
            isPaper
            ? (squares / count + epsilon).squareRoot()
            // The root whose gradient is 0, not infinite, where a unit's weights are all alike.
            : PenaltyAlgebra.root(squares / (count - 1)) + epsilon
        let scale = isScaled ? deviation * count.squareRoot() : deviation
        return (centred / scale).reshaped(parameter.shape)
    }
}
