import Numerics

/// The functions of one variable on [0, 1] that `piecewise-1d` offers.
enum TestSignal: String, CaseIterable {
    case steps, sawtooth, blocks, bumps, heavisine, doppler

    /// Where the jumps of blocks and the peaks of bumps are.
    private static let places = [0.1, 0.13, 0.15, 0.23, 0.25, 0.4, 0.44, 0.65, 0.76, 0.78, 0.81]
    private static let jumps = [4, -5, 3, -4, 5, -4.2, 2.1, 4.3, -3.1, 2.1, -4.2]
    private static let heights = [4, 5, 3, 4, 5, 4.2, 2.1, 4.3, 3.1, 5.1, 4.2]
    private static let widths = [0.005, 0.005, 0.006, 0.01, 0.01, 0.03, 0.01, 0.01, 0.005, 0.008, 0.005]

    /// Its value at `t`, unscaled; `levels` are the heights of the steps, whose number is also that of the teeth.
    ///
    /// The last four by Donoho & Johnstone 1994, table 1; at a jump, the value to its right.
    func value(_ t: Double, levels: [Double]) -> Double {
        switch self {
        case .steps:
            return levels[min(levels.count - 1, Int(t * Double(levels.count)))]
        case .sawtooth:
            let teeth = t * Double(levels.count)
            return teeth - teeth.rounded(.down) - 0.5
        case .blocks:
            return zip(Self.places, Self.jumps).reduce(0.0) { $1.0 <= t ? $0 + $1.1 : $0 }
        case .bumps:
            var sum = 0.0
            for index in Self.places.indices {
                let distance = 1 + abs((t - Self.places[index]) / Self.widths[index])
                let square = distance * distance
                sum += Self.heights[index] / (square * square)
            }
            return sum
        case .heavisine:
            return 4 * DeterministicMath.sin(4 * DeterministicMath.pi * t) - (t < 0.3 ? -1 : 1)
                - (t < 0.72 ? 1 : -1)
        case .doppler:
            let root = DeterministicMath.sqrt(max(0, t * (1 - t)))
            return root * DeterministicMath.sin(2 * DeterministicMath.pi * 1.05 / (t + 0.05))
        }
    }
}
