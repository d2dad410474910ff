import Numerics
import Primitives

/// Classes that are normal distributions of one covariance, equally far apart: every error rate is known.
public struct GaussianMixture: StreamingSource {
    /// The declaration of `gaussian-mixture`.
    public static let declaration = ComponentDeclaration(
        id: "gaussian-mixture", family: "synthetic",
        summary:
            "Normal classes with a common covariance and means at equal distances, of known Bayes error.",
        formula:
            "y ~ π; x = L(Q m_y + z), z ~ N(0, I); m_k the corners of a regular simplex of side δ; Q = I or "
            + "random with orthonormal columns; L L' = Σ, Σ_ij = ρ^|i − j|; two classes: Bayes error "
            + "π₀ Φ(−δ/2 − l/δ) + π₁ Φ(−δ/2 + l/δ), l = ln(π₀/π₁)",
        citations: [
            "Fukunaga 1990, Introduction to Statistical Pattern Recognition, 2nd ed., sec. 3.1-3.2",
            "Hastie, Tibshirani & Friedman 2009, The Elements of Statistical Learning, sec. 4.3 (optimal rule)",
        ],
        parameters: [
            SyntheticParameters.count(default: 1000),
            .init("classes", symbol: "K", .integer(2...100), default: .integer(2), "The number of classes."),
            .init(
                "dimension", symbol: "d", .integer(1...10_000), default: .integer(2),
                "The number of columns; at least K − 1."),
            .init(
                "separation", symbol: "δ", .real(.closed(0, 1000)), default: .real(2),
                "The Mahalanobis distance between the means of any two classes: in standard deviations."),
            .init(
                "covariance", .choice(["spherical", "correlated"]), default: .text("spherical"),
                "Whether all classes have the covariance I or ρ^|i − j|."),
            .init(
                "correlation", symbol: "ρ", .real(.open(-1, 1)), default: .real(0.5),
                "The correlation of neighbouring columns within a class, where correlated."),
            .init(
                "rotate", .boolean, default: .boolean(false),
                "Whether the means lie in a random subspace rather than in the first K − 1 coordinates."),
            .init(
                "class_weights", symbol: "π", .integers(1...1_000_000, count: 0...100),
                default: .integers([]),
                "Whole numbers that the classes' probabilities are in proportion to; [] for equal ones."),
            SyntheticParameters.online,
            SyntheticParameters.seed,
        ],
        remarks: [
            "The Bayes error does not depend on covariance and rotation, for distances are Mahalanobis's. For "
                + "three classes and more it is a one-dimensional integral, evaluated to about 10⁻¹²."
        ])

    private let count: Int
    private let classes: Int
    private let dimension: Int
    private let separation: Double
    /// 0 where spherical.
    private let correlation: Double
    private let isRotated: Bool
    private let weights: [Int]
    private let seed: Int

    /// A mixture of the given arguments; the folder is not used.
    public init(arguments: Arguments, baseDirectory: String) {
        count = arguments.integer("n")
        classes = arguments.integer("classes")
        dimension = arguments.integer("dimension")
        separation = arguments.real("separation")
        correlation = arguments.text("covariance") == "correlated" ? arguments.real("correlation") : 0
        isRotated = arguments.boolean("rotate")
        let given = arguments.integers("class_weights")
        weights = given.isEmpty ? [Int](repeating: 1, count: arguments.integer("classes")) : given
        seed = arguments.integer("data_seed")
    }

    /// Generates the rows, each by itself; throws (exit code `usage`) when the arguments do not fit together.
    public func load() throws(BenchError) -> Dataset { try rows(draw: 0) }

    /// Fresh rows about the same means.
    public func rows(draw: Int) throws(BenchError) -> Dataset {
        try check()
        let priors = weights.map { Double($0) / Double(weights.reduce(0, +)) }
        let means = self.means
        let rule = SimplexBayesRule(priors: priors, separation: separation)
        var stream = DrawStream.rows(seed: seed, draw: draw)
        let innovation = DeterministicMath.sqrt(1 - correlation * correlation)
        var values: [Double] = []
        values.reserveCapacity(count * dimension)
        var labels: [Int] = []
        var optimal: [Int] = []
        var white = [Double](repeating: 0, count: dimension)
        for _ in 0..<count {
            let label = weighted(stream.integer(below: weights.reduce(0, +)))
            for column in 0..<dimension { white[column] = stream.normal() }
            for column in means[label].indices { white[column] += means[label][column] }
            labels.append(label)
            optimal.append(rule.bestClass { dot(means[$0], white) })
            var previous = 0.0
            for column in 0..<dimension {
                previous =
                    column == 0 ? white[0] : correlation * previous + innovation * white[column]
                values.append(previous)
            }
        }
        return SyntheticTable(rows: values, width: dimension).dataset(
            name: Self.declaration.id,
            task: .classification(classes: (0..<classes).map(String.init)), target: .classes(labels),
            truth: Truth(
                bayesErrorRate: rule.errorRate, optimalPredictions: .classes(optimal),
                relevantColumns: relevantColumns,
                quantities: [.init("class_probabilities", priors, formula: "class_weights / their sum")]))
    }

    private func check() throws(BenchError) {
        let id = Self.declaration.id
        guard weights.count == classes else {
            throw BenchError(
                .usage,
                "dataset \"\(id)\": class_weights has \(weights.count) entries for classes: \(classes)",
                remedy: "give one weight per class, or leave class_weights out")
        }
        guard dimension >= classes - 1 else {
            throw BenchError(
                .usage,
                "dataset \"\(id)\": \(classes) means at equal distances do not fit into dimension: \(dimension)",
                remedy: "set dimension to \(classes - 1) or more, or use fewer classes")
        }
        try TableSize.check(rows: count, columns: dimension, of: id, parameters: "n or dimension")
    }

    /// The columns that P(y | x) depends on; nil for all.
    ///
    /// L is lower triangular, so the first K − 1 coordinates of z are functions of the first K − 1 columns, and the
    /// others have the same law in every class.
    private var relevantColumns: [String]? {
        if separation == 0 { return [] }
        return isRotated || dimension == classes - 1 ? nil : (1..<classes).map { "x\($0)" }
    }

    /// The class of a whole number below the sum of the weights.
    private func weighted(_ number: Int) -> Int {
        var rest = number
        for (label, weight) in weights.enumerated() {
            if rest < weight { return label }
            rest -= weight
        }
        return weights.count - 1
    }

    /// Q m_k for every class, where K − 1 or d coordinates are given and the others are 0.
    private var means: [[Double]] {
        let corners = SimplexBayesRule.corners(classes, side: separation)
        guard isRotated else { return corners }
        var law = DrawStream.law(seed: seed)
        let axes = OrthonormalVectors.random(count: classes - 1, dimension: dimension, &law)
        return corners.map { corner in
            (0..<dimension).map { column in StableSum.of(zip(corner, axes).map { $0 * $1[column] }) }
        }
    }

    private func dot(_ mean: [Double], _ white: [Double]) -> Double {
        var sum = 0.0
        for column in mean.indices { sum += mean[column] * white[column] }
        return sum
    }
}
