import Statistics

/// How numbers are shown: no more digits than their uncertainty supports, none invented.
enum NumberText {
    /// A mean with the half-width of its interval, cut at the half-width's second digit: `0.912 ± 0.015`.
    ///
    /// Without an interval four significant digits of the mean alone.
    static func estimate(_ estimate: MeanEstimate, showsPlus: Bool = false) -> String {
        let centre = DecimalText(estimate.mean)
        guard let interval = estimate.interval else {
            return significant(estimate.mean, 4, showsPlus: showsPlus)
        }
        let reach = DecimalText(interval.halfWidth).rounded(significant: 2)
        // Equal values say nothing about how far others would lie.
        if reach.isZero { return significant(estimate.mean, 4, showsPlus: showsPlus) + " (no spread)" }
        let places = 1 - reach.exponent
        let top = max(reach.exponent, centre.isZero ? reach.exponent : centre.exponent)
        guard top < -4 || top > 6 else {
            let texts = [centre.fixed(places: places, showsPlus: showsPlus), reach.fixed(places: places)]
            return texts.joined(separator: " ± ")
        }
        let scaled = centre.scaled(by: -top).fixed(places: places + top, showsPlus: showsPlus)
        return "(\(scaled) ± \(reach.scaled(by: -top).fixed(places: places + top)))e\(top)"
    }

    /// A p-value with two significant digits, never as an inequality: `0.012`, `3e-9`.
    static func p(_ p: Double) -> String {
        if p == 1 { return "1" }
        // Only a value too small for a Double comes out as 0.
        if p == 0 { return "0 (below 1e-300)" }
        let digits = DecimalText(p)
        if digits.exponent >= -4 {
            let rounded = digits.rounded(significant: 2)
            return rounded.fixed(places: 1 - rounded.exponent)
        }
        let rounded = digits.rounded(significant: 1)
        return rounded.scaled(by: -rounded.exponent).plain + "e\(rounded.exponent)"
    }

    /// `count` significant digits, in powers of ten where the number is very large or small.
    static func significant(_ value: Double, _ count: Int, showsPlus: Bool = false) -> String {
        let digits = DecimalText(value).rounded(significant: count)
        if digits.isZero { return "0" }
        if digits.exponent < -4 || digits.exponent > 6 {
            let scaled = digits.scaled(by: -digits.exponent)
            return scaled.fixed(places: count - 1, showsPlus: showsPlus) + "e\(digits.exponent)"
        }
        return digits.fixed(places: max(0, count - 1 - digits.exponent), showsPlus: showsPlus)
    }

    /// A number that was given, not measured: at most three decimals, no trailing zeros.
    static func given(_ value: Double) -> String { DecimalText(value).rounded(places: 3).plain }

    /// Whole numbers as ranges where they follow each other: `0–9, 12`.
    static func ranges(_ values: [Int]) -> String {
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
