import Datasets
import Numerics
import Records
import TensorCore

/// A stage that fits one number, the temperature that outputs are divided by, on the validation rows.
///
/// The mean cross-entropy is convex in 1/T, so its slope has one root; bisection finds it on a scale of logarithms.
public struct TemperatureFit: Stage {
    /// The state that holds the temperature, 1 number.
    public let state: String

    /// The fit of the state `state`, which evaluation reads.
    public init(state: String) { self.state = state }

    /// Runs the stage.
    public func run(_ cell: inout CellState) throws {
        guard cell.data.validation.rows > 0 else {
            cell.failure = .failed("a temperature is fitted on validation rows, and there are none")
            return
        }
        cell.buffers[.state(state)] = FloatBuffer([1])
        let outputs = Evaluator(cell).outputs(of: cell.data.validation, cell).map(Double.init)
        guard outputs.allSatisfy(\.isFinite) else { return }
        let targets = cell.data.validation.targets.map(Double.init)
        let weights = cell.data.validation.weights.map(Double.init)
        let temperature = Self.temperature(
            outputs, targets, width: cell.data.outputWidth, weights: weights.isEmpty ? nil : weights)
        cell.buffers[.state(state)] = FloatBuffer([Float(temperature)])
    }

    /// The temperature between 1/100 and 100 that minimises the cross-entropy of softmax(`logits` / T).
    static func temperature(_ logits: [Double], _ targets: [Double], width: Int, weights: [Double]? = nil)
        -> Double
    {
        var (low, high) = (-DeterministicMath.log(100), DeterministicMath.log(100))
        // The logarithm of 1/T; where the slope has no root the end that it points to is met.
        for _ in 0..<64 {
            let middle = 0.5 * (low + high)
            let isTooSteep =
                slope(logits, targets, width: width, weights, at: DeterministicMath.exp(middle)) > 0
            if isTooSteep { high = middle } else { low = middle }
        }
        return DeterministicMath.exp(-0.5 * (low + high))
    }

    /// Σ_i w_i Σ_k (p_k Σ_j t_j − t_k) z_k, the slope of the cross-entropy by 1/T at `inverse`.
    private static func slope(
        _ logits: [Double], _ targets: [Double], width: Int, _ weights: [Double]?, at inverse: Double
    ) -> Double {
        var sum = StableSum()
        for row in 0..<logits.count / width {
            let z = logits[row * width..<(row + 1) * width]
            let t = targets[row * width..<(row + 1) * width]
            let top = z.max()!
            let powers = z.map { DeterministicMath.exp(inverse * ($0 - top)) }
            let total = StableSum.of(powers)
            let mass = StableSum.of(Array(t))
            // Differences to the largest logit: the slope is the same, and nothing cancels.
            for ((power, logit), target) in zip(zip(powers, z), t) {
                sum.add((weights?[row] ?? 1) * (power / total * mass - target) * (logit - top))
            }
        }
        return sum.value
    }
}
