import Numerics
import Primitives
import TensorCore

extension ProbeSubject {
    /// The singular values of every weight as a matrix of fan-in × outputs, the largest first.
    var spectra: [(name: String, values: [Double])] {
        weights.map { specification, values in
            let shape = specification.matrixShape
            return (
                specification.name,
                DenseSpectra.singularValues(values, rows: shape[0], columns: shape[1])
            )
        }
    }
}

/// How much a weight can stretch what comes in.
struct SingularValuesProbe: Probe {
    static let declaration = ComponentDeclaration(
        id: "singular-values", family: "probes",
        summary: "The largest and the smallest singular value of each weight.",
        formula: "σ₁ and σₘ of W",
        citations: ["Hestenes 1958, Inversion of matrices by biorthogonalization (how they are computed)"],
        purpose: "The product of the largest ones bounds the Lipschitz constant of a ReLU network.",
        remarks: [
            "Values: `singular-values/<weight>/max`, `…/min`, and `singular-values/product` of the largest.",
            "A kernel counts as the matrix of window and channels × outputs, which is not the convolution's operator.",
            "Computed in full: slow where both sides of a weight exceed a thousand.",
        ])

    init(arguments: Arguments) {}

    func values(_ subject: ProbeSubject) -> [(name: String, value: Double)] {
        let spectra = subject.spectra
        return spectra.flatMap { [("\($0.name)/max", $0.values[0]), ("\($0.name)/min", $0.values.last!)] }
            + [("product", spectra.reduce(1) { $0 * $1.values[0] })]
    }
}

/// How many directions of a weight matter.
struct EffectiveRankProbe: Probe {
    static let declaration = ComponentDeclaration(
        id: "effective-rank", family: "probes",
        summary: "The effective rank of each weight: by entropy, and the stable rank.",
        formula: "exp(−Σ pᵢ ln pᵢ), pᵢ = σᵢ / Σ σⱼ;  stable: ‖W‖²_F / σ₁²",
        citations: [
            "Roy & Vetterli 2007, The effective rank: a measure of effective dimensionality, definition 1",
            "Rudelson & Vershynin 2007, Sampling from large matrices: an approach through geometric functional analysis "
                + "(stable rank)",
        ],
        purpose: "Shows low-rank bias: of deep linear parts, of weight decay, of nuclear-norm penalties.",
        remarks: [
            "Values: `effective-rank/<weight>` and `effective-rank/<weight>/stable`; 0 for a weight of zeros."
        ])

    init(arguments: Arguments) {}

    func values(_ subject: ProbeSubject) -> [(name: String, value: Double)] {
        subject.spectra.flatMap { name, values in
            let top = values[0] * values[0]
            let stable = top > 0 ? Spectra.product(values, values) / top : 0
            return [(name, Spectra.effectiveRank(values)), ("\(name)/stable", stable)]
        }
    }
}

/// How many directions the hidden units take.
struct FeatureRankProbe: Probe {
    static let declaration = ComponentDeclaration(
        id: "feature-rank", family: "probes",
        summary: "The effective rank of the hidden units' values on the rows.",
        formula: "exp(−Σ pᵢ ln pᵢ), pᵢ = σᵢ / Σ σⱼ, σ the singular values of rows × units",
        citations: [
            "Roy & Vetterli 2007, The effective rank: a measure of effective dimensionality, definition 1"
        ],
        purpose: "Shows collapsed representations.",
        remarks: [
            "Values: `feature-rank/<site>` of every hidden layer. The units are not centred.",
            "Of a convolution all places and channels are units. At most as large as `rows`.",
        ])

    init(arguments: Arguments) {}

    func values(_ subject: ProbeSubject) -> [(name: String, value: Double)] {
        subject.hiddenActivations().map { site, values, units in
            let spectrum = DenseSpectra.singularValues(values, rows: subject.rows, columns: units)
            return (site.name, Spectra.effectiveRank(spectrum))
        }
    }
}
