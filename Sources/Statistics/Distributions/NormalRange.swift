import Numerics

/// The range of k independent standard normals.
///
/// With x the smallest of them and S = 1 − Φ, P(R > r) = k ∫ φ(x) [S(x)^(k−1) − (S(x) − S(x + r))^(k−1)] dx,
/// and P(R ≤ r) is the same with the second power alone; both by the trapezoidal rule, whose error at this
/// step is below 1e-20.
struct NormalRange: Sendable {
    let groups: Int

    init(groups: Int) { self.groups = groups }

    /// P(R > r) or P(R ≤ r), for r ≥ 0.
    func tail(_ r: Double, wantsUpper: Bool) -> Double {
        if r == 0 { return wantsUpper ? 1 : 0 }
        let upper = r > 75 ? 0 : integral(r, wantsUpper: true)
        if wantsUpper { return upper }
        return upper < 0.5 ? 1 - upper : integral(r, wantsUpper: false)
    }

    private func integral(_ r: Double, wantsUpper: Bool) -> Double {
        let others = Double(groups - 1)
        let grid = Grid.resolving(groups)
        // Around −r/2, beyond 9.5 the integrand is below 1e-20 of the whole.
        var index = max(0, Int((-r / 2 - 9.5 - Grid.start) / grid.step))
        let last = min(grid.density.count - 1, Int((-r / 2 + 9.5 - Grid.start) / grid.step))
        var total = 0.0
        while index <= last {
            let x = Grid.start + Double(index) * grid.step
            let above = grid.above[index]
            let beyond = Normal().upperTail(x + r)
            if wantsUpper {
                let some = others * DeterministicMath.log1p(-beyond / above)
                total +=
                    grid.density[index] * DeterministicMath.exp(others * grid.logarithm[index])
                    * -ElementaryRemainders.exponentialMinusOne(some)
            } else {
                let between = probabilityBetween(x, above: above, r: r, beyond: beyond)
                if between > 0 {
                    total +=
                        grid.density[index] * DeterministicMath.exp(others * DeterministicMath.log(between))
                }
            }
            index += 1
        }
        return min(1, Double(groups) * grid.step * total)
    }

    /// P(x < Z ≤ x + r).
    private func probabilityBetween(_ x: Double, above: Double, r: Double, beyond: Double) -> Double {
        // A short stretch by Gauss and Legendre, since the difference of two tails would lose digits.
        if r < 1 {
            var total = 0.0
            var index = 0
            while index < NormalRange.nodes.count {
                let offset = NormalRange.nodes[index] * r / 2
                let middle = x + r / 2
                total +=
                    NormalRange.weights[index]
                    * (Normal.density(middle - offset) + Normal.density(middle + offset))
                index += 1
            }
            return total * r / 2
        }
        if x >= 0 { return above - beyond }
        if x + r <= 0 { return Normal().upperTail(-x - r) - Normal().upperTail(-x) }
        return 1 - Normal().upperTail(-x) - beyond
    }

    /// The ten-point rule: its five positive nodes and their weights (Abramowitz and Stegun, table 25.4).
    private static let nodes: [Double] = [
        0.14887433898163122, 0.43339539412924719, 0.67940956829902441, 0.86506336668898451,
        0.97390652851717172,
    ]
    private static let weights: [Double] = [
        0.29552422471475287, 0.26926671930999636, 0.21908636251598204, 0.14945134915058059,
        0.066671344308688138,
    ]

    /// φ, 1 − Φ and its logarithm on the points of the rule.
    private struct Grid {
        static let start = -38.0
        private static let grids = (0...5).map {
            Grid(step: Double(sign: .plus, exponent: -2 - $0, significand: 1))
        }

        let step: Double
        var density: [Double] = []
        var above: [Double] = []
        var logarithm: [Double] = []

        /// The grid whose step is at most 0.71 of the integrand's width, about 1 / √k.
        static func resolving(_ groups: Int) -> Grid {
            var level = 0
            while level < 5, groups > 8 << (2 * level) { level += 1 }
            return grids[level]
        }

        private init(step: Double) {
            self.step = step
            for index in 0...Int((10 - Grid.start) / step) {
                let x = Grid.start + Double(index) * step
                density.append(Normal.density(x))
                above.append(Normal().upperTail(x))
                logarithm.append(DeterministicMath.log(above[index]))
            }
        }
    }
}
