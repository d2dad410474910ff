import Numerics

/// The inputs of Friedman's second and third function: an alternating-current circuit.
enum FriedmanCircuit {
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
