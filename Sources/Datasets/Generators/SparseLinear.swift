import Numerics
import Primitives

/// A linear regression of which few coefficients are not zero, with known signal-to-noise ratio and correlation.
public struct SparseLinear: StreamingSource {
    /// The declaration of `sparse-linear`.
    public static let declaration = ComponentDeclaration(
        id: "sparse-linear", family: "synthetic",
        summary: "Linear regression with s nonzero coefficients, correlated normal columns and a chosen "
            + "signal-to-noise ratio.",
        formula:
            "y = x'β + N(0, σ²), x ~ N(0, Σ); toeplitz: Σ_ij = ρ^|i − j|; equicorrelated: Σ_ij = ρ for i ≠ j; "
            + "σ² = β'Σβ/SNR",
        citations: [
            "Hastie, Tibshirani & Tibshirani 2020, Best subset, forward stepwise or lasso? Analysis and "
                + "recommendations based on extensive comparisons, Statistical Science 35 (beta-types 1 to 3)",
            "Tibshirani 1996, Regression shrinkage and selection via the lasso, Journal of the Royal Statistical "
                + "Society B 58, sec. 7 (ρ^|i − j|)",
        ],
        parameters: [
            SyntheticParameters.count(default: 500),
            .init(
                "dimension", symbol: "d", .integer(1...100_000), default: .integer(100),
                "The number of columns."),
            .init(
                "sparsity", symbol: "s", .integer(1...100_000), default: .integer(5),
                "The number of nonzero coefficients; at most the dimension."),
            .init(
                "coefficients", .choice(Pattern.allCases.map(\.rawValue)),
                default: .text(Pattern.spreadOnes.rawValue),
                "spread-ones: 1 at equally spaced columns; first-ones: 1 in the first s; first-decreasing: from 10 to "
                    + "0.5 in equal steps in the first s; random-signs: 1 or −1 at random columns."),
            .init(
                "snr", symbol: "SNR", .real(.closed(1e-6, 1e12)), default: .real(1),
                "The signal-to-noise ratio: the variance of x'β over the variance of the noise."),
            .init(
                "noise", symbol: "σ", .real(.closed(0, 1e6)), optional: true,
                "The standard deviation of the noise, in place of a signal-to-noise ratio."),
            .init(
                "design", .choice(["toeplitz", "equicorrelated"]), default: .text("toeplitz"),
                "How the columns are correlated."),
            .init(
                "correlation", symbol: "ρ", .real(.halfOpen(0, 1)), default: .real(0),
                "The correlation of neighbouring columns (toeplitz), or of any two."),
            SyntheticParameters.online,
            SyntheticParameters.seed,
        ],
        remarks: [
            "The random places and signs depend on data_seed alone, not on the draw.",
            "A signal-to-noise ratio of ν bounds the explained variance of any prediction by ν/(1 + ν).",
        ])

    /// Where the nonzero coefficients are, and what they are.
    enum Pattern: String, CaseIterable {
        case spreadOnes = "spread-ones"
        case firstOnes = "first-ones"
        case firstDecreasing = "first-decreasing"
        case randomSigns = "random-signs"
    }

    private let count: Int
    private let dimension: Int
    private let sparsity: Int
    private let pattern: Pattern
    private let signalToNoise: Double
    private let fixedNoise: Double?
    private let isToeplitz: Bool
    private let correlation: Double
    private let seed: Int

    /// A source of the given arguments; the folder is not used.
    public init(arguments: Arguments, baseDirectory: String) {
        count = arguments.integer("n")
        dimension = arguments.integer("dimension")
        sparsity = arguments.integer("sparsity")
        pattern = Pattern(rawValue: arguments.text("coefficients"))!
        signalToNoise = arguments.real("snr")
        if case .real(let noise)? = arguments.values["noise"] { fixedNoise = noise } else { fixedNoise = nil }
        isToeplitz = arguments.text("design") == "toeplitz"
        correlation = arguments.real("correlation")
        seed = arguments.integer("data_seed")
    }

