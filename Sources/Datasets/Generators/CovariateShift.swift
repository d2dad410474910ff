import Numerics
import Primitives

/// Training and test rows of one regression function whose inputs are distributed differently.
public struct CovariateShift: DatasetSource {
    /// The declaration of `covariate-shift`.
    public static let declaration = ComponentDeclaration(
        id: "covariate-shift", family: "synthetic",
        summary:
            "One regression function, with inputs of another distribution for training than for testing.",
        formula: "x ~ N(μ₀, τ₀²) for training, N(μ₁, τ₁²) for testing; y = −x + x³ + N(0, σ²); weights "
            + "p₁(x)/p₀(x)",
        citations: [
            "Shimodaira 2000, Improving predictive inference under covariate shift by weighting the log-likelihood "
                + "function, Journal of Statistical Planning and Inference 90 (the defaults)",
            "Sugiyama, Krauledat & Müller 2007, Covariate shift adaptation by importance weighted cross validation, "
                + "JMLR 8",
        ],
        parameters: [
            SyntheticParameters.count(default: 100, "The number of rows for training and validation."),
            .init(
                "test_rows", .integer(1...1_000_000), default: .integer(1000),
                "The number of rows for testing."),
            .init(
                "train_mean", symbol: "μ₀", .real(.closed(-100, 100)), default: .real(0.5),
                "The mean of the inputs for training."),
            .init(
                "train_deviation", symbol: "τ₀", .real(.closed(0.001, 100)), default: .real(0.5),
                "Their standard deviation."),
            .init(
                "test_mean", symbol: "μ₁", .real(.closed(-100, 100)), default: .real(0),
                "The mean of the inputs for testing."),
            .init(
                "test_deviation", symbol: "τ₁", .real(.closed(0.001, 100)), default: .real(0.3),
                "Their standard deviation."),
            SyntheticParameters.noise(
                default: 0.3, "The standard deviation of the noise, in the unit of the target."),
            .init(
                "weights", .choice(["none", "true-ratio"]), default: .text("none"),
                "Whether training rows weigh the true ratio of the densities, testing over training."),
            SyntheticParameters.seed,
        ],
        remarks: [
            "It is split by its own parts, `given`, unless a suite says otherwise; validation rows are drawn from the "
                + "training rows.",
            "The ratio has a finite variance only where τ₁² < 2 τ₀².",
        ], split: "given")

    private let count: Int
    private let testCount: Int
    private let train: (mean: Double, deviation: Double)
    private let test: (mean: Double, deviation: Double)
    private let noise: Double
    private let isWeighted: Bool
    private let seed: Int

    /// A source of the given arguments; the folder is not used.
    public init(arguments: Arguments, baseDirectory: String) {
        count = arguments.integer("n")
        testCount = arguments.integer("test_rows")
        train = (arguments.real("train_mean"), arguments.real("train_deviation"))
        test = (arguments.real("test_mean"), arguments.real("test_deviation"))
        noise = arguments.real("noise")
        isWeighted = arguments.text("weights") == "true-ratio"
        seed = arguments.integer("data_seed")
    }

    /// Generates the rows: inputs for training, inputs for testing, then the noise.
    public func load() throws(BenchError) -> Dataset {
        var stream = DrawStream.rows(seed: seed, draw: 0)
        let inputs = (0..<count + testCount).map { row in
            let law = row < count ? train : test
            return law.mean + law.deviation * stream.normal()
        }
        let target = NoisyTarget(means: inputs.map { $0 * $0 * $0 - $0 }, noise: noise)
        let ratios = inputs[..<count].map(ratio)
        let total = StableSum.of(ratios)
        guard total > 0 || !isWeighted else {
            throw BenchError(
                .usage,
                "dataset \"\(Self.declaration.id)\": the ratio of the densities is 0 on every training row",
                remedy: "bring the two distributions nearer together, or set weights: none")
        }
        var roles = RowRoles(
            split: .parts(inputs.indices.map { $0 < count ? .train : .test }))
        if isWeighted { roles.weights = ratios + [Double](repeating: 1, count: testCount) }
        var quantities = [line("train", train), line("test", test)]
        if let largest = ratios.max(), largest > 0 {
            // Relative to the largest, since squares of small ratios may vanish.
            let squares = StableSum.of(ratios.lazy.map { ($0 / largest) * ($0 / largest) })
            let sum = total / largest
            quantities.append(
                .init(
                    "effective_sample_size", [sum * sum / squares],
                    formula: "(Σ w)²/Σ w² over the training rows, w = p₁(x)/p₀(x)"))
        }
        return SyntheticTable([("x", inputs)]).dataset(
            name: Self.declaration.id, task: .regression, target: .values(target.values(&stream)),
            roles: roles,
            truth: target.truth(quantities: quantities))
    }

    /// p₁(x)/p₀(x).
    private func ratio(_ x: Double) -> Double {
        let (a, b) = ((x - train.mean) / train.deviation, (x - test.mean) / test.deviation)
        return train.deviation / test.deviation * DeterministicMath.exp(0.5 * (a * a - b * b))
    }

    /// The best line under a distribution of the inputs, and its root mean squared error.
    ///
    /// In z = (x − μ)/τ, x³ has the Hermite coefficients 3μτ² of z² − 1 and τ³ of z³ − 3z beyond a line.
    private func line(_ name: String, _ law: (mean: Double, deviation: Double)) -> Truth.Quantity {
        let (mean, variance) = (law.mean, law.deviation * law.deviation)
        let square = mean * mean
        let error =
            18 * square * (variance * variance) + 6 * (variance * variance * variance) + noise * noise
        return .init(
            "best_line_\(name)",
            [-2 * mean * square, 3 * (square + variance) - 1, DeterministicMath.sqrt(error)],
            formula:
                "intercept −2μ³, slope 3(μ² + τ²) − 1 and root mean squared error √(18μ²τ⁴ + 6τ⁶ + σ²) of the best "
                + "linear prediction of \(name) rows")
    }
}
