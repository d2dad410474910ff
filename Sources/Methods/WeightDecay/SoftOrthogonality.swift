import Primitives
import TensorCore
import Training

/// What the penalties of Bansal, Chen and Wang declare alike.
private enum OrthogonalityDeclaration {
    static let citation =
        "Bansal, Chen & Wang 2018, Can we gain more from orthogonality regularizations in training deep CNNs?, "

    static func strength(_ value: Double) -> ParameterDeclaration {
        .hyperparameter(
            "strength", symbol: "λ", in: .nonNegative, default: value, neutral: 0, "The penalty's weight.")
    }

    static let layout =
        "W is fan-in × output units: WᵀW holds the products of the units' weights. Kernels are taken as matrices of "
        + "window and input channels × output channels. A layer with more units than inputs cannot reach 0."
    static let schedule =
        "The paper lowers λ to 1/1000, 1e-4 and 1e-6 of it in epochs 20, 50 and 70 and to 0 in epoch 120: a schedule "
        + "of the strength."
}

/// The squared distance of the units' Gram matrix from the unit matrix.
struct SoftOrthogonality: Penalty {
    static let declaration = ComponentDeclaration(
        id: "soft-orthogonality", family: "weight decay",
        summary: "Pulls the weights of a layer's units to orthonormal vectors.",
        formula: "L + λ Σ_l ‖W_lᵀ W_l − I‖_F²",
        citations: [OrthogonalityDeclaration.citation + "section 3.1 (SO)"],
        parameters: [OrthogonalityDeclaration.strength(0.01)], seams: ["penalty"],
        purpose: "Signals and gradients that neither grow nor fade with depth, and units that differ.",
        remarks: [OrthogonalityDeclaration.layout, OrthogonalityDeclaration.schedule])

    init(arguments: Arguments) {}

    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        context.hyperparameter("strength")
            * context.sumOverMatrices(of: parameters) {
                PenaltyAlgebra.columnDefect($0.matrix).squared().sum()
            }
    }
}

/// Soft orthogonality of both Gram matrices.
struct DoubleSoftOrthogonality: Penalty {
    static let declaration = ComponentDeclaration(
        id: "double-soft-orthogonality", family: "weight decay",
        summary: "Pulls both the columns and the rows of every weight to orthonormal vectors.",
        formula: "L + λ Σ_l (‖W_lᵀ W_l − I‖_F² + ‖W_l W_lᵀ − I‖_F²)",
        citations: [OrthogonalityDeclaration.citation + "section 3.2 (DSO)"],
        parameters: [OrthogonalityDeclaration.strength(0.01)], seams: ["penalty"],
        purpose: "Soft orthogonality that is fair to layers with more units than inputs.",
        remarks: [OrthogonalityDeclaration.layout, OrthogonalityDeclaration.schedule])

    init(arguments: Arguments) {}

    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        context.hyperparameter("strength")
            * context.sumOverMatrices(of: parameters) {
                PenaltyAlgebra.columnDefect($0.matrix).squared().sum()
                    + PenaltyAlgebra.rowDefect($0.matrix).squared().sum()
            }
    }
}

/// The largest element of the distance of the units' Gram matrix from the unit matrix.
struct MutualCoherence: Penalty {
    static let declaration = ComponentDeclaration(
        id: "mutual-coherence", family: "weight decay",
        summary: "Penalises the largest deviation from orthonormality among a layer's units.",
        formula: "L + λ Σ_l max_ij |W_lᵀ W_l − I|_ij",
        citations: [OrthogonalityDeclaration.citation + "section 3.3 (MC)"],
        parameters: [OrthogonalityDeclaration.strength(0.01)], seams: ["penalty"],
        purpose: "Orthogonality where it is worst.",
        remarks: [
            OrthogonalityDeclaration.layout,
            "The norm is the largest magnitude of an element, as in the authors' code; elements that tie share the "
                + "gradient evenly.",
        ])

    init(arguments: Arguments) {}

    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        context.hyperparameter("strength")
            * context.sumOverMatrices(of: parameters) {
                PenaltyAlgebra.columnDefect($0.matrix).absolute().maximum(over: [0, 1])
            }
    }
}

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

/// The squared products of different units' weights.
struct OffDiagonalOrthogonality: Penalty {
    static let declaration = ComponentDeclaration(
        id: "off-diagonal-orthogonality", family: "weight decay",
        summary: "Penalises the products of different units' weights and leaves their norms free.",
        formula: "L + λ Σ_l ‖W_lᵀ W_l ⊙ (1 − I)‖_F²",
        citations: [
            "Brock, Donahue & Simonyan 2019, Large scale GAN training for high fidelity natural image synthesis, eq. 3"
        ],
        parameters: [OrthogonalityDeclaration.strength(1e-4)], seams: ["penalty"],
        purpose: "Units that differ, without a constraint on their size.",
        remarks: [OrthogonalityDeclaration.layout])

    init(arguments: Arguments) {}

    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        context.hyperparameter("strength")
            * context.sumOverMatrices(of: parameters) {
                let gram = matmul($0.matrix, $0.matrix, transposeA: true)
                let isDiagonal = PenaltyAlgebra.identity($0.matrix.shape[1], context.graph)
                return select(isDiagonal, context.graph.scalar(0), gram).squared().sum()
            }
    }
}
