import Primitives
import TensorCore
import Training

/// Directions and lengths of weights as parameters of their own.
struct WeightNormalization: Reparameterization, ParameterAddition {
    static let declaration = ComponentDeclaration(
        id: "weight-normalization", family: "weight decay",
        summary: "Trains the direction and the length of each unit's weights as separate parameters.",
        formula: "w_j = g_j v_j / ‖v_j‖₂ per unit j;  g_j starts at ‖v_j‖₂, so that w starts as drawn",
        citations: [
            "Salimans & Kingma 2016, Weight normalization: a simple reparameterization to accelerate training of deep "
                + "neural networks, eqs. 2 and 3"
        ],
        parameters: [WeightScope.declaration(default: .all)],
        seams: ["reparameterisation", "parameters"],
        purpose:
            "Makes training less sensitive to the learning rate: steps are orthogonal to v, whose growth lowers "
            + "the effective rate.",
        exclusive: ["weight scale"],
        remarks: [
            "g starts at the norm of v as drawn, as in PyTorch; the paper's data-dependent start of g and of the biases is "
                + "left out.",
            "Decay of the stored v changes the effective learning rate and not the function; g does not decay unless "
                + "decay applies to all.",
            "The gradient by v is orthogonal to v, so that ‖v‖ never falls under plain gradient descent.",
        ])

    private let rule: NormalizedUnits

    init(arguments: Arguments) {
        rule = NormalizedUnits(id: Self.declaration.id, scope: WeightScope(arguments), centred: false)
    }

    func acts(on parameter: ParameterSpecification) -> Bool { rule.scope.acts(on: parameter) }

    func refusal(in composition: Composition) -> Diagnostic? { rule.scope.refusal(in: composition) }

    func addedParameters(for model: [ParameterSpecification]) -> [ParameterSpecification] {
        rule.addedParameters(for: model)
    }

    func initialize(_ values: inout InitialParameters) { rule.initialize(&values) }

    func effective(
        _ value: Tensor, of parameter: ParameterSpecification, stored: ParameterView, _ context: MethodContext
    ) -> Tensor {
        rule.effective(value, of: parameter, stored: stored, context)
    }
}
