import Numerics
import Primitives

/// Normal inputs labelled by a random network of one hidden layer.
public struct TeacherStudent: StreamingSource {
    /// The declaration of `teacher-student`.
    public static let declaration = ComponentDeclaration(
        id: "teacher-student", family: "synthetic",
        summary:
            "Standard normal inputs labelled by a random two-layer teacher, for regression or classification.",
        formula:
            "f(x) = m^−½ Σ_k A_k (g(w_k · x) − E g), x ~ N(0, I_d), w_k uniform with ‖w_k‖ = 1, A_k ~ N(0, 1); "
            + "y = f(x) + N(0, σ²), or its sign, or the largest of K such outputs",
        citations: [
            "Saad & Solla 1995, On-line learning in soft committee machines, Physical Review E 52",
            "Goldt, Advani, Saxe, Krzakala & Zdeborová 2019, Dynamics of stochastic gradient descent for two-layer "
                + "neural networks in the teacher-student setup, NeurIPS",
        ],
        parameters: [
            SyntheticParameters.count(default: 1000),
            .init(
                "dimension", symbol: "d", .integer(1...10_000), default: .integer(20),
                "The number of columns."),
        ] + TeacherTarget.parameters + [SyntheticParameters.online, SyntheticParameters.seed],
        remarks: [
            "The papers draw w_k ~ N(0, I) and divide by √d, which has the same limit; a soft committee has A_k = 1. "
                + "Subtracting E g, which is 0 but for relu, centres the outputs.",
            "For classification with noise and K = 2 the truth gives the least error rate on these very inputs.",
        ])

    private let count: Int
    private let dimension: Int
    private let target: TeacherTarget
    private let seed: Int

    /// A source of the given arguments; the folder is not used.
    public init(arguments: Arguments, baseDirectory: String) {
        count = arguments.integer("n")
        dimension = arguments.integer("dimension")
        target = TeacherTarget(arguments)
        seed = arguments.integer("data_seed")
    }

    /// The rows of draw 0.
    public func load() throws(BenchError) -> Dataset { try rows(draw: 0) }

    /// Independent rows: all inputs first, then the noise.
    public func rows(draw: Int) throws(BenchError) -> Dataset {
        try TableSize.check(
            rows: count, columns: dimension, of: Self.declaration.id, parameters: "n or dimension")
        try TableSize.checkWork(
            rows: count, perRow: target.hidden * (dimension + target.outputs), of: Self.declaration.id,
            parameters: "n, dimension or hidden")
        var law = DrawStream.law(seed: seed)
        let teacher = target.teacher(inputs: dimension, &law)
        var stream = DrawStream.rows(seed: seed, draw: draw)
        let inputs = (0..<count * dimension).map { _ in stream.normal() }
        let outputs = (0..<count).map { teacher(inputs[($0 * dimension)..<(($0 + 1) * dimension)]) }
        let (labels, truth) = target.targets(outputs, &stream)
        return SyntheticTable(rows: inputs, width: dimension).dataset(
            name: Self.declaration.id, task: target.task, target: labels, truth: truth)
    }
}
