import Primitives
import TensorCore
import Training

/// Adam without ε: the quotient of the moments goes through an arc tangent.
struct AdamAtan2: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "adam-atan2", family: "optimisers",
        summary:
            "Adam with an arc tangent in place of the quotient and its ε: invariant to the gradient's scale.",
        formula: "w ← w − η (a · atan2(m̂, b √v̂) + λ w)",
        citations: [
            "Everett, Xiao, Wortsman, Alemi, Novak, Liu, Gur, Sohl-Dickstein, Kaelbling, Lee & Pennington 2024, "
                + "Scaling exponents across parameterizations and optimizers, section 4.3 and appendix"
        ],
        parameters: AdamRule.parameters.dropLast() + [
            .hyperparameter("scale", symbol: "a", in: .positive, default: 1.27, "Factor of the arc tangent."),
            .hyperparameter(
                "ratio", symbol: "b", in: .positive, default: 1, "Factor of the second moment's root."),
        ] + OwnDecay.declarations(default: 0),
        isOptimizer: true, seams: ["update"],
        purpose: "Very small gradients, as in wide networks, where Adam's ε takes over.",
        remarks: [
            "a = 1.27 makes atan2 about 1 where the moments are equal (4/π); the default is that of public code, the "
                + "paper's is from memory the same.",
            "The arc tangent is a polynomial, right to about 2e-7.",
        ])

    private let decay: OwnDecay

    init(arguments: Arguments) { decay = OwnDecay(arguments) }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let (first, second) = AdamRule.moments(gradient, context)
        let angle = Self.angle(first, context.hyperparameter("ratio") * second.squareRoot())
        return parameters - context.learningRate
            * (context.hyperparameter("scale") * angle + decay(parameters, context))
    }

    /// The angle of (x, y) for x ≥ 0, in [−π/2, π/2]; 0 at the origin.
    ///
    /// From the octant: atan t for t in [0, 1], above tan(π/8) as π/4 + atan((t − 1)/(t + 1)), by the first terms of
    /// a polynomial in t² (minimax, degree 9, as in the Cephes library).
    static func angle(_ y: Tensor, _ x: Tensor) -> Tensor {
        let zero = y.graph.scalar(0)
        let height = y.absolute()
        let (small, large) = (minimum(height, x), maximum(height, x))
        // (t − 1)/(t + 1) of t = small/large, without rounding t first.
        let isSteep = small .> large * 0.41421356
        let t = select(isSteep, small - large, small) / select(isSteep, small + large, large)
        let z = t.squared()
        let series = ((0.080537446 * z - 0.13877685) * z + 0.19977711) * z - 0.33332949
        let inOctant = select(isSteep, y.graph.scalar(0.78539816), zero) + (series * z * t + t)
        let angle = select(height .> x, 1.5707963 - inOctant, inOctant)
        return select(large .> zero, Moments.sign(y) * angle, zero)
    }
}
