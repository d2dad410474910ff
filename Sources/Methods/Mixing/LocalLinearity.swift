import Primitives
import TensorCore
import Training

/// How far the loss is from linear within a ball about each row.
struct LocalLinearity: ObjectiveTerm {
    static let declaration = ComponentDeclaration(
        id: "elle", family: "mixing",
        summary:
            "Penalises how far the loss between two random neighbours of a row is from their interpolation.",
        formula:
            "L + λ mean (ℓ(x_c) − (1−α) ℓ(x_a) − α ℓ(x_b))²,  x_a, x_b ~ U(ball of radius ε about x),  "
            + "x_c = (1−α) x_a + α x_b,  α ~ U(0, 1);  adaptive: λ ← λ_max where the penalty exceeds mean + 2 deviations "
            + "of its past, else 0.99 λ",
        citations: [
            "Abad Rocamora, Liu, Chrysos, Olmos & Cevher 2024, Efficient local linearity regularization to overcome "
                + "catastrophic overfitting, eq. 4 and algorithm 1 (ELLE, ELLE-A)"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 4000, neutral: 0,
                "The weight of the penalty, or its largest where it adapts."),
            InputAttack.radius(default: 0.1),
            ParameterDeclaration(
                "adaptive", .boolean, default: .boolean(false),
                "Whether the weight falls while the penalty is as usual and springs to the largest where it jumps (ELLE-A)."
            ),
            .hyperparameter(
                "sensitivity", in: .nonNegative, default: 2,
                "How many deviations above its mean the penalty jumps."),
            .hyperparameter(
                "decay", in: .closed(0, 1), default: 0.99, "What is left of the weight per step."),
        ],
        costInPasses: 4, seams: ["objective"],
        purpose: "Keeps single-step adversarial training from catastrophic overfitting; stack it with "
            + "fast-adversarial-training.",
        remarks: InputAttack.remarks + [
            "ℓ is the task's plain loss of a row. The default weight is that of the authors' script for ELLE-A on CIFAR-10.",
            "As in the authors' code the adaptive weight begins at 0, springs from the fourth step on at the earliest, and "
                + "acts from the step after. Their trainer steps the optimiser twice per batch; that is not copied.",
            "The ball is about the rows that the model is trained on: after adversarial training in the stack, about the "
                + "attacked ones; the authors' is about the clean ones. Place it beside fgsm-adversarial-training for theirs.",
        ])

    private let isAdaptive: Bool

    func refusal(in composition: Composition) -> Diagnostic? { composition.refusalOfWidenedOutputs() }

    init(arguments: Arguments) { isAdaptive = arguments.boolean("adaptive") }

    func term(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        let (graph, shape) = (context.graph, pass.inputs.shape)
        let radius = context.hyperparameter("epsilon")
        func neighbour(_ name: String) -> Tensor {
            pass.inputs + radius * (2 * graph.uniform(shape, stream: context.stream(name)) - 1)
        }
        let (a, b) = (neighbour("first"), neighbour("second"))
        let share = graph.uniform([shape[0], 1], stream: context.stream("share"))
        func loss(_ point: Tensor) -> Tensor {
            pass.again(inputs: point.stoppingGradient()).plainTerms.sumOverLastAxis()
        }
        let middle = loss((1 - share) * a + share * b)
        let error = middle - (1 - share) * loss(a) - share * loss(b)
        let penalty = pass.meanOverRows(error.squared())
        let strength = context.hyperparameter("strength")
        return (isAdaptive ? weight(penalty.stoppingGradient(), strength, context) : strength) * penalty
    }

    /// The weight of this step; advances the history for the next one.
    private func weight(_ penalty: Tensor, _ largest: Tensor, _ context: MethodContext) -> Tensor {
        let graph = context.graph
        func state(_ name: String) -> Tensor { context.state(name, count: 1).reshaped([]) }
        let (weight, count) = (state("weight"), state("count"))
        let (mean, scatter) = (state("mean"), state("scatter"))
        let safe = maximum(count, graph.scalar(1))
        let deviation = (scatter / safe).squareRoot()
        let limit = mean + context.hyperparameter("sensitivity") * deviation
        let jumps = (count .> graph.scalar(2.5)) * (penalty .> limit)
        // Welford's running mean and sum of squared deviations.
        let change = penalty - mean
        let next = mean + change / (count + 1)
        // While the method is off its penalty is 0, which would make the first true one a jump.
        context.assigningWhileOn {
            context.assign(
                select(jumps, largest, context.hyperparameter("decay") * weight).flushingSubnormals(),
                to: "weight")
            context.assign(count + 1, to: "count")
            context.assign(next, to: "mean")
            context.assign((scatter + change * (penalty - next)).flushingSubnormals(), to: "scatter")
        }
        return weight
    }
}
