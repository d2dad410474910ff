import Primitives
import TensorCore
import Training

/// Training on the worst rows that projected gradient ascent finds in a ball.
struct ProjectedGradientTraining: BatchTransform {
    static let declaration = ComponentDeclaration(
        id: "pgd-adversarial-training", family: "mixing",
        summary: "Trains on inputs that projected gradient ascent found in a ball about each row.",
        formula: "δ ← P_ε(δ + a ε d(∇_x L(x + δ))) k times,  d = sign or g/‖g‖₂;  x ← x + δ",
        citations: [
            "Madry, Makelov, Schmidt, Tsipras & Vladu 2018, Towards deep learning models resistant to adversarial attacks, "
                + "eq. 2.1 and section 2.1"
        ],
        parameters: [InputAttack.radius(default: 0.1, neutral: 0)]
            + InputAttack.steps(default: 7, size: 0.25) + [
                InputAttack.Norm.declaration,
                ParameterDeclaration(
                    "random_start", .boolean, default: .boolean(true),
                    "Whether the ascent begins at a uniform point of the ball, else at the row."),
                .hyperparameter(
                    "rate", in: .closed(0, 1), default: 1, "The share of the rows that is attacked."),
            ],
        seams: ["batch"], purpose: "Adversarial robustness; the standard of comparison, for 1 + 2k/3 passes.",
        remarks: InputAttack.remarks + [
            "All steps of an attack see the same dropout masks, other ones than the training pass.",
            "The attack is on the parameters before the step, also for methods that take the gradient elsewhere, and "
                + "raises the losses of the rows whatever is made of their mean (flooding).",
            "The paper's CIFAR-10 setting is k = 7 with steps of a quarter of the radius.",
        ])

    private let arguments: Arguments
    private let norm: InputAttack.Norm

    init(arguments: Arguments) {
        self.arguments = arguments
        norm = InputAttack.Norm(rawValue: arguments.text("norm"))!
    }

    var costInPasses: Double { 1 + InputAttack.costOfStep * Double(arguments.integer("steps")) }

    func transform(_ batch: Batch, _ context: MethodContext) -> Batch {
        let attack = InputAttack(arguments, context, norm: norm)
        let start =
            arguments.boolean("random_start")
            ? attack.randomStart(batch.inputs.shape, context)
            : context.graph.scalar(0).broadcast(to: batch.inputs.shape)
        let change = attack.perturbation(of: batch.inputs, from: start) { point in
            let attacked = Batch(inputs: point, targets: batch.targets, weights: batch.weights)
            return context.forward(context.currentParameters, attacked, named: "attack").terms.sum()
        }
        let draw = context.graph.uniform([context.batchSize, 1], stream: context.stream("application"))
        var batch = batch
        batch.inputs = select(
            context.hyperparameter("rate") .> draw, batch.inputs + change, batch.inputs
        ).stoppingGradient()
        return batch
    }
}
