import Primitives
import TensorCore
import Training

/// Mixup with a learnt range of shares and a discriminator of what is no row.
struct AdaptiveMixup: ObjectiveTerm, ParameterAddition {
    static let declaration = ComponentDeclaration(
        id: "adamixup", family: "mixing",
        summary:
            "Mixup whose range of shares a small network learns, so that mixtures do not pass for other rows.",
        formula:
            "L + λ (L(x̃, t̃) + BCE),  x̃ = γ x + (1−γ) x_π,  γ = a + u b,  u ~ U(0, 1),  "
            + "(a, b, ·) = softmax(policy((m x + m′ x_π)/2)),  m, m′ ~ N(0, 1);  BCE: rows 1, mixtures 0, by a linear "
            + "head on the last hidden layer",
        citations: [
            "Guo, Mao & Zhang 2019, MixUp as locally linear out-of-manifold regularization, section 4 (AdaMixUp)"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 1, neutral: 0,
                "The weight of the mixed rows' loss and the discriminator's."),
            ParameterDeclaration(
                "policy_width", .integer(1...65_536), default: .integer(32),
                "Hidden units of the policy network."),
        ],
        costInPasses: 2, seams: ["objective", "parameters"],
        purpose: "Data where a mixture of two rows can look like a row of another class.",
        remarks: [
            "The policy network and the discriminator's head are trained by the cell's optimiser with everything else, as "
                + "in the authors' code; their parameters are auxiliary.",
            "The authors' policy network is as large as the model, its m are truncated normals, and they mix one half of a "
                + "batch and show the discriminator the other half too; here the policy has one hidden layer, m are "
                + "normals, and all rows of the batch are mixed once.",
            "The discriminator weighs rows and mixtures equally.",
        ],
        tasks: [.classification])

    private static let name = "adamixup"
    private let width: Int

    init(arguments: Arguments) { width = arguments.integer("policy_width") }

    func refusal(in composition: Composition) -> Diagnostic? {
        let isFlat = composition.modelUse.id == "mlp"
        let hasHidden = composition.sites.contains { $0.kind == .hidden }
        guard isFlat, hasHidden else {
            return Diagnostic(
                "its networks look at flat inputs and at a hidden layer of plain units",
                remedy: "use the model mlp with at least one hidden layer")
        }
        return nil
    }

    func addedParameters(for model: [ParameterSpecification]) -> [ParameterSpecification] {
        let weights = model.filter { $0.role == .weight }
        let (inputs, hidden) = (weights.first?.shape[0] ?? 1, weights.last?.shape[0] ?? 1)
        func added(_ name: String, _ rows: Int, _ columns: Int) -> [ParameterSpecification] {
            [
                ParameterSpecification(
                    "\(Self.name)/\(name).weight", [rows, columns], .auxiliary,
                    .drawn(.heNormal, fanIn: rows, fanOut: columns)),
                ParameterSpecification("\(Self.name)/\(name).bias", [columns], .auxiliary, .constant(0)),
            ]
        }
        return added("policy.0", inputs, width) + added("policy.1", width, 3)
            + added("discriminator", hidden, 1)
    }

    func term(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        let (graph, x) = (context.graph, pass.inputs)
        let rows = x.shape[0]
        let parameters = pass.parameters
        func affine(_ x: Tensor, _ name: String) -> Tensor {
            matmul(x, parameters["\(Self.name)/\(name).weight"]) + parameters["\(Self.name)/\(name).bias"]
        }
        let partner = graph.permutation(rows, stream: context.stream("partner"))
        let others = x.gatheringRows(partner)
        func noise(_ name: String) -> Tensor { graph.normal(x.shape, stream: context.stream(name)) }
        let gate = (noise("first") * x + noise("second") * others) / 2
        let hidden = maximum(affine(gate, "policy.0"), graph.scalar(0))
        let policy = affine(hidden, "policy.1").logSoftmax().exponential()
        let draw = graph.uniform([rows, 1], stream: context.stream("share"))
        let share =
            policy.slice(axis: 1, from: 0, count: 1) + draw * policy.slice(axis: 1, from: 1, count: 1)
        var mixed = pass.again(inputs: share * x + (1 - share) * others, named: "mixed")
        let batch = Batch(inputs: x, targets: pass.targets, weights: pass.weights)
        (mixed.targets, mixed.weights) = PairMixing.targets(of: batch, share: share, partner: partner)
        func logit(_ pass: ForwardPass) -> Tensor {
            let last = pass.activations.last { $0.site.kind == .hidden }!.value
            return affine(last.reshaped([rows, last.shape.count / rows]), "discriminator")
        }
        let discrimination =
            ((-logit(pass)).softplus().mean() + logit(mixed).softplus().mean()) / 2
        return context.hyperparameter("strength") * (mixed.meanLoss + discrimination)
    }
}
