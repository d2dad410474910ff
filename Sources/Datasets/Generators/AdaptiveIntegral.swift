import Numerics

/// Integrals of smooth functions by adaptive Simpson quadrature.
///
/// Lyness 1969, Notes on the adaptive Simpson quadrature routine, J. ACM 16: a panel is halved until two halves
/// agree with the whole to 15 times its share of the tolerance; the difference then corrects the sum.
enum AdaptiveIntegral {
    /// ∫ f over [lower, upper] to about `tolerance` (absolute).
    ///
    /// `breaks`, in any order, are where `f` is steep or has a kink; those outside are ignored. A panel is
    /// halved 40 times at most. The order of evaluation is fixed, so the bits are.
    static func of(
        from lower: Double, to upper: Double, breaks: [Double] = [], tolerance: Double = 1e-12,
        _ function: (Double) -> Double
    ) -> Double {
        var edges = (0...32).map { lower + (upper - lower) * (Double($0) / 32) }
        edges += breaks.filter { $0 > lower && $0 < upper }
        edges.sort()
        var total = StableSum()
        for (left, right) in zip(edges, edges.dropFirst()) where right > left {
            let panel = Panel(left, right, function(left), function(0.5 * (left + right)), function(right))
            add(panel, tolerance * ((right - left) / (upper - lower)), depth: 40, to: &total, function)
        }
        return total.value
    }

    /// A panel with the function at its ends and in its middle.
    private struct Panel {
        let left: Double
        let right: Double
        let values: (Double, Double, Double)
        var middle: Double { 0.5 * (left + right) }
        var estimate: Double { (right - left) / 6 * (values.0 + 4 * values.1 + values.2) }

        init(_ left: Double, _ right: Double, _ first: Double, _ second: Double, _ third: Double) {
            self.left = left
            self.right = right
            values = (first, second, third)
        }
    }

    private static func add(
        _ panel: Panel, _ tolerance: Double, depth: Int, to total: inout StableSum,
        _ function: (Double) -> Double
    ) {
        let middle = panel.middle
        let lower = Panel(
            panel.left, middle, panel.values.0, function(0.5 * (panel.left + middle)), panel.values.1)
        let upper = Panel(
            middle, panel.right, panel.values.1, function(0.5 * (middle + panel.right)), panel.values.2)
        let halves = lower.estimate + upper.estimate
        let difference = halves - panel.estimate
        if depth == 0 || abs(difference) <= 15 * tolerance {
            total.add(halves + difference / 15)
        } else {
            add(lower, 0.5 * tolerance, depth: depth - 1, to: &total, function)
            add(upper, 0.5 * tolerance, depth: depth - 1, to: &total, function)
        }
    }
}
