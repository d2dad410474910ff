import Numerics

/// Integrals of smooth functions by adaptive Simpson quadrature.
///
/// Lyness 1969, Notes on the adaptive Simpson quadrature routine, J. ACM 16: a panel is halved until two halves
/// agree with the whole to 15 times the tolerance; the difference then corrects the sum.
struct AdaptiveIntegral {
    /// ∫ f over [lower, upper], for f of the order of 1: to about 10⁻¹².
    ///
    /// `breaks`, in any order, are where `f` is steep or has a kink; those outside are ignored. A panel is
    /// halved 40 times at most, and no more once f was evaluated a million times: rounding errors of f must not
    /// keep it busy. The order of evaluation is fixed, so the bits are.
    static func of(
        from lower: Double, to upper: Double, breaks: [Double] = [], _ function: (Double) -> Double
    ) -> Double {
        var edges = (0...32).map { lower + (upper - lower) * (Double($0) / 32) }
        edges += breaks.filter { $0 > lower && $0 < upper }
        edges.sort()
        var integral = AdaptiveIntegral()
        for (left, right) in zip(edges, edges.dropFirst()) where right > left {
            let panel = Panel(left, right, function(left), function(0.5 * (left + right)), function(right))
            integral.add(panel, depth: 40, function)
        }
        return integral.total.value
    }

    /// What two halves of a panel may differ from the whole, over 15.
    ///
    /// Not divided among the panels: few of them come near it.
    private static let tolerance = 1e-14
    private static let budget = 1_000_000

    private var total = StableSum()
    private var evaluations = 0

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

    private mutating func add(_ panel: Panel, depth: Int, _ function: (Double) -> Double) {
        let middle = panel.middle
        let lower = Panel(
            panel.left, middle, panel.values.0, function(0.5 * (panel.left + middle)), panel.values.1)
        let upper = Panel(
            middle, panel.right, panel.values.1, function(0.5 * (middle + panel.right)), panel.values.2)
        evaluations += 2
        let halves = lower.estimate + upper.estimate
        let difference = halves - panel.estimate
        if depth == 0 || evaluations > Self.budget || abs(difference) <= 15 * Self.tolerance {
            total.add(halves + difference / 15)
        } else {
            add(lower, depth: depth - 1, function)
            add(upper, depth: depth - 1, function)
        }
    }
}
