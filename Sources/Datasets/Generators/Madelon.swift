import Numerics
import Primitives

/// Clusters at the corners of a hypercube, hidden among redundant and useless columns.
public struct Madelon: DatasetSource {
    /// The declaration of `madelon`.
    public static let declaration = ComponentDeclaration(
        id: "madelon", family: "synthetic",
        summary:
            "Normal clusters at corners of a hypercube, labelled at random, among redundant, repeated and "
            + "useless columns.",
        formula:
            "cluster c of class c mod K: informative = z A_c + s (2 v_c − 1), z ~ N(0, I), A_c uniform over "
            + "[−1, 1], v_c distinct corners of {0, 1}^m; redundant = informative B, B uniform over [−1, 1]; "
            + "useless ~ N(0, 1); y redrawn from all classes with probability flip_y",
        citations: [
            "Guyon 2003, Design of experiments for the NIPS 2003 variable selection benchmark",
            "Guyon, Gunn, Ben-Hur & Dror 2004, Result analysis of the NIPS 2003 feature selection challenge, NIPS "
                + "(Madelon: 32 clusters on a five-dimensional hypercube, 15 redundant columns, 480 probes)",
            "Pedregosa et al. 2011, Scikit-learn: Machine Learning in Python, "
                + "sklearn.datasets.make_classification",
        ],
        parameters: [
            SyntheticParameters.count(default: 2600),
            .init("classes", symbol: "K", .integer(2...100), default: .integer(2), "The number of classes."),
            .init(
                "clusters_per_class", .integer(1...1000), default: .integer(16),
                "The clusters of each class; all clusters together at most 2^informative."),
            .init(
                "informative", symbol: "m", .integer(1...100), default: .integer(5),
                "The columns that the clusters lie in."),
            .init(
                "redundant", .integer(0...10_000), default: .integer(15),
                "The columns that are random linear combinations of the informative ones."),
            .init(
                "repeated", .integer(0...10_000), default: .integer(0),
                "The columns that repeat an informative or redundant one, drawn with replacement."),
            .init(
                "useless", .integer(0...10_000), default: .integer(480),
                "The columns that are independent of the class."),
            .init(
                "class_sep", symbol: "s", .real(.closed(0, 1e6)), default: .real(1),
                "Half the side of the hypercube."),
            .init(
                "flip_y", .real(.closed(0, 1)), default: .real(0.01),
                "The probability that a label is drawn anew, from all classes."),
            SyntheticParameters.seed,
        ],
        remarks: [
            "As make_classification without shuffling: rows stand cluster by cluster, and columns are named by "
                + "their kind. Shift and scale are left to preprocessing. The challenge's own table has 2000 "
                + "training and 600 validation rows.",
            "The best predictions are the classes most probable given the law; no closed form of their error is "
                + "known. They are left out where n × clusters × informative² exceeds 2 × 10⁹.",
        ])

    private let count: Int
    private let classes: Int
    private let clusters: Int
    private let informative: Int
    private let redundant: Int
    private let repeated: Int
    private let useless: Int
    private let separation: Double
    private let flip: Double
    private let seed: Int

    /// A table of the given arguments; the folder is not used.
    public init(arguments: Arguments, baseDirectory: String) {
        count = arguments.integer("n")
        classes = arguments.integer("classes")
        clusters = arguments.integer("classes") * arguments.integer("clusters_per_class")
        informative = arguments.integer("informative")
        redundant = arguments.integer("redundant")
        repeated = arguments.integer("repeated")
        useless = arguments.integer("useless")
        separation = arguments.real("class_sep")
        flip = arguments.real("flip_y")
        seed = arguments.integer("data_seed")
    }

