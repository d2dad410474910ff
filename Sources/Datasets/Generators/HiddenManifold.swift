import Numerics
import Primitives

/// Inputs that lie on a low-dimensional manifold, labelled by their place on it.
public struct HiddenManifold: StreamingSource {
    /// The declaration of `hidden-manifold`.
    public static let declaration = ComponentDeclaration(
        id: "hidden-manifold", family: "synthetic",
        summary:
            "Inputs folded from few latent variables, labelled by a random two-layer teacher of the latent "
            + "variables.",
        formula:
            "x = f(F'c/√D), c ~ N(0, I_D), F_rj ~ N(0, 1); y from m^−½ Σ_k A_k (g(w_k · c) − E g) + N(0, σ²) as in "
            + "teacher-student",
        citations: [
            "Goldt, Mézard, Krzakala & Zdeborová 2020, Modelling the influence of data structure on learning in "
                + "neural networks: the hidden manifold model, Physical Review X 10"
        ],
        parameters: [
            SyntheticParameters.count(default: 1000),
            .init(
                "dimension", symbol: "d", .integer(1...10_000), default: .integer(100),
                "The number of columns."),
            .init(
                "latent", symbol: "D", .integer(1...1000), default: .integer(10),
                "The number of latent variables."),
            .init(
                "folding", symbol: "f", .choice(["sign", "tanh", "relu", "erf", "linear"]),
                default: .text("sign"),
                "The function by which the inputs are folded, entry by entry."),
        ] + TeacherTarget.parameters + [SyntheticParameters.online, SyntheticParameters.seed],
        remarks: [
            "The truth is that of the latent variables. Only where the inputs determine these (linear, tanh or erf, "
                + "and d ≥ D) is it given as the best prediction; otherwise it is a bound that inputs may not reach."
        ])

    private let count: Int
    private let dimension: Int
    private let latent: Int
    private let folding: String
    private let target: TeacherTarget
    private let seed: Int

    /// A source of the given arguments; the folder is not used.
    public init(arguments: Arguments, baseDirectory: String) {
        count = arguments.integer("n")
        dimension = arguments.integer("dimension")
        latent = arguments.integer("latent")
        folding = arguments.text("folding")
        target = TeacherTarget(arguments)
        seed = arguments.integer("data_seed")
    }

    /// The rows of draw 0.
    public func load() throws(BenchError) -> Dataset { try rows(draw: 0) }

    /// Independent rows: all latent variables first, then the noise.
    public func rows(draw: Int) throws(BenchError) -> Dataset {
        try TableSize.check(
            rows: count, columns: max(dimension, latent), of: Self.declaration.id,
            parameters: "n, dimension or latent")
        try TableSize.checkWork(
            rows: count, perRow: latent * (dimension + target.hidden) + target.hidden * target.outputs,
            of: Self.declaration.id, parameters: "n, dimension, latent or hidden")
        var law = DrawStream.law(seed: seed)
        let features = (0..<dimension * latent).map { _ in law.normal() }
        let teacher = target.teacher(inputs: latent, &law)
        var stream = DrawStream.rows(seed: seed, draw: draw)
        let codes = (0..<count * latent).map { _ in stream.normal() }
        let scale = DeterministicMath.sqrt(Double(latent))
        var inputs: [Double] = []
        inputs.reserveCapacity(count * dimension)
        for row in 0..<count {
            for column in 0..<dimension {
                var sum = 0.0
                for index in 0..<latent {
                    sum += features[column * latent + index] * codes[row * latent + index]
                }
                inputs.append(fold(sum / scale))
            }
        }
        let outputs = (0..<count).map { teacher(codes[($0 * latent)..<(($0 + 1) * latent)]) }
        let (labels, truth) = target.targets(outputs, &stream)
        return SyntheticTable(rows: inputs, width: dimension).dataset(
            name: Self.declaration.id, task: target.task, target: labels,
            truth: isDetermined ? truth : boundOnly)
    }

    private func fold(_ value: Double) -> Double {
        switch folding {
        case "sign": value > 0 ? 1 : value < 0 ? -1 : 0
        case "linear": value
        default: TeacherNetwork.Activation(rawValue: folding)!(value)
        }
    }

    /// Whether the inputs determine the latent variables: a one-to-one folding of at least as many columns.
    private var isDetermined: Bool { dimension >= latent && ["linear", "tanh", "erf"].contains(folding) }

    /// What is known where the inputs hide the latent variables.
    private var boundOnly: Truth {
        guard target.classes == nil else { return Truth() }
        return Truth(quantities: [
            .init(
                "latent_root_mean_squared_error", [target.noise],
                formula: "σ, the least given the latent variables; a lower bound given the inputs")
        ])
    }
}
