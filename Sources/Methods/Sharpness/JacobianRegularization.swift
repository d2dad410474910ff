import Primitives
import TensorCore
import Training

/// A penalty on the Frobenius norm of the Jacobian of the outputs by the inputs.
struct JacobianRegularization: ObjectiveTerm {
    static let declaration = ComponentDeclaration(
        id: "jacobian-regularization", family: "sharpness",
        summary:
            "Penalises the squared Frobenius norm of the Jacobian of the outputs, by random projections or exactly.",
        formula:
            "L + (λ/2) · (1/B) Σᵢ ‖∂zᵢ/∂xᵢ‖_F²;  ‖J‖_F² ≈ (C/n) Σ_μ ‖v_μᵀ J‖²,  v_μ uniform on the unit sphere of the C "
            + "outputs",
        citations: [
            "Hoffman, Roberts & Yaida 2019, Robust learning with Jacobian regularization, eqs. 6 to 8 and algorithm 1"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 0.01, neutral: 0, "The penalty's weight."),
            ParameterDeclaration(
                "projections", symbol: "n", .integer(0...1000), default: .integer(1),
                "Random projections per row; 0 sums over all outputs instead, which is exact."),
        ],
        costInPasses: 7.0 / 3, seams: ["objective"],
        purpose: "Robustness to noise and attacks, with larger margins in input space.",
        remarks: [
            "Every projection costs a pass, and the first a forward pass more; exact, every output costs a pass.",
            "Logits, not probabilities, as in the paper; the default strength is the paper's.",
            "Under batch norm the derivative includes what a row does to the others.",
        ])

    private let projections: Int

    init(arguments: Arguments) { projections = arguments.integer("projections") }

    var costInPasses: Double { 4.0 / 3 + Double(max(1, projections)) }

    func term(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        let pass = pass.again()
        let (rows, width) = (pass.outputs.shape[0], pass.outputs.shape[1])
        func directions() -> [Tensor] {
            guard projections > 0 else {
                return (0..<width).map { column in
                    let unit = (0..<width).map { Float($0 == column ? 1 : 0) }
                    return context.graph.constant(unit, [1, width]).broadcast(to: [rows, width])
                }
            }
            return (0..<projections).map { number in
                let draw = context.graph.normal(
                    [rows, width], stream: context.stream("direction\(number)"))
                return draw * (1 / (draw.squared().sumOverLastAxis().squareRoot() + 1e-12))
            }
        }
        let scale = projections > 0 ? Float(width) / Float(projections) : 1
        let squares = directions().map { direction in
            InputSensitivity.rowSums(
                gradient(of: (direction * pass.outputs).sum(), withRespectTo: [pass.inputs])[0].squared())
        }
        let norms = scale * squares.dropFirst().reduce(squares[0], +)
        return context.hyperparameter("strength") * (0.5 * pass.meanOverRows(norms))
    }
}
