import Numerics

/// The range of k independent standard normals.
struct NormalRange: Sendable {
    let groups: Int
    private let normal = Normal()

    init(groups: Int) { self.groups = groups }

    /// P(R > r) or P(R ≤ r), for r ≥ 0.
    func tail(_ r: Double, wantsUpper: Bool) -> Double {
        if r == 0 { return wantsUpper ? 1 : 0 }
        if r > 75 { return wantsUpper ? 0 : 1 }
        let others = Double(groups - 1)
        // The smallest of the k lies about half a range below 0.
        let centre = -min(r / 2, (2 * DeterministicMath.log(Double(groups))).squareRoot())
        let integral = peakIntegral(near: centre, step: 0.25) { x in
            let density = Normal.density(x)
            if density == 0 { return 0 }
            if wantsUpper {
                let above = normal.upperTail(x)
                let share = normal.upperTail(x + r) / above
                let all = DeterministicMath.exp(others * DeterministicMath.log(above))
                return density * all
                    * -ElementaryRemainders.exponentialMinusOne(others * DeterministicMath.log1p(-share))
            }
            let between = probabilityBetween(x, x + r)
            return between == 0 ? 0 : density * DeterministicMath.exp(others * DeterministicMath.log(between))
        }
        return min(1, Double(groups) * integral)
    }

    /// P(low < Z ≤ high), by the tail that loses fewer digits.
    private func probabilityBetween(_ low: Double, _ high: Double) -> Double {
        if low >= 0 { return normal.upperTail(low) - normal.upperTail(high) }
        if high <= 0 { return normal.cumulative(high) - normal.cumulative(low) }
        return 1 - normal.cumulative(low) - normal.upperTail(high)
    }
}
