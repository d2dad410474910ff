import Numerics
import Primitives

/// What Friedman's second and third function share: rows of an alternating-current circuit.
struct FriedmanCircuit {
    private let count: Int
    private let noise: Double
    private let seed: Int

    /// The parameters of both.
    static func parameters(noise: Double) -> [ParameterDeclaration] {
        [
            SyntheticParameters.count(default: 1000),
            SyntheticParameters.noise(
                default: noise, "The standard deviation of the noise, in the unit of the target."),
            SyntheticParameters.online,
            SyntheticParameters.seed,
        ]
    }

    /// Rows by the given arguments.
    init(_ arguments: Arguments) {
        count = arguments.integer("n")
        noise = arguments.real("noise")
        seed = arguments.integer("data_seed")
    }

    /// Independent rows: all inputs first, then the noise.
    func rows(draw: Int, name: String, _ function: (ArraySlice<Double>) -> Double) -> Dataset {
        var stream = DrawStream.rows(seed: seed, draw: draw)
        let inputs = Self.inputs(count: count, &stream)
        let target = NoisyTarget(
            means: (0..<count).map { function(inputs[(4 * $0)..<(4 * $0 + 4)]) }, noise: noise)
        return SyntheticTable(rows: inputs, width: 4).dataset(
            name: name, task: .regression, target: .values(target.values(&stream)), truth: target.truth())
    }

    /// Rows of four inputs: resistance (0, 100], angular frequency [40π, 560π), inductance [0, 1) and
    /// capacitance [1, 11).
    static func inputs(count: Int, _ stream: inout RandomStream) -> [Double] {
        var inputs: [Double] = []
        inputs.reserveCapacity(4 * count)
        for _ in 0..<count {
            // The resistance is divided by, so its interval is open at 0.
            inputs.append(100 * (1 - stream.uniform()))
            inputs.append((40 + 520 * stream.uniform()) * DeterministicMath.pi)
            inputs.append(stream.uniform())
            inputs.append(1 + 10 * stream.uniform())
        }
        return inputs
    }

    /// The reactance x₂x₃ − 1/(x₂x₄).
    static func reactance(_ x: ArraySlice<Double>) -> Double {
        let first = x.startIndex
        return x[first + 1] * x[first + 2] - 1 / (x[first + 1] * x[first + 3])
    }

    /// The impedance √(x₁² + reactance²).
    static func impedance(_ x: ArraySlice<Double>) -> Double {
        let (resistance, reactance) = (x[x.startIndex], reactance(x))
        return DeterministicMath.sqrt(resistance * resistance + reactance * reactance)
    }

    /// The phase angle arctan(reactance / x₁).
    static func phase(_ x: ArraySlice<Double>) -> Double {
        DeterministicMath.atan(reactance(x) / x[x.startIndex])
    }
}
