import Primitives
import TensorCore
import Training

/// Weight normalisation of weights that sum to 0 per unit.
struct CenteredWeightNormalization: Reparameterization, ParameterAddition {
    static let declaration = ComponentDeclaration(
        id: "centered-weight-normalization", family: "weight decay",
        summary: "Trains each unit's weights as a length times a direction of mean zero.",
        formula: "w_j = g_j (v_j − mean v_j) / ‖v_j − mean v_j‖₂ per unit j",
        citations: [
            "Huang, Liu, Liu, Lang & Tao 2017, Centered weight normalization in accelerating training of deep neural "
                + "networks, section 3"
        ],
        parameters: [WeightScope.declaration(default: .hidden)],
        seams: ["reparameterisation", "parameters"],
        purpose: "Like weight normalisation, and takes the mean of the inputs out of every unit.",
        exclusive: ["weight scale"],
        remarks: [
            "The lengths g are trained and start at the norm of the centred v as drawn, as in weight-normalization. Ports of "
                + "the authors' code have a scale of √2 that is trained on demand; the paper's text was not at hand.",
            "Zero-mean weights cannot see the mean of a layer's inputs.",
        ])

    private let rule: NormalizedUnits

    init(arguments: Arguments) {
        rule = NormalizedUnits(id: Self.declaration.id, scope: WeightScope(arguments), centred: true)
    }

    func acts(on parameter: ParameterSpecification) -> Bool { rule.scope.acts(on: parameter) }

    func refusal(in composition: Composition) -> Diagnostic? { rule.scope.refusal(in: composition, fanIn: 2) }

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
