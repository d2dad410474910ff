import Numerics
import Primitives

/// A linear regression on isotropic normal inputs with isotropic coefficients: the best ridge penalty is known.
public struct IsotropicRidge: StreamingSource {
    /// The declaration of `isotropic-ridge`.
    public static let declaration = ComponentDeclaration(
        id: "isotropic-ridge", family: "synthetic",
        summary:
            "Linear regression on isotropic normal columns, for which the best ridge penalty and its risk are "
            + "known.",
        formula:
            "y = x'β + N(0, σ²), x ~ N(0, I_d), E‖β‖² = r²; ‖y − Xβ‖² + λ‖β‖² is best at λ* = σ²d/r²; its "
            + "excess risk tends to σ²γ m(−σ²γ/r²), γ = d/n, m the Stieltjes transform of Marchenko & Pastur",
        citations: [
            "Dobriban & Wager 2018, High-dimensional asymptotics of prediction: ridge regression and "
                + "classification, Annals of Statistics 46, theorem 2.1",
            "Hastie, Montanari, Rosset & Tibshirani 2022, Surprises in high-dimensional ridgeless least squares "
                + "interpolation, Annals of Statistics 50",
            "Lindley & Smith 1972, Bayes estimates for the linear model, Journal of the Royal Statistical Society B "
                + "34 (λ* as a ratio of variances)",
        ],
        parameters: [
            SyntheticParameters.count(default: 200),
            .init(
                "dimension", symbol: "d", .integer(1...10_000), default: .integer(100),
                "The number of columns."),
            .init(
                "signal", symbol: "r", .real(.closed(1e-6, 1e6)), default: .real(1),
                "The norm of the coefficients: its root mean square, or the norm itself."),
            SyntheticParameters.noise(
                default: 1, "The standard deviation of the noise, in the unit of the target."),
            .init(
                "coefficients", .choice(["normal", "fixed-norm"]), default: .text("normal"),
                "normal: β ~ N(0, r²/d I); fixed-norm: a random direction of norm r."),
            SyntheticParameters.online,
            SyntheticParameters.seed,
        ],
        remarks: [
            "λ* minimises the expected error over coefficients and rows, exactly and for any number of rows. It is "
                + "the penalty λ‖β‖² of a sum of squares. This program's loss is a mean over the training rows, and "
                + "its penalty (λ/2)‖w‖²: there the best is 2λ*/(training rows), standardised or not.",
            "Risks are stated for training on all n rows; a split leaves fewer.",
        ])

    private let count: Int
    private let dimension: Int
    private let signal: Double
    private let noise: Double
    private let isNormal: Bool
    private let seed: Int

    /// A source of the given arguments; the folder is not used.
    public init(arguments: Arguments, baseDirectory: String) {
        count = arguments.integer("n")
        dimension = arguments.integer("dimension")
        signal = arguments.real("signal")
        noise = arguments.real("noise")
        isNormal = arguments.text("coefficients") == "normal"
        seed = arguments.integer("data_seed")
    }

    /// The rows of draw 0.
    public func load() throws(BenchError) -> Dataset { try rows(draw: 0) }

    /// Independent rows: all inputs first, then the noise.
    public func rows(draw: Int) throws(BenchError) -> Dataset {
        try TableSize.check(
            rows: count, columns: dimension, of: Self.declaration.id, parameters: "n or dimension")
        let coefficients = coefficients()
        var stream = DrawStream.rows(seed: seed, draw: draw)
        let inputs = (0..<count * dimension).map { _ in stream.normal() }
        let target = NoisyTarget(
            means: (0..<count).map { row in
                StableSum.of((0..<dimension).lazy.map { coefficients[$0] * inputs[row * dimension + $0] })
            }, noise: noise)
        return SyntheticTable(rows: inputs, width: dimension).dataset(
            name: Self.declaration.id, task: .regression, target: .values(target.values(&stream)),
            truth: target.truth(quantities: quantities(coefficients)))
    }

    private func coefficients() -> [Double] {
        var stream = DrawStream.law(seed: seed)
        let normals = (0..<dimension).map { _ in stream.normal() }
        let norm =
            isNormal
            ? DeterministicMath.sqrt(Double(dimension))
            : DeterministicMath.sqrt(StableSum.of(normals.lazy.map { $0 * $0 }))
        return normals.map { signal * ($0 / norm) }
    }

    private func quantities(_ coefficients: [Double]) -> [Truth.Quantity] {
        let gamma = Double(dimension) / Double(count)
        let (signal, noise) = (signal * signal, noise * noise)
        var result: [Truth.Quantity] = [
            .init("coefficients", coefficients, formula: "β, in the order of the columns; intercept 0"),
            .init(
                "optimal_lambda", [noise * Double(dimension) / signal],
                formula:
                    "σ²d/r², for ‖y − Xβ‖² + λ‖β‖²; 2σ²d/(r² n) for the mean squared error of n training rows + "
                    + "(λ/2)‖β‖²"),
            .init("null_risk", [signal], formula: "r², the excess mean squared error of predicting 0"),
        ]
        if gamma != 1 || noise == 0 {
            let risk =
                gamma == 1 ? 0 : MarchenkoPastur.ridgelessRisk(ratio: gamma, signal: signal, noise: noise)
            result.append(
                .init(
                    "asymptotic_ridgeless_risk", [risk],
                    formula:
                        "σ²γ/(1 − γ) for γ = d/n < 1, r²(1 − 1/γ) + σ²/(γ − 1) for γ > 1: excess mean squared "
                        + "error of the least squares solution of least norm on all n rows"))
        }
        if noise > 0 {
            result.append(
                .init(
                    "asymptotic_optimal_ridge_risk",
                    [noise * gamma * MarchenkoPastur.stieltjes(noise * gamma / signal, ratio: gamma)],
                    formula:
                        "σ²γ m(−σ²γ/r²), γ = d/n: excess mean squared error of ridge regression with λ* on all "
                        + "n rows"))
        }
        return result
    }
}
