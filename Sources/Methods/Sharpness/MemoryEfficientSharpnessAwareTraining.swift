import Primitives
import TensorCore
import Training

/// A penalty on how far the outputs are from those of averaged parameters.
struct MemoryEfficientSharpnessAwareTraining: ObjectiveTerm, AfterStep {
    static let declaration = ComponentDeclaration(
        id: "mesa", family: "sharpness",
        summary: "Keeps the outputs near those of an exponential moving average of the parameters.",
        formula: "L + λ T² · (1/B) Σᵢ KL(softmax(f(xᵢ; v)/T) ‖ softmax(f(xᵢ; w)/T)),  v ← β v + (1 − β) w",
        citations: [
            "Du, Zhou, Feng, Tan & Zhou 2022, Sharpness-aware training for free, section 3.3 (MESA) and the authors' code"
        ],
        parameters: TrajectoryLoss.parameters(strength: 0.8) + [
            .hyperparameter(
                "decay", symbol: "β", in: .halfOpen(0, 1), default: 0.9995, "Decay of the average.")
        ],
        costInPasses: 4.0 / 3, seams: ["objective", "after step"],
        purpose: "As saf, with a forward pass in place of the memory for every row's outputs.",
        remarks: TrajectoryLoss.remarks + [
            "The average begins at the parameters before the first step. As in the authors' code its pass is without dropout "
                + "and the like; batch norm there has running statistics, here those of the batch.",
            "The authors train for many epochs of ImageNet; the decay of their code is 0.9998, too slow for a few steps.",
        ], tasks: [.classification])

    init(arguments: Arguments) {}

    private func average(_ context: MethodContext) -> Tensor {
        context.state("average", [context.layout.count], start: .parameters)
    }

    func term(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        let batch = Batch(inputs: pass.inputs, targets: pass.targets, weights: pass.weights)
        let teacher = context.forward(
            average(context), batch, named: "average\(pass.name)", isStochastic: false)
        let divergence = TrajectoryLoss.divergence(
            pass.outputs, from: teacher.outputs, context.hyperparameter("temperature"))
        return context.hyperparameter("strength") * pass.meanOverRows(divergence)
    }

    func afterStep(_ parameters: Tensor, from before: Tensor, _ context: MethodContext) -> Tensor {
        let decay = context.hyperparameter("decay")
        context.assign(decay * average(context) + (1 - decay) * parameters, to: "average")
        return parameters
    }
}
