import Numerics

/// Numbers on a stretch of the drawing, with ticks at numbers that people count in.
struct AxisScale {
    /// A number with its mark.
    struct Tick {
        var value: Double
        var label: String
    }

    /// The ticks, in ascending order.
    private(set) var ticks: [Tick]
    /// The power of ten that the labels are to be multiplied by.
    private(set) var exponent = 0
    /// Where the least number is drawn.
    let start: Double
    /// Where the greatest is drawn; less than `start` for an axis that points up.
    let end: Double
    /// The least and the greatest number.
    let domain: ClosedRange<Double>
    /// Whether distances stand for ratios.
    let isLogarithmic: Bool

    /// Where `value` is drawn; what lies beyond an end is drawn at that end.
    func position(_ value: Double) -> Double {
        let inside = min(max(value, domain.lowerBound), domain.upperBound)
        return start + (end - start) * share(inside)
    }

    /// Where `value` is drawn, or how far beyond an end of a linear axis.
    func beyond(_ value: Double) -> Double {
        guard !isLogarithmic else { return position(value) }
        return min(max(start + (end - start) * share(value), -1e6), 1e6)
    }

    private func share(_ value: Double) -> Double {
        let (low, high) = (domain.lowerBound, domain.upperBound)
        if isLogarithmic {
            let (a, b) = (DeterministicMath.log(low), DeterministicMath.log(high))
            return (DeterministicMath.log(value) - a) / (b - a)
        }
        return (value - low) / (high - low)
    }

    /// `×10⁻⁷` where the labels leave it out, otherwise empty.
    var exponentText: String { exponent == 0 ? "" : "×10" + Self.superscript(exponent) }

    /// An axis on which all of `values` have a place.
    ///
    /// `padding` is the share of the span that stays free at both ends; about `count` ticks are set.
    static func linear(
        _ values: [Double], start: Double, end: Double, count: Int = 6, padding: Double = 0.05
    ) -> AxisScale {
        let known = values.filter(\.isDrawable)
        let (low, high) = (known.min() ?? 0, known.max() ?? 1)
        let largest = max(abs(low), abs(high))
        let space =
            high - low <= largest * 1e-9
            ? (largest == 0 ? 1 : largest * 0.05) : (high - low) * padding
        return linear(domain: (low - space)...(high + space), start: start, end: end, count: count)
    }

    /// An axis from one number to another.
    static func linear(domain: ClosedRange<Double>, start: Double, end: Double, count: Int = 6) -> AxisScale {
        let (low, high) = (domain.lowerBound, domain.upperBound)
        var (factor, power) = step((high - low) / Double(max(1, count)))
        // Whole numbers keep decimals exact: 0.3 is 3 · 10⁻¹ and not three times 0.1.
        func multiples() -> ClosedRange<Int>? {
            let unit = Double(factor) * tenTo(power)
            let (first, last) = ((low / unit - 1e-9).rounded(.up), (high / unit + 1e-9).rounded(.down))
            return first <= last && abs(first) < 1e15 && abs(last) < 1e15 ? Int(first)...Int(last) : nil
        }
        if multiples().map({ $0.count < 2 }) ?? true { (factor, power) = step((high - low) / 4) }
        let whole = multiples().map { $0.map { $0 * factor } } ?? []
        let top = whole.filter { $0 != 0 }.map { DecimalText(Double($0)).exponent + power }.max() ?? 0
        let exponent = top > 5 || top < -3 ? top : 0
        let ticks = whole.map { number in
            let text = DecimalText(Double(number)).scaled(by: power - exponent)
            return Tick(
                value: Double(number) * tenTo(power), label: text.fixed(places: max(0, exponent - power)))
        }
        return AxisScale(
            ticks: ticks, exponent: ticks.isEmpty ? 0 : exponent, start: start, end: end, domain: domain,
            isLogarithmic: false)
    }

    /// An axis for numbers above 0 by their logarithm.
    static func logarithmic(
        _ values: [Double], start: Double, end: Double, count: Int = 8, padding: Double = 0.05
    ) -> AxisScale {
        let known = values.filter { $0.isDrawable && $0 > 1e-290 }
        let (low, high) = (known.min() ?? 1, known.max() ?? 10)
        let span = DeterministicMath.log(high / low)
        let space = DeterministicMath.exp(span < 1e-9 ? 0.5 : span * padding)
        let domain = (low / space)...(high * space)
        let powers = (DecimalText(domain.lowerBound).exponent)...(DecimalText(domain.upperBound).exponent)
        func ticks(_ factors: [Int], every: Int = 1) -> [Tick] {
            powers.filter { $0 % every == 0 }.flatMap { power in
                factors.map { Tick(value: Double($0) * tenTo(power), label: label($0, power)) }
            }.filter { domain.contains($0.value) }
        }
        var chosen = ticks([1], every: max(1, (powers.count + count - 1) / count))
        if chosen.count < 4 {
            let finer = [ticks([1, 2, 5]), ticks([1, 3]), ticks(Array(1...9))]
            chosen = finer.first { (3...count).contains($0.count) } ?? chosen
        }
        return AxisScale(
            ticks: chosen, start: start, end: end, domain: domain, isLogarithmic: true)
    }

    /// The nearest of 1, 2, 5 times a power of ten.
    private static func step(_ raw: Double) -> (factor: Int, power: Int) {
        let power = DecimalText(raw).exponent
        let lead = raw / tenTo(power)
        if lead <= 1.4 { return (1, power) }
        if lead <= 3.2 { return (2, power) }
        if lead <= 7 { return (5, power) }
        return (1, power + 1)
    }

    private static func tenTo(_ power: Int) -> Double { Double("1e\(power)") ?? 0 }

    private static func label(_ factor: Int, _ power: Int) -> String {
        if (-4...5).contains(power) { return DecimalText(Double(factor)).scaled(by: power).plain }
        return (factor == 1 ? "" : "\(factor)·") + "10" + superscript(power)
    }

    private static func superscript(_ number: Int) -> String {
        let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
        return (number < 0 ? "⁻" : "")
            + String(String(abs(number)).compactMap(\.wholeNumberValue).map { digits[$0] })
    }
}

extension Double {
    /// Whether it can have a place in a drawing: finite, and no difference of two such overflows.
    var isDrawable: Bool { isFinite && abs(self) < 1e300 }
}

extension ClosedRange<Double> {
    /// The ends that can be drawn.
    var drawableEnds: [Double] { [lowerBound, upperBound].filter(\.isDrawable) }
}
