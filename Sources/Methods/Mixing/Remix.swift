import Primitives
import TensorCore
import Training

/// Mixup whose targets favour the rarer class.
struct Remix: BatchTransform {
    static let declaration = ComponentDeclaration(
        id: "remix", family: "mixing",
        summary:
            "Mixup with its own share for targets: a pair of a common and a rare class counts as the rare one.",
        formula:
            "x ← λ x_i + (1−λ) x_j;  t ← λ_y t_i + (1−λ_y) t_j;  λ_y = 0 if n_i/n_j ≥ κ and λ < τ,  "
            + "1 if n_i/n_j ≤ 1/κ and 1−λ < τ,  else λ",
        citations: [
            "Chou, Chang, Pan, Wei & Juan 2020, Remix: rebalanced mixup, eq. 6 (κ = 3, τ = 0.5)"
        ],
        parameters: [
            .hyperparameter(
                "alpha", symbol: "α", in: .nonNegative, default: 1, neutral: 0,
                "The shape of the Beta distribution; 0 mixes nothing, 1 mixes uniformly."),
            .hyperparameter(
                "kappa", symbol: "κ", in: Interval.halfOpen(1, .infinity), default: 3,
                "From how many times as many rows on a class counts as common against another."),
            .hyperparameter(
                "tau", symbol: "τ", in: .closed(0, 1), default: 0.5,
                "Below which share of the common row the target is the rare one's alone."),
        ],
        seams: ["batch"], purpose: "Classes with very different numbers of rows.",
        remarks: [
            "n are the shares of the classes in the training part, by the rows' weights; a soft target has the mean of "
                + "its classes' shares.",
            "With balanced classes it is mixup.",
        ],
        tasks: [.classification])

    init(arguments: Arguments) {}

    func transform(_ batch: Batch, _ context: MethodContext) -> Batch {
        let graph = context.graph
        let weight = graph.beta(context.hyperparameter("alpha"), stream: context.stream("weight"))
        let partner = graph.permutation(context.batchSize, stream: context.stream("partner"))
        let (kappa, tau) = (context.hyperparameter("kappa"), context.hyperparameter("tau"))
        let own = (batch.targets * context.classShares).sumOverLastAxis()
        let other = own.gatheringRows(partner)
        // Not "less than": equal counts belong to the cases.
        let isCommon = 1 - (kappa * other .> own)
        let isRare = 1 - (kappa * own .> other)
        let target = select(
            isCommon * (tau .> weight), graph.scalar(0),
            select(isRare * (tau .> 1 - weight), graph.scalar(1), weight))
        let (targets, weights) = PairMixing.targets(of: batch, share: target, partner: partner)
        return Batch(
            inputs: PairMixing.mix(batch.inputs, share: weight, partner: partner), targets: targets,
            weights: weights)
    }
}