    /// The rows of draw 0.
    public func load() throws(BenchError) -> Dataset { try rows(draw: 0) }

    /// Independent rows, each with its inputs in order; then the noise.
    public func rows(draw: Int) throws(BenchError) -> Dataset {
        try TableSize.check(
            rows: count, columns: dimension, of: Self.declaration.id, parameters: "n or dimension")
        guard sparsity <= dimension else {
            throw BenchError(
                .usage,
                "dataset \"\(Self.declaration.id)\": sparsity \(sparsity) exceeds the dimension \(dimension)",
                remedy: "make sparsity at most the dimension")
        }
        let coefficients = coefficients()
        let variance = signalVariance(coefficients)
        let noise = fixedNoise ?? DeterministicMath.sqrt(variance / signalToNoise)
        var stream = DrawStream.rows(seed: seed, draw: draw)
        let inputs = inputs(&stream)
        let support = coefficients.indices.filter { coefficients[$0] != 0 }
        let target = NoisyTarget(
            means: (0..<count).map { row in
                StableSum.of(support.lazy.map { coefficients[$0] * inputs[row * dimension + $0] })
            }, noise: noise)
        let quantities: [Truth.Quantity] = [
            .init("coefficients", coefficients, formula: "β, in the order of the columns; intercept 0"),
            .init("signal_variance", [variance], formula: "β'Σβ"),
            .init("noise_variance", [noise * noise], formula: "σ²"),
            .init(
                "explained_variance", [variance / (variance + noise * noise)],
                formula: "β'Σβ/(β'Σβ + σ²), the largest possible R²"),
        ]
        return SyntheticTable(rows: inputs, width: dimension).dataset(
            name: Self.declaration.id, task: .regression, target: .values(target.values(&stream)),
            truth: target.truth(relevantColumns: support.map { "x\($0 + 1)" }, quantities: quantities))
    }

    private func coefficients() -> [Double] {
        var result = [Double](repeating: 0, count: dimension)
        switch pattern {
        case .spreadOnes:
            // The middles of s equal stretches of columns.
            for index in 0..<sparsity { result[(2 * index + 1) * dimension / (2 * sparsity)] = 1 }
        case .firstOnes:
            for index in 0..<sparsity { result[index] = 1 }
        case .firstDecreasing:
            for index in 0..<sparsity {
                result[index] = sparsity == 1 ? 10 : 10 - 9.5 * (Double(index) / Double(sparsity - 1))
            }
        case .randomSigns:
            var stream = DrawStream.law(seed: seed)
            for column in stream.permutation(of: dimension).prefix(sparsity) {
                result[column] = stream.uniform() < 0.5 ? -1 : 1
            }
        }
        return result
    }

    private func inputs(_ stream: inout RandomStream) -> [Double] {
        var inputs: [Double] = []
        inputs.reserveCapacity(count * dimension)
        let fresh = DeterministicMath.sqrt(isToeplitz ? 1 - correlation * correlation : 1 - correlation)
        for _ in 0..<count {
            let common = isToeplitz ? 0 : DeterministicMath.sqrt(correlation) * stream.normal()
            var last = 0.0
            for column in 0..<dimension {
                let normal = stream.normal()
                if isToeplitz {
                    last = column == 0 ? normal : correlation * last + fresh * normal
                } else {
                    last = common + fresh * normal
                }
                inputs.append(last)
            }
        }
        return inputs
    }

    /// β'Σβ in one pass over the columns.
    private func signalVariance(_ coefficients: [Double]) -> Double {
        guard isToeplitz else {
            let sum = StableSum.of(coefficients)
            return (1 - correlation) * StableSum.of(coefficients.lazy.map { $0 * $0 })
                + correlation * (sum * sum)
        }
        // covariance: of the sum before the column with the column itself.
        var (total, covariance) = (StableSum(), 0.0)
        for coefficient in coefficients {
            covariance *= correlation
            total.add(coefficient * (coefficient + 2 * covariance))
            covariance += coefficient
        }
        return total.value
    }
}
