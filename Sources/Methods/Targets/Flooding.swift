import Primitives
import TensorCore
import Training

/// A training loss that is kept from falling below a level.
struct Flooding: MeanLossTransform {
    static let declaration = ComponentDeclaration(
        id: "flooding", family: "targets",
        summary: "Keeps the training loss from falling below a level: below it, gradients turn round.",
        formula: "L ← |L − b| + b",
        citations: [
            "Ishida, Yamane, Sakai, Niu & Sugiyama 2020, Do we need zero training loss after achieving zero training "
                + "error?, eq. 5"
        ],
        parameters: [
            .hyperparameter(
                "level", symbol: "b", in: .nonNegative, default: 0.05, neutral: 0, "The flood level.")
        ],
        seams: ["mean loss"],
        purpose: "Memorisation after the training error reached zero.",
        remarks: [
            "The paper selects the level on validation rows, from 0 to 0.2; 0.05 is one of them, not its default.",
            "L is the mean over the batch, before penalties.",
        ])

    init(arguments: Arguments) {}

    func transform(_ loss: Tensor, _ context: MethodContext) -> Tensor {
        let level = context.hyperparameter("level")
        return (loss - level).absolute() + level
    }
}
