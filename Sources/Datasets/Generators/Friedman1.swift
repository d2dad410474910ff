import Numerics
import Primitives

/// Friedman's first function: an interaction, a square, two linear terms, and columns that do not matter.
public struct Friedman1: StreamingSource {
    /// The declaration of `friedman-1`.
    public static let declaration = ComponentDeclaration(
        id: "friedman-1", family: "synthetic",
        summary: "Friedman's regression of five uniform columns, with further columns that do not matter.",
        formula: "y = 10 sin(π x₁ x₂) + 20 (x₃ − ½)² + 10 x₄ + 5 x₅ + N(0, σ²); x uniform over [0, 1]^d",
        citations: [
            "Friedman 1991, Multivariate adaptive regression splines, Annals of Statistics 19",
            "Breiman 1996, Bagging predictors, Machine Learning 24 (as Friedman #1)",
            "Pedregosa et al. 2011, Scikit-learn: Machine Learning in Python, sklearn.datasets.make_friedman1",
        ],
        parameters: [
            SyntheticParameters.count(default: 1000),
            .init(
                "dimension", symbol: "d", .integer(5...10_000), default: .integer(10),
                "The number of columns; those from the sixth on do not matter."),
            SyntheticParameters.noise(
                default: 1, "The standard deviation of the noise, in the unit of the target."),
            SyntheticParameters.online,
            SyntheticParameters.seed,
        ])

    private let count: Int
    private let dimension: Int
    private let noise: Double
    private let seed: Int

    /// A source of the given arguments; the folder is not used.
    public init(arguments: Arguments, baseDirectory: String) {
        count = arguments.integer("n")
        dimension = arguments.integer("dimension")
        noise = arguments.real("noise")
        seed = arguments.integer("data_seed")
    }

    /// The function of the first five inputs.
    static func mean(_ x: ArraySlice<Double>) -> Double {
        let first = x.startIndex
        let centred = x[first + 2] - 0.5
        return 10 * DeterministicMath.sin(DeterministicMath.pi * x[first] * x[first + 1])
            + 20 * (centred * centred) + 10 * x[first + 3] + 5 * x[first + 4]
    }

    /// The rows of draw 0.
    public func load() throws(BenchError) -> Dataset { try rows(draw: 0) }

    /// Independent rows: all inputs first, then the noise.
    public func rows(draw: Int) throws(BenchError) -> Dataset {
        try TableSize.check(
            rows: count, columns: dimension, of: Self.declaration.id, parameters: "n or dimension")
        var stream = DrawStream.rows(seed: seed, draw: draw)
        let inputs = (0..<count * dimension).map { _ in stream.uniform() }
        let target = NoisyTarget(
            means: (0..<count).map { Self.mean(inputs[($0 * dimension)..<(($0 + 1) * dimension)]) },
            noise: noise)
        return SyntheticTable(rows: inputs, width: dimension).dataset(
            name: Self.declaration.id, task: .regression, target: .values(target.values(&stream)),
            truth: target.truth(relevantColumns: ["x1", "x2", "x3", "x4", "x5"]))
    }
}
