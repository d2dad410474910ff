import Statistics

/// How numbers are shown: no more digits than their uncertainty supports, none invented.
package enum NumberText {
    /// A mean with the half-width of its interval, cut at the half-width's second digit: `0.912 ± 0.015`.
    ///
    /// Without an interval four significant digits of the mean alone.
    package static func estimate(_ estimate: MeanEstimate, showsPlus: Bool = false) -> String {
        self.estimate(Estimate(estimate), showsPlus: showsPlus)
    }

    /// A value with the half-width of its interval, or with the interval's ends where the value is not in its middle:
    /// `0.912 ± 0.015`, `0.912 [0.895, 0.920]`.
    ///
    /// Cut at the half-width's second digit; without an interval four significant digits of the value alone.
    static func estimate(_ estimate: Estimate, showsPlus: Bool = false) -> String {
        guard let interval = estimate.interval else {
            return significant(estimate.value, 4, showsPlus: showsPlus)
        }
        let centre = DecimalText(estimate.value)
        let reach = DecimalText(interval.halfWidth).rounded(significant: 2)
        // Equal values say nothing about how far others would lie.
        if reach.isZero { return significant(estimate.value, 4, showsPlus: showsPlus) + " (no spread)" }
        let places = 1 - reach.exponent
        let middle = interval.lower + interval.halfWidth
        // Off the middle by rounding alone is in the middle.
        let isSymmetric = abs(middle - estimate.value) <= 1e-9 * max(abs(middle), interval.halfWidth)
        var top = max(reach.exponent, centre.isZero ? reach.exponent : centre.exponent)
        if !isSymmetric {
            let ends = [DecimalText(interval.lower), DecimalText(interval.upper)]
            top = ends.reduce(top) { $1.isZero ? $0 : max($0, $1.exponent) }
        }
        let isScaled = top < -4 || top > 6
        func text(_ value: DecimalText, showsPlus: Bool = false) -> String {
            isScaled
                ? value.scaled(by: -top).fixed(places: places + top, showsPlus: showsPlus)
                : value.fixed(places: places, showsPlus: showsPlus)
        }
        let range =
            isSymmetric
            ? " ± \(text(reach))"
            : " [\(text(DecimalText(interval.lower), showsPlus: showsPlus)), "
                + "\(text(DecimalText(interval.upper), showsPlus: showsPlus))]"
        let whole = text(centre, showsPlus: showsPlus) + range
        return isScaled ? "(\(whole))e\(top)" : whole
    }

    /// An interval by its ends, cut at the half-width's second digit: `[0.90, 0.92]`.
    package static func interval(_ interval: Interval, showsPlus: Bool = false) -> String {
        let reach = DecimalText(interval.halfWidth).rounded(significant: 2)
        if reach.isZero { return significant(interval.lower, 4, showsPlus: showsPlus) }
        let places = max(0, 1 - reach.exponent)
        let ends = [interval.lower, interval.upper].map {
            DecimalText($0).fixed(places: places, showsPlus: showsPlus)
        }
        return "[\(ends[0]), \(ends[1])]"
    }

    /// A value cut at the second digit of a width that is known from elsewhere; four significant digits without one.
    package static func value(_ value: Double, cutAt width: Double?, showsPlus: Bool = false) -> String {
        guard let width, width > 0 else { return significant(value, 4, showsPlus: showsPlus) }
        let reach = DecimalText(width).rounded(significant: 2)
        guard !reach.isZero, reach.exponent > -8, reach.exponent < 7 else {
            return significant(value, 4, showsPlus: showsPlus)
        }
        return DecimalText(value).fixed(places: max(0, 1 - reach.exponent), showsPlus: showsPlus)
    }

    /// A p-value with two significant digits, never as an inequality: `0.012`, `3e-9`.
    ///
    /// With more where fewer would hide on which side of the threshold it is: `0.0499` of 0.05.
    package static func p(_ p: Double, threshold: Double? = nil) -> String {
        if p == 1 { return "1" }
        // Only a value too small for a Double comes out as 0.
        if p == 0 { return "0 (below 1e-300)" }
        let value = DecimalText(p)
        let isScaled = value.exponent < -4
        func text(_ count: Int) -> String {
            let rounded = value.rounded(significant: count)
            return isScaled
                ? rounded.scaled(by: -rounded.exponent).fixed(places: count - 1) + "e\(rounded.exponent)"
                : rounded.fixed(places: count - 1 - rounded.exponent)
        }
        var count = isScaled ? 1 : 2
        guard let threshold, p != threshold else { return text(count) }
        func hidesSide(_ text: String) -> Bool {
            guard let shown = Double(text) else { return false }
            return shown == threshold || (shown < threshold) != (p < threshold)
        }
        while count < 17, hidesSide(text(count)) { count += 1 }
        return text(count)
    }

    /// A share between 0 and 1 with two decimals; those that are not quite 0 or 1 do not become so: `0.97`, `>0.99`.
    package static func share(_ value: Double) -> String {
        if value == 0 || value == 1 { return String(Int(value)) }
        if value < 0.005 { return "<0.01" }
        if value > 0.995 { return ">0.99" }
        return DecimalText(value).fixed(places: 2)
    }

    /// `count` significant digits, in powers of ten where the number is very large or small.
    package static func significant(_ value: Double, _ count: Int, showsPlus: Bool = false) -> String {
        let digits = DecimalText(value).rounded(significant: count)
        if digits.isZero { return "0" }
        if digits.exponent < -4 || digits.exponent > 6 {
            let scaled = digits.scaled(by: -digits.exponent)
            return scaled.fixed(places: count - 1, showsPlus: showsPlus) + "e\(digits.exponent)"
        }
        return digits.fixed(places: max(0, count - 1 - digits.exponent), showsPlus: showsPlus)
    }

    /// A number that was given, not measured: three decimals, or three significant digits where it is small, and no
    /// trailing zeros.
    ///
    /// A margin of 0.0004 must not become 0.
    package static func given(_ value: Double) -> String {
        let digits = DecimalText(value)
        return digits.rounded(places: max(3, 2 - digits.exponent)).plain
    }

    /// Whole numbers as ranges where they follow each other: `0–9, 12`.
    package static func ranges(_ values: [Int]) -> String {
        var ranges: [ClosedRange<Int>] = []
        for value in Set(values).sorted() {
            if let last = ranges.last, last.upperBound + 1 == value {
                ranges[ranges.count - 1] = last.lowerBound...value
            } else {
                ranges.append(value...value)
            }
        }
        return ranges.map { range in
            range.count < 3
                ? range.map(String.init).joined(separator: ", ") : "\(range.lowerBound)–\(range.upperBound)"
        }.joined(separator: ", ")
    }
}