    /// Generates the rows; throws (exit code `usage`) when the clusters outnumber the corners, or for a size that
    /// is too large.
    public func load() throws(BenchError) -> Dataset {
        try check()
        var law = DrawStream.law(seed: seed)
        let centres = HypercubeCorners.draw(clusters, dimension: informative, &law).map { corner in
            corner.map { ($0 ? 1 : -1) * separation }
        }
        let sizes = LargestRemainder.shares(of: count, weights: [Int](repeating: count, count: clusters))
        let transforms = (0..<clusters).map { _ in Self.uniform(informative * informative, &law) }
        let combinations = Self.uniform(informative * redundant, &law)
        let sources = (0..<repeated).map { _ in law.integer(below: informative + redundant) }

        var stream = DrawStream.rows(seed: seed, draw: 0)
        let width = informative + redundant + repeated + useless
        var values: [Double] = []
        values.reserveCapacity(count * width)
        var labels: [Int] = []
        for cluster in 0..<clusters {
            for _ in 0..<sizes[cluster] {
                let start = values.count
                let normals = (0..<informative).map { _ in stream.normal() }
                values += Self.product(normals, transforms[cluster], width: informative)
                for column in 0..<informative { values[start + column] += centres[cluster][column] }
                values += Self.product(values[start...], combinations, width: redundant)
                for source in sources { values.append(values[start + source]) }
                for _ in 0..<useless { values.append(stream.normal()) }
                var label = cluster % classes
                if flip > 0, stream.uniform() < flip { label = stream.integer(below: classes) }
                labels.append(label)
            }
        }
        var optimal: Dataset.Target?
        if count * clusters * informative * informative <= 2_000_000_000, flip < 1,
            let posterior = ClusterPosterior(
                centres: centres, transforms: transforms, sizes: sizes, classes: classes)
        {
            optimal = .classes(
                (0..<count).map { row in
                    posterior.bestClass(Array(values[row * width..<row * width + informative]))
                })
        }
        let names =
            names("informative", informative) + names("redundant", redundant) + names("repeated", repeated)
            + names("useless", useless)
        var table = SyntheticTable(rows: values, width: width)
        for column in names.indices { table.columns[column].name = names[column] }
        return table.dataset(
            name: Self.declaration.id, task: .classification(classes: (0..<classes).map(String.init)),
            target: .classes(labels),
            truth: Truth(
                optimalPredictions: optimal,
                relevantColumns: flip < 1 ? self.names("informative", informative) : [],
                quantities: [
                    .init(
                        "label_noise_rate", [flip * (1 - 1 / Double(classes))],
                        formula: "flip_y (1 − 1/classes)")
                ]))
    }

    private func check() throws(BenchError) {
        let id = Self.declaration.id
        guard informative >= 17 || clusters <= 1 << informative else {
            throw BenchError(
                .usage,
                "dataset \"\(id)\": \(clusters) clusters (classes × clusters_per_class) are more than the "
                    + "\(1 << informative) corners of informative: \(informative) dimensions",
                remedy: "use more informative columns or fewer clusters")
        }
        try TableSize.check(
            rows: count, columns: informative + redundant + repeated + useless, of: id,
            parameters: "n or the numbers of columns")
        guard clusters * informative * informative <= 10_000_000,
            count * informative * (informative + redundant) <= 10_000_000_000
        else {
            throw BenchError(
                .usage,
                "dataset \"\(id)\": \(clusters) clusters in \(informative) dimensions with \(redundant) redundant "
                    + "columns take too long",
                remedy: "make informative, clusters_per_class or redundant smaller")
        }
    }

    private func names(_ kind: String, _ count: Int) -> [String] { (0..<count).map { "\(kind)\($0 + 1)" } }

    /// Uniforms over [−1, 1).
    private static func uniform(_ count: Int, _ law: inout RandomStream) -> [Double] {
        (0..<count).map { _ in 2 * law.uniform() - 1 }
    }

    /// `row` times a row-major matrix of `width` columns.
    private static func product(_ row: some RandomAccessCollection<Double>, _ matrix: [Double], width: Int)
        -> [Double]
    {
        var result = [Double](repeating: 0, count: width)
        for (index, value) in row.enumerated() {
            for column in 0..<width { result[column] += value * matrix[index * width + column] }
        }
        return result
    }
}
