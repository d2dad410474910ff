import Primitives
import TensorCore
import Training

/// Equilibrated weights.
struct WeightConditioning: Reparameterization {
    static let declaration = ComponentDeclaration(
        id: "weight-conditioning", family: "weight decay",
        summary:
            "Uses weight matrices whose rows (one per unit) are scaled to norm one, a diagonal preconditioner.",
        formula: "W̄ = E W,  E = diag(1 / ‖W_i‖₂) over the rows W_i of W (outputs × inputs)",
        citations: [
            "Saratchandran, Wang & Lucey 2024, Weight conditioning for smooth optimization of neural networks",
            "van der Sluis 1969, Condition numbers and equilibration of matrices",
        ],
        parameters: [
            WeightScope.declaration(default: .hidden),
            ParameterDeclaration(
                "side", .choice(["rows", "columns"]), default: .text("rows"),
                "What is scaled to norm one: the rows (the incoming weights of each unit), or the columns (what each "
                    + "input sends)."),
        ],
        seams: ["reparameterisation"],
        purpose: "Narrows the gap between the smallest and the largest singular value of each weight.",
        exclusive: ["weight scale"],
        remarks: [
            "Rows are those of the paper's outputs × inputs. The form and that the gradient flows through E are after "
                + "descriptions of the paper and re-implementations; its full text was not at hand.",
            "Weight normalisation without the learnt lengths: the layer that makes the outputs is left out by default, "
                + "because it would bound the logits.",
        ])

    private let scope: WeightScope
    private let axis: Int

    init(arguments: Arguments) {
        scope = WeightScope(arguments)
        // Weights are stored inputs × outputs: the paper's rows are columns.
        axis = arguments.text("side") == "rows" ? 0 : 1
    }

    func acts(on parameter: ParameterSpecification) -> Bool { scope.acts(on: parameter) }

    func refusal(in composition: Composition) -> Diagnostic? { scope.refusal(in: composition) }

    func effective(
        _ value: Tensor, of parameter: ParameterSpecification, stored: ParameterView, _ context: MethodContext
    ) -> Tensor {
        guard scope.acts(on: parameter, of: context.layout) else { return value }
        let matrix = value.reshaped(parameter.matrixShape)
        let norms = UnitStatistics.norms(of: matrix, along: axis)
        return (matrix / norms).reshaped(parameter.shape)
    }
}
