import Numerics
import Primitives

/// A random network of one hidden layer, by which rows are labelled.
///
/// Output c is m^−½ Σ_k A_ck (g(w_k · x) − E g), with w_k uniform over the directions, so that w_k · x is
/// standard normal for standard normal inputs, A_ck ~ N(0, 1), and E g the mean of g over N(0, 1).
struct TeacherNetwork {
    /// The activation g.
    enum Activation: String, CaseIterable {
        case relu, tanh, erf

        /// g(z); erf is erf(z/√2).
        func callAsFunction(_ z: Double) -> Double {
            switch self {
            case .relu: max(0, z)
            case .tanh: DeterministicMath.tanh(z)
            case .erf: DeterministicMath.erf(z / DeterministicMath.sqrt(2))
            }
        }

        /// E g(z) for a standard normal z.
        var mean: Double { self == .relu ? 1 / DeterministicMath.sqrt(2 * DeterministicMath.pi) : 0 }
    }

    /// The number of inputs.
    let inputs: Int
    /// The number of outputs.
    let outputs: Int
    private let activation: Activation
    /// The hidden units' directions, unit after unit.
    private let directions: [Double]
    /// The output weights, divided by √m: unit after unit.
    private let weights: [Double]
    private let hidden: Int

    /// A teacher drawn from `stream`: directions first, then output weights.
    init(inputs: Int, hidden: Int, outputs: Int, activation: Activation, _ stream: inout RandomStream) {
        (self.inputs, self.hidden, self.outputs) = (inputs, hidden, outputs)
        self.activation = activation
        var directions: [Double] = []
        for _ in 0..<hidden {
            let normals = (0..<inputs).map { _ in stream.normal() }
            let norm = DeterministicMath.sqrt(StableSum.of(normals.lazy.map { $0 * $0 }))
            directions += normals.map { $0 / norm }
        }
        self.directions = directions
        let scale = DeterministicMath.sqrt(Double(hidden))
        weights = (0..<hidden * outputs).map { _ in stream.normal() / scale }
    }

    /// The outputs for the input `x`.
    func callAsFunction(_ x: ArraySlice<Double>) -> [Double] {
        var result = [Double](repeating: 0, count: outputs)
        for unit in 0..<hidden {
            var z = 0.0
            for (index, value) in x.enumerated() { z += directions[unit * inputs + index] * value }
            let activity = activation(z) - activation.mean
            for output in result.indices { result[output] += weights[unit * outputs + output] * activity }
        }
        return result
    }
}

/// What a teacher says of rows: targets with noise, and what is known of them.
struct TeacherTarget {
    /// The teacher's hidden units.
    let hidden: Int
    private let activation: TeacherNetwork.Activation
    /// The task: regression, or classification into two classes (by sign) or more (by the largest output).
    let classes: Int?
    /// The standard deviation of the noise on every output.
    let noise: Double

    /// The number of outputs that the teacher needs.
    var outputs: Int { classes.map { $0 == 2 ? 1 : $0 } ?? 1 }

    /// A teacher of so many inputs, drawn from `law`.
    func teacher(inputs: Int, _ law: inout RandomStream) -> TeacherNetwork {
        TeacherNetwork(inputs: inputs, hidden: hidden, outputs: outputs, activation: activation, &law)
    }

    /// The learning task.
    var task: LearningTask {
        classes.map { .classification(classes: (0..<$0).map(String.init)) } ?? .regression
    }

    /// Targets for the teacher's outputs per row, with noise from `stream`, and the truth.
    ///
    /// Noise is alike on all outputs, so the most probable class is that of the outputs without it.
    func targets(_ outputs: [[Double]], _ stream: inout RandomStream) -> (Dataset.Target, Truth) {
        let noisy =
            noise > 0 ? outputs.map { row in row.map { $0 + noise * stream.normal() } } : outputs
        guard let classes else {
            return (
                .values(noisy.map { $0[0] }),
                NoisyTarget(means: outputs.map { $0[0] }, noise: noise).truth()
            )
        }
        func label(_ row: [Double]) -> Int {
            guard classes > 2 else { return row[0] > 0 ? 1 : 0 }
            return row.indices.dropFirst().reduce(0) { row[$1] > row[$0] ? $1 : $0 }
        }
        var truth = Truth(optimalPredictions: .classes(outputs.map(label)))
        if noise == 0 { truth.bayesErrorRate = 0 }
        if noise > 0, classes == 2 {
            let scale = noise * DeterministicMath.sqrt(2)
            let errors = outputs.map { 0.5 * (1 - DeterministicMath.erf(abs($0[0]) / scale)) }
            truth.quantities.append(
                .init(
                    "conditional_error", [StableSum.of(errors) / Double(errors.count)],
                    formula:
                        "mean over these rows of Φ(−|f(x)|/σ): the least possible error rate given the inputs"
                ))
        }
        return (.classes(noisy.map(label)), truth)
    }

    /// The declarations of the parameters that describe a teacher.
    static let parameters: [ParameterDeclaration] = [
        .init(
            "hidden", symbol: "m", .integer(1...1000), default: .integer(4), "The teacher's hidden units."),
        .init(
            "activation", .choice(TeacherNetwork.Activation.allCases.map(\.rawValue)), default: .text("erf"),
            "The teacher's activation g; erf is erf(z/√2)."),
        .init(
            "task", .choice(["regression", "classification"]), default: .text("regression"),
            "Whether the target is the output, or a class: its sign, or the largest of several outputs."),
        .init(
            "classes", symbol: "K", .integer(2...100), default: .integer(2),
            "The number of classes, for classification."),
        SyntheticParameters.noise(
            default: 0.1,
            "The standard deviation of the normal noise on every output, before a class is read off."),
    ]

    /// The target that `arguments` describe.
    init(_ arguments: Arguments) {
        hidden = arguments.integer("hidden")
        activation = .init(rawValue: arguments.text("activation"))!
        classes = arguments.text("task") == "classification" ? arguments.integer("classes") : nil
        noise = arguments.real("noise")
    }
}
