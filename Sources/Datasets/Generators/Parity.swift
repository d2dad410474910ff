import Numerics
import Primitives

/// The parity of a hidden set of bits.
public struct Parity: StreamingSource {
    /// The declaration of `parity`.
    public static let declaration = ComponentDeclaration(
        id: "parity", family: "synthetic",
        summary: "The parity of k hidden bits among d: sparse parity, with noise on the labels.",
        formula:
            "x uniform over {−1, 1}^d; y = [∏_{j ∈ S} x_j < 0], flipped with probability η; |S| = k, S drawn "
            + "once; Bayes error η",
        citations: [
            "Blum, Kalai & Wasserman 2003, Noise-tolerant learning, the parity problem, and the statistical query "
                + "model, J. ACM 50",
            "Barak et al. 2022, Hidden progress in deep learning: SGD learns parities near the computational "
                + "limit, NeurIPS (sparse parity of ±1 inputs)",
        ],
        parameters: [
            SyntheticParameters.count(default: 1000),
            .init(
                "dimension", symbol: "d", .integer(1...10_000), default: .integer(30), "The number of bits."),
            .init(
                "k", .integer(1...10_000), default: .integer(3),
                "The number of relevant bits; at most the dimension."),
            .init(
                "label_noise", symbol: "η", .real(.closed(0, 0.5)), default: .real(0),
                "The probability that a label is flipped."),
            SyntheticParameters.online,
            SyntheticParameters.seed,
        ])

    private let count: Int
    private let dimension: Int
    private let relevant: Int
    private let labelNoise: Double
    private let seed: Int

    /// A parity of the given arguments; the folder is not used.
    public init(arguments: Arguments, baseDirectory: String) {
        count = arguments.integer("n")
        dimension = arguments.integer("dimension")
        relevant = arguments.integer("k")
        labelNoise = arguments.real("label_noise")
        seed = arguments.integer("data_seed")
    }

    /// Generates the rows; throws (exit code `usage`) when k exceeds the dimension.
    public func load() throws(BenchError) -> Dataset { try rows(draw: 0) }

    /// Fresh rows with the same relevant bits.
    public func rows(draw: Int) throws(BenchError) -> Dataset {
        guard relevant <= dimension else {
            throw BenchError(
                .usage,
                "dataset \"\(Self.declaration.id)\": k: \(relevant) relevant bits are more than "
                    + "dimension: \(dimension)",
                remedy: "use a smaller k or a larger dimension")
        }
        try TableSize.check(
            rows: count, columns: dimension, of: Self.declaration.id, parameters: "n or dimension")
        var law = DrawStream.law(seed: seed)
        let subset = law.permutation(of: dimension).prefix(relevant).sorted()
        var stream = DrawStream.rows(seed: seed, draw: draw)
        var values: [Double] = []
        values.reserveCapacity(count * dimension)
        var classes: [Int] = []
        var optimal: [Int] = []
        for row in 0..<count {
            for _ in 0..<dimension { values.append(stream.nextUInt32() >> 31 == 0 ? 1 : -1) }
            let parity = subset.count { values[row * dimension + $0] < 0 } % 2
            let isFlipped = labelNoise > 0 && stream.uniform() < labelNoise
            classes.append(isFlipped ? 1 - parity : parity)
            optimal.append(parity)
        }
        let names: [String]? = relevant < dimension ? subset.map { "x\($0 + 1)" } : nil
        return SyntheticTable(rows: values, width: dimension).dataset(
            name: Self.declaration.id, task: .classification(classes: ["0", "1"]), target: .classes(classes),
            truth: Truth(
                bayesErrorRate: labelNoise, optimalPredictions: .classes(optimal),
                relevantColumns: labelNoise == 0.5 ? [] : names))
    }
}
