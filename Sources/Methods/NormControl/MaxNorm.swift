import Primitives
import TensorCore
import Training

/// Weights of each unit held in a ball.
struct MaxNorm: UpdateTransform {
    static let declaration = ComponentDeclaration(
        id: "max-norm", family: "weight decay",
        summary: "Projects each unit's incoming weights back into a ball after every step.",
        formula: "w_j ← w_j · min(1, c / ‖w_j‖₂),  w_j the incoming weights of unit j",
        citations: [
            "Srivastava, Hinton, Krizhevsky, Sutskever & Salakhutdinov 2014, Dropout: a simple way to prevent neural "
                + "networks from overfitting, section 5.1",
            "Srebro & Shraibman 2005, Rank, trace-norm and max-norm",
        ],
        parameters: [
            .hyperparameter(
                "max_norm", symbol: "c", in: .nonNegative, default: 3, neutral: 0,
                "The radius of the ball; 0 is no constraint."),
            WeightScope.declarationWithoutNone(default: .all),
        ],
        seams: ["update"],
        purpose: "Lets dropout be trained at high learning rates without weights that blow up.",
        exclusive: ["weight scale"],
        remarks: [
            "The paper uses 3 to 4; a wide layer's weights start below that, so that the constraint binds late or never.",
            "The optimiser's moments are left as they are. Biases are free.",
        ])

    private let scope: WeightScope

    init(arguments: Arguments) { scope = WeightScope(arguments) }

    func transform(_ updated: Tensor, from parameters: Tensor, gradient: Tensor, _ context: MethodContext)
        -> Tensor
    {
        let bound = context.hyperparameter("max_norm")
        return context.mapTensors(of: updated) { tensor in
            guard scope.acts(on: tensor.index, of: context.layout) else { return tensor.value }
            let matrix = tensor.matrix
            let norms = UnitStatistics.norms(of: matrix)
            // A unit inside the ball keeps its bits.
            return select(norms .> bound, matrix * (bound / norms), matrix)
        }
    }
}
