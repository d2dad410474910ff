import Numerics
import Primitives

/// The exclusive or of two signs: the smallest task that no linear classifier solves.
public struct XOR: StreamingSource {
    /// The declaration of `xor`.
    public static let declaration = ComponentDeclaration(
        id: "xor", family: "synthetic",
        summary:
            "Classes by whether two coordinates have the same sign: clusters at the corners of a square, "
            + "or points all over it.",
        formula:
            "clusters: s uniform over {−1, 1}²; uniform: s uniform over [−1, 1]²; y = [s₁ s₂ < 0], flipped "
            + "with probability η; x = s + N(0, σ²); Bayes error η + (1 − 2η) 2q(1 − q), with q = Φ(−1/σ) for "
            + "clusters, q = Φ(−1/σ) + σ (φ(0) − φ(1/σ)) for uniform",
        citations: [
            "Minsky & Papert 1969, Perceptrons (exclusive or)",
            "Frei, Chatterji & Bartlett 2023, Random feature amplification: feature learning and generalization "
                + "in neural networks, JMLR 24 (clusters with label noise)",
        ],
        parameters: [
            SyntheticParameters.count(default: 1000),
            .init(
                "variant", .choice(["clusters", "uniform"]), default: .text("clusters"),
                "Whether points lie about the corners (±1, ±1) or uniformly in the square between them."),
            SyntheticParameters.noise(default: 0.5),
            .init(
                "label_noise", symbol: "η", .real(.closed(0, 0.5)), default: .real(0),
                "The probability that a label is flipped."),
            .init(
                "irrelevant", .integer(0...10_000), default: .integer(0),
                "The number of further columns, standard normal and independent of the class."),
            SyntheticParameters.online,
            SyntheticParameters.seed,
        ],
        remarks: ["The Bayes error holds for rows drawn independently, as they are; σ = 0 gives q = 0."])

    private let count: Int
    private let isClustered: Bool
    private let noise: Double
    private let labelNoise: Double
    private let irrelevant: Int
    private let seed: Int

    /// An exclusive or of the given arguments; the folder is not used.
    public init(arguments: Arguments, baseDirectory: String) {
        count = arguments.integer("n")
        isClustered = arguments.text("variant") == "clusters"
        noise = arguments.real("noise")
        labelNoise = arguments.real("label_noise")
        irrelevant = arguments.integer("irrelevant")
        seed = arguments.integer("data_seed")
    }

    /// Generates the points, each by itself.
    public func load() throws(BenchError) -> Dataset { try rows(draw: 0) }

    /// Fresh points of the same law.
    public func rows(draw: Int) throws(BenchError) -> Dataset {
        let width = 2 + irrelevant
        try TableSize.check(
            rows: count, columns: width, of: Self.declaration.id, parameters: "n or irrelevant")
        var stream = DrawStream.rows(seed: seed, draw: draw)
        var values: [Double] = []
        values.reserveCapacity(count * width)
        var classes: [Int] = []
        var optimal: [Int] = []
        for _ in 0..<count {
            var signs = [0.0, 0.0]
            for axis in 0..<2 {
                let side = 2 * stream.uniform() - 1
                signs[axis] = isClustered ? (side < 0 ? -1 : 1) : side
            }
            var label = Self.label(signs[0], signs[1])
            if noise > 0 { for axis in 0..<2 { signs[axis] += noise * stream.normal() } }
            values += signs
            for _ in 0..<irrelevant { values.append(stream.normal()) }
            if labelNoise > 0, stream.uniform() < labelNoise { label = 1 - label }
            classes.append(label)
            optimal.append(Self.label(signs[0], signs[1]))
        }
        var relevant: [String]? = irrelevant > 0 ? ["x1", "x2"] : nil
        if labelNoise == 0.5 { relevant = [] }
        return SyntheticTable(rows: values, width: width).dataset(
            name: Self.declaration.id, task: .classification(classes: ["0", "1"]), target: .classes(classes),
            truth: Truth(
                bayesErrorRate: bayesError, optimalPredictions: .classes(optimal), relevantColumns: relevant))
    }

    private static func label(_ x: Double, _ y: Double) -> Int { (x < 0) != (y < 0) ? 1 : 0 }

    /// Whichever side of an axis a coordinate is seen on is the likelier side it came from, by symmetry, and the
    /// coordinates are independent: the optimal label is the observed one, wrong where one sign alone changed.
    private var bayesError: Double {
        var flipped = 0.0
        if noise > 0 {
            flipped = DeterministicMath.normalCumulative(-1 / noise)
            if !isClustered {
                flipped += noise * (NormalLaw.density(0) - NormalLaw.density(1 / noise))
                // For a very large σ the difference of densities vanishes by rounding; the limit is ½.
                flipped = min(flipped, 0.5)
            }
        }
        return labelNoise + (1 - 2 * labelNoise) * 2 * flipped * (1 - flipped)
    }
}
