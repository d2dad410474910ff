import Primitives
import TensorCore
import Training

/// The spectral norm of the distance of the units' Gram matrix from the unit matrix.
struct SpectralRestrictedIsometry: Penalty {
    static let declaration = ComponentDeclaration(
        id: "srip", family: "weight decay",
        summary:
            "Spectral restricted isometry: penalises how much a layer can stretch or shrink its inputs at most.",
        formula:
            "L + λ Σ_l σ(W_lᵀ W_l − I) (code: σ², of W_l W_lᵀ − I),  σ ≈ ‖A u‖ / ‖u‖,  u = Aᵏ⁻¹ v,  v ~ N(0, I)",
        citations: [
            OrthogonalityDeclaration.citation + "section 3.4, eqs. 9 and 10 (SRIP)",
            "Bansal, Chen & Wang 2018, authors' code (VITA-Group/Orthogonality-in-CNNs)",
        ],
        parameters: [
            OrthogonalityDeclaration.strength(0.01),
            ParameterDeclaration(
                "iterations", symbol: "k", .integer(2...100), default: .integer(2),
                "Products with A in the power iteration; 2 in the paper."),
            ParameterDeclaration(
                "variant", .choice(["paper", "code"]), default: .text("paper"),
                "σ of the outputs' Gram matrix (paper), or σ² of the inputs' (code)."),
        ],
        seams: ["penalty"],
        purpose: "The strongest of the paper's orthogonality penalties.",
        remarks: [
            "The power iteration starts from new draws in every step, and the gradient flows through all of it, as in "
                + "the authors' code. With 2 products σ is an estimate from below.",
            OrthogonalityDeclaration.layout, OrthogonalityDeclaration.schedule,
        ])

    private let iterations: Int
    private let isPaper: Bool

    init(arguments: Arguments) {
        iterations = arguments.integer("iterations")
        isPaper = arguments.text("variant") == "paper"
    }

    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        context.hyperparameter("strength")
            * context.sumOverMatrices(of: parameters) { weight in
                let w = weight.matrix
                let count = w.shape[isPaper ? 1 : 0]
                func product(_ v: Tensor) -> Tensor {
                    matmul(matmul(v, w, transposeB: isPaper), w, transposeB: !isPaper) - v
                }
                var u = context.graph.normal(
                    [1, count], stream: context.stream("start \(weight.specification.name)"))
                for _ in 1..<iterations {
                    let next = product(u)
                    u = next / PenaltyAlgebra.nonZero(PenaltyAlgebra.root(next.squared().sum()))
                }
                let square = product(u).squared().sum()
                return isPaper ? PenaltyAlgebra.root(square) : square
            }
    }
}
