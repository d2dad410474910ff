import Primitives
import TensorCore
import Training

/// Consistency between a row and two mixtures of chains of random changes of it.
struct AugMix: ObjectiveTerm {
    static let declaration = ComponentDeclaration(
        id: "augmix", family: "mixing",
        summary:
            "Asks for the same prediction on a row and on two random mixtures of chains of augmentations of it.",
        formula:
            "L + λ JS(p; p_1; p_2),  JS = ⅓ (KL(p‖M) + KL(p_1‖M) + KL(p_2‖M)),  M = (p + p_1 + p_2)/3;  "
            + "x_i = m x + (1−m) Σ_k w_k chain_k(x),  w ~ Dirichlet(1),  m ~ Beta(1, 1)",
        citations: [
            "Hendrycks, Mu, Cubuk, Zoph, Gilmer & Lakshminarayanan 2020, AugMix: a simple data processing method to "
                + "improve robustness and uncertainty, algorithm 1 and eq. 2"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 12, neutral: 0,
                "The weight of the divergence."),
            .hyperparameter(
                "severity", in: .nonNegative, default: 0.3,
                "How strong a change is: images turn by up to 100 times this many degrees, shift by up to this part of "
                    + "their extent and are sheared by up to this much; other rows get normal noise of up to this "
                    + "deviation or lose up to this share of their columns."),
            ParameterDeclaration(
                "chains", symbol: "k", .integer(1...8), default: .integer(3), "Chains that are mixed."),
        ],
        costInPasses: 3, seams: ["objective"],
        purpose: "Robustness to corruptions and calibrated probabilities.",
        remarks: [
            "The paper changes images by thirteen operations of an imaging library; here an image is turned, sheared or "
                + "shifted along an axis, and a row without shape gets noise, or masked or swapped columns.",
            "A chain has one to three changes, drawn uniformly, as in the paper; those of an image are composed before "
                + "interpolation.",
            "The default λ is the paper's, from memory.",
        ],
        tasks: [.classification])

    private let chains: Int

    init(arguments: Arguments) { chains = arguments.integer("chains") }

    func refusal(in composition: Composition) -> Diagnostic? {
        ImageShape(composition.inputs).flatMap {
            ColumnDraws.refusal(in: composition, numbersPerRow: $0.places)
        }
    }

    func term(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        let views =
            [pass.outputs]
            + (1...2).map { view in
                pass.again(inputs: mixture(pass, view, context).stoppingGradient(), named: "view \(view)")
                    .outputs
            }
        let logarithms = views.map { $0.logSoftmax() }
        let probabilities = logarithms.map { $0.exponential() }
        let mean = (probabilities[0] + probabilities[1] + probabilities[2]) / 3
        // A probability that vanishes in all three has no part in the sum, but its logarithm would be infinite.
        let logMean = maximum(mean, mean.graph.scalar(.leastNormalMagnitude)).logarithm()
        let divergence = zip(probabilities, logarithms).map { ($0 * ($1 - logMean)).sumOverLastAxis() }
        let rows = (divergence[0] + divergence[1] + divergence[2]) / 3
        return context.hyperparameter("strength") * pass.meanOverRows(rows)
    }

    /// One mixture of chains for every row of the pass.
    private func mixture(_ pass: ForwardPass, _ view: Int, _ context: MethodContext) -> Tensor {
        let (graph, rows) = (context.graph, pass.inputs.shape[0])
        func draw(_ name: String) -> Tensor {
            graph.uniform([rows, 1], stream: context.stream("view \(view)/\(name)"))
        }
        // Dirichlet(1, …, 1): exponentials divided by their sum.
        let weights = (0..<chains).map { -(1 - draw("weight \($0)")).logarithm() }
        let total = weights.dropFirst().reduce(weights[0], +) + .leastNormalMagnitude
        let mixed = (0..<chains).map { chain in
            weights[chain] / total * changed(pass.inputs, "view \(view)/chain \(chain)", context)
        }
        let kept = draw("kept")
        return kept * pass.inputs + (1 - kept) * mixed.dropFirst().reduce(mixed[0], +)
    }

    /// A chain of one to three random changes.
    private func changed(_ inputs: Tensor, _ name: String, _ context: MethodContext) -> Tensor {
        let (graph, rows) = (context.graph, inputs.shape[0])
        let severity = context.hyperparameter("severity")
        func draw(_ part: String, _ width: Int = 1) -> Tensor {
            graph.uniform([rows, width], stream: context.stream("\(name)/\(part)"))
        }
        let depth = RandomChoice.integer(draw("depth"), below: 3)
        var maps = AffineMaps.identity(graph)
        var result = inputs
        for place in 0..<3 {
            // The first change always happens, later ones in longer chains.
            let isPart = depth .> graph.scalar(Float(place) - 0.5)
            let amount = severity * (2 * draw("amount \(place)") - 1) * isPart
            guard let shape = ImageShape(context.inputs) else {
                let kind = RandomChoice.integer(draw("kind \(place)"), below: 3)
                result = changed(result, kind, amount, isPart, "\(name)/\(place)", context)
                continue
            }
            let kinds = shape.isLine ? 1 : 5
            let kind = RandomChoice.integer(draw("kind \(place)"), below: kinds)
            func part(_ number: Float) -> Tensor { amount * (kind .== graph.scalar(number)) }
            var change = AffineMaps.rotation(kinds == 1 ? graph.scalar(0) : part(1) * (100 * Float.pi / 180))
            change.shift.x = part(0) * Float(shape.width)
            if kinds == 5 {
                change.shift.y = part(2) * Float(shape.height)
                // One kind of change at a time: shears are added to a rotation by nothing.
                change.matrix.yx = change.matrix.yx + part(3)
                change.matrix.xy = change.matrix.xy + part(4)
            }
            maps = change.followed(by: maps)
        }
        return ImageShape(context.inputs).map { maps.applied(to: inputs, $0) } ?? result
    }

    /// A change of rows without shape: noise, masked columns or swapped ones.
    private func changed(
        _ inputs: Tensor, _ kind: Tensor, _ amount: Tensor, _ isPart: Tensor, _ name: String,
        _ context: MethodContext
    ) -> Tensor {
        let (graph, layout, rows) = (context.graph, context.inputs, inputs.shape[0])
        let noise = inputs + amount * graph.normal(inputs.shape, stream: context.stream("\(name)/noise"))
        let draws = graph.uniform([rows, layout.columns.count], stream: context.stream("\(name)/columns"))
        let isHit = ColumnDraws.perInput(amount.absolute() .> draws, layout)
        let partner = RandomChoice.integer(
            graph.uniform([rows], stream: context.stream("\(name)/partner")), below: rows)
        func isKind(_ number: Float) -> Tensor { isPart * (kind .== graph.scalar(number)) }
        let masked = select(isHit * isKind(1), graph.scalar(0), inputs)
        let swapped = select(isHit * isKind(2), inputs.gatheringRows(partner), masked)
        return select(isKind(0).broadcast(to: inputs.shape), noise, swapped)
    }
}
