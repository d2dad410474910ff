import Primitives
import TensorCore
import Training

/// Training on rows one sign step from a random start.
struct FastAdversarialTraining: BatchTransform {
    static let declaration = ComponentDeclaration(
        id: "fast-adversarial-training", family: "mixing",
        summary: "Trains on inputs moved by noise and one sign step: fast or noisy FGSM training.",
        formula:
            "δ ~ U(−n ε, n ε)^d;  δ ← δ + a ε sign ∇_x L(x + δ), clipped to [−ε, ε] where asked;  x ← x + δ",
        citations: [
            "Wong, Rice & Kolter 2020, Fast is better than free: revisiting adversarial training, algorithm 3 (noise 1, "
                + "step 1.25, clipped)",
            "de Jorge, Bibi, Volpi, Sanyal, Torr, Rogez & Dokania 2022, Make some noise: reliable and efficient "
                + "single-step adversarial training, algorithm 1 (noise 2, step 1, not clipped)",
        ],
        parameters: [
            InputAttack.radius(default: 0.1, neutral: 0),
            .hyperparameter(
                "noise", symbol: "n", in: .nonNegative, default: 2,
                "How far from the row the start may lie, in radii."),
            .hyperparameter(
                "step_size", symbol: "a", in: .positive, default: 1,
                "The length of the step, as a share of the radius."),
            ParameterDeclaration(
                "clip", .boolean, default: .boolean(false),
                "Whether the change is clipped to the ball afterwards."),
        ],
        costInPasses: 5.0 / 3, seams: ["batch"],
        purpose: "Adversarial robustness for about twice the cost of a step.",
        remarks: InputAttack.remarks + [
            "The defaults are those of noisy FGSM (N-FGSM); noise 1, step_size 1.25 and clip give fast adversarial "
                + "training.",
            "The attack is on the parameters before the step, also for methods that take the gradient elsewhere, and "
                + "raises the losses of the rows whatever is made of their mean (flooding).",
        ])

    private let clips: Bool

    init(arguments: Arguments) { clips = arguments.boolean("clip") }

    func transform(_ batch: Batch, _ context: MethodContext) -> Batch {
        let radius = context.hyperparameter("epsilon")
        let draw = context.graph.uniform(batch.inputs.shape, stream: context.stream("start"))
        let start = context.hyperparameter("noise") * radius * (2 * draw - 1)
        var batch = batch
        let point = (batch.inputs + start).stoppingGradient()
        let noisy = Batch(inputs: point, targets: batch.targets, weights: batch.weights)
        let loss = context.forward(context.currentParameters, noisy, named: "attack").terms.sum()
        let slope = gradient(of: loss, withRespectTo: [point])[0]
        var change = start + context.hyperparameter("step_size") * radius * InputAttack.sign(slope)
        if clips { change = minimum(maximum(change, -radius), radius) }
        batch.inputs = (batch.inputs + change).stoppingGradient()
        return batch
    }
}
