import Primitives
import TensorCore
import Training

/// A penalty that pulls the norm of every unit's weights to 1.
struct NormLoss: Penalty {
    static let declaration = ComponentDeclaration(
        id: "norm-loss", family: "weight decay",
        summary: "Pulls the norm of every output unit's weights to 1, from below and from above.",
        formula: "L + λ Σ_units (1 − ‖w_u‖₂)²",
        citations: [
            "Georgiou, Schmitt, Bäck, Chen & Lew 2021, Norm loss: an efficient yet effective regularization method for "
                + "deep neural networks"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 0.01, neutral: 0, "The penalty's weight.")
        ],
        seams: ["penalty"],
        purpose:
            "A replacement for weight decay that is less sensitive to its strength and to the batch size.",
        remarks: [
            "The gradient of a unit is 2 λ (1 − 1/‖w‖) w; 0 for a unit without weights other than 0.",
            "Biases and gains are left alone. The default strength is from memory of the paper.",
        ])

    init(arguments: Arguments) {}

    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        let distance = context.sumOverMatrices(of: parameters) {
            (1 - WeightGroups.outputs.norms($0.matrix)).squared().sum()
        }
        return context.hyperparameter("strength") * distance
    }
}
