import Numerics
import Primitives

/// Targets that are compositions of random functions of few variables, and one that is not, to compare with.
public struct Compositional: StreamingSource {
    /// The declaration of `compositional`.
    public static let declaration = ComponentDeclaration(
        id: "compositional", family: "synthetic",
        summary:
            "Regression on h∘g for random functions g and h of chosen smoothness, on a binary tree of functions "
            + "of two variables, or on one function of all variables.",
        formula:
            "x ~ N(0, I_d); composition: f = h∘g, g: R^d → R^k; binary-tree: f = h(v₁, v₂), every v a function g "
            + "of two nodes of the level below; dense: f = h(x); y = f(x) + N(0, σ²); g, h draws of Gaussian processes "
            + "with Matérn kernels",
        citations: [
            "Jacot, Choi & Wen 2024, How DNNs break the curse of dimensionality: compositionality and symmetry "
                + "learning, arXiv:2407.05664 (h∘g with different smoothness of g and h)",
            "Poggio, Mhaskar, Rosasco, Miranda & Liao 2017, Why and when can deep-but not shallow-networks avoid the "
                + "curse of dimensionality: a review, International Journal of Automation and Computing 14 (binary tree)",
            "Rahimi & Recht 2007, Random features for large-scale kernel machines, NIPS",
        ],
        parameters: [
            SyntheticParameters.count(default: 1000),
            .init(
                "structure", .choice(Structure.allCases.map(\.rawValue)),
                default: .text(Structure.composition.rawValue), "How the target is composed."),
            .init(
                "dimension", symbol: "d", .integer(2...1024), default: .integer(15),
                "The number of columns; a power of two for binary-tree."),
            .init(
                "inner_width", symbol: "k", .integer(1...100), default: .integer(3),
                "The number of outputs of g, for composition."),
            .init(
                "inner_smoothness", .integer(0...10), default: .integer(2),
                "How often g, or every function of the tree but the last, can be differentiated: p for the kernel of "
                    + "ν = p + ½."),
            .init(
                "outer_smoothness", .integer(0...10), default: .integer(0),
                "The same of h."),
            .init(
                "length_scale", symbol: "ℓ", .real(.closed(0.01, 100)), default: .real(1),
                "The length scale of every function, in units of √(its number of inputs)."),
            .init(
                "features", symbol: "M", .integer(1...4096), default: .integer(256),
                "The waves that each function is made of."),
            SyntheticParameters.noise(
                default: 0, "The standard deviation of the noise; the functions have about 1."),
            SyntheticParameters.online,
            SyntheticParameters.seed,
        ],
        remarks: [
            "A function of M waves is smooth at scales below its highest frequency; more waves of a rough kernel reach "
                + "higher ones."
        ])

    /// What composes the target.
    enum Structure: String, CaseIterable {
        case composition
        case binaryTree = "binary-tree"
        case dense
    }

    private let count: Int
    private let structure: Structure
    private let dimension: Int
    private let innerWidth: Int
    private let innerSmoothness: Int
    private let outerSmoothness: Int
    private let lengthScale: Double
    private let features: Int
    private let noise: Double
    private let seed: Int

    /// A source of the given arguments; the folder is not used.
    public init(arguments: Arguments, baseDirectory: String) {
        count = arguments.integer("n")
        structure = Structure(rawValue: arguments.text("structure"))!
        dimension = arguments.integer("dimension")
        innerWidth = arguments.integer("inner_width")
        innerSmoothness = arguments.integer("inner_smoothness")
        outerSmoothness = arguments.integer("outer_smoothness")
        lengthScale = arguments.real("length_scale")
        features = arguments.integer("features")
        noise = arguments.real("noise")
        seed = arguments.integer("data_seed")
    }

    /// The rows of draw 0.
    public func load() throws(BenchError) -> Dataset { try rows(draw: 0) }

    /// Independent rows: all inputs first, then the noise.
    public func rows(draw: Int) throws(BenchError) -> Dataset {
        try check()
        let function = function()
        var stream = DrawStream.rows(seed: seed, draw: draw)
        let inputs = (0..<count * dimension).map { _ in stream.normal() }
        let target = NoisyTarget(
            means: (0..<count).map { function(inputs[($0 * dimension)..<(($0 + 1) * dimension)]) },
            noise: noise)
        return SyntheticTable(rows: inputs, width: dimension).dataset(
            name: Self.declaration.id, task: .regression, target: .values(target.values(&stream)),
            truth: target.truth())
    }

    private func check() throws(BenchError) {
        let id = Self.declaration.id
        try TableSize.check(rows: count, columns: dimension, of: id, parameters: "n or dimension")
        guard structure != .binaryTree || dimension.nonzeroBitCount == 1 else {
            let lower = 1 << (Int.bitWidth - 1 - dimension.leadingZeroBitCount)
            throw BenchError(
                .usage,
                "dataset \"\(id)\": a binary tree needs a power of two as its dimension, not \(dimension)",
                remedy: "set dimension: \(lower) or \(min(2 * lower, 1024))")
        }
        // A cosine costs about as much as twenty multiplications.
        let waves: Int
        switch structure {
        case .composition: waves = innerWidth * (dimension + 20) + innerWidth + 20
        case .binaryTree: waves = (dimension - 1) * 22
        case .dense: waves = dimension + 20
        }
        try TableSize.checkWork(
            rows: count, perRow: features * waves, of: id, parameters: "n, dimension, inner_width or features"
        )
    }

    /// The target's function, from the stream of the law: inner functions first.
    private func function() -> (ArraySlice<Double>) -> Double {
        var law = DrawStream.law(seed: seed)
        func inner(_ inputs: Int) -> MaternFunction {
            MaternFunction(
                inputs: inputs, smoothness: innerSmoothness, lengthScale: lengthScale, features: features,
                &law)
        }
        func outer(_ inputs: Int) -> MaternFunction {
            MaternFunction(
                inputs: inputs, smoothness: outerSmoothness, lengthScale: lengthScale, features: features,
                &law)
        }
        switch structure {
        case .dense:
            let h = outer(dimension)
            return { h($0) }
        case .composition:
            let g = (0..<innerWidth).map { _ in inner(dimension) }
            let h = outer(innerWidth)
            return { x in h(g.map { $0(x) }) }
        case .binaryTree:
            let nodes = (0..<dimension - 2).map { _ in inner(2) }
            let root = outer(2)
            return { x in
                var level = Array(x)
                var next = 0
                while level.count > 2 {
                    level = stride(from: 0, to: level.count, by: 2).map { pair in
                        defer { next += 1 }
                        return nodes[next](level[pair...(pair + 1)])
                    }
                }
                return root(level)
            }
        }
    }
}
