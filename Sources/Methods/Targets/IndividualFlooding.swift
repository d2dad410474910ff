import Primitives
import TensorCore
import Training

/// Flooding of each row by itself.
struct IndividualFlooding: LossTransform {
    static let declaration = ComponentDeclaration(
        id: "individual-flooding", family: "targets",
        summary: "iFlood: keeps the loss of every row from falling below a level.",
        formula: "L ← mean_i (|l_i − b| + b)",
        citations: ["Xie, Wang, Zhang, Zhang & Ding 2022, iFlood: a stable and effective regularizer, eq. 4"],
        parameters: [
            .hyperparameter(
                "level", symbol: "b", in: .nonNegative, default: 0.05, neutral: 0, "The flood level.")
        ],
        seams: ["loss"],
        purpose: "Memorisation, without the instability of a level for the mean.",
        remarks: [
            "The level is selected on validation rows; the default is a guess.",
            "The formula is from memory of the paper.",
        ])

    init(arguments: Arguments) {}

    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        let level = context.hyperparameter("level")
        return (inner(pass).sumOverLastAxis() - level).absolute() + level
    }
}
