import Primitives
import TensorCore
import Training

/// Adam with steps in proportion to each tensor's norm.
struct LAMB: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "lamb", family: "optimisers",
        summary: "Layer-wise adaptive moments: every tensor moves by the same share of its norm.",
        formula: "u = m̂ / (√v̂ + ε) + λ w;  w ← w − η (‖w‖/‖u‖) u, per tensor",
        citations: [
            "You, Li, Reddi, Hseu, Kumar, Bhojanapalli, Song, Demmel, Keutzer & Hsieh 2020, Large batch optimization for "
                + "deep learning: training BERT in 76 minutes, algorithm 2"
        ],
        parameters: AdamRule.parameters(epsilon: 1e-6) + OwnDecay.declarations(default: 0.01),
        isOptimizer: true, seams: ["update"],
        purpose: "Very large batches and rates.",
        remarks: [
            "φ is the identity. A tensor whose norm or step is 0 (a bias at its start) moves by the plain step.",
            "The decay stands inside the ratio: it turns the step more than it shrinks the weight.",
        ])

    private let decay: OwnDecay

    init(arguments: Arguments) { decay = OwnDecay(arguments) }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let step = AdamRule.direction(gradient, context) + decay(parameters, context)
        let (zero, one) = (context.graph.scalar(0), context.graph.scalar(1))
        let steps = context.tensors(of: step)
        let ratios = Moments.perTensor(parameters, context) { weight in
            let (norm, other) = (weight.value.euclideanNorm(), steps[weight.index].value.euclideanNorm())
            return select((norm .> zero) * (other .> zero), norm / other, one)
        }
        return parameters - context.learningRate * (ratios * step)
    }
}
