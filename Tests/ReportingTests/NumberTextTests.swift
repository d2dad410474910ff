import Statistics
import Testing

@testable import Reporting

@Suite("Numbers as text") struct NumberTextTests {
    private func estimate(_ mean: Double, _ halfWidth: Double?, plus: Bool = false) -> String {
        let interval = halfWidth.map { Interval(lower: mean - $0, upper: mean + $0, level: 0.95) }
        return NumberText.estimate(
            MeanEstimate(count: 5, mean: mean, standardError: nil, interval: interval), showsPlus: plus)
    }

    @Test("digits are cut at the second digit of the half-width") func cut() {
        #expect(estimate(0.91234, 0.0151) == "0.912 ± 0.015")
        #expect(estimate(0.91234, 0.00996) == "0.912 ± 0.010")
        #expect(estimate(0.5, 0.25) == "0.50 ± 0.25")
        #expect(estimate(2548.07, 321.4) == "2550 ± 320")
        #expect(estimate(95.0, 1234.0) == "100 ± 1200")
        #expect(estimate(0, 0.5) == "0.00 ± 0.50")
        #expect(estimate(3, 40.0) == "3 ± 40")
    }

    @Test("without an interval, or with one of no width, four digits stand") func bare() {
        #expect(estimate(0.912345, nil) == "0.9123")
        #expect(estimate(0.5, nil) == "0.5000")
        #expect(estimate(0.25, 0) == "0.2500 (no spread)")
        #expect(estimate(0, 0) == "0 (no spread)")
    }

    @Test("differences carry their sign, unless they round to nothing") func signs() {
        #expect(estimate(0.0123, 0.0045, plus: true) == "+0.0123 ± 0.0045")
        #expect(estimate(-0.0123, 0.0045, plus: true) == "−0.0123 ± 0.0045")
        #expect(estimate(-0.0001, 0.5, plus: true) == "0.00 ± 0.50")
    }

    @Test("the very large and small share one power of ten") func powers() {
        #expect(estimate(1.234e-7, 3.1e-8) == "(1.23 ± 0.31)e-7")
        #expect(estimate(-6.789e12, 4.4e10, plus: true) == "(−6.789 ± 0.044)e12")
        #expect(estimate(1.23456e-9, nil) == "1.235e-9")
    }

    @Test(
        "p is a number, never a bound",
        arguments: [
            (0.0123, "0.012"), (0.05, "0.050"), (0.5, "0.50"), (1, "1"), (0.99999, "1.0"),
            (0.00034, "0.00034"),
            (3.2e-9, "3e-9"), (9.7e-6, "1e-5"), (2e-300, "2e-300"),
        ])
    func p(value: Double, text: String) { #expect(NumberText.p(value) == text) }

    @Test(
        "p-values show on which side of the threshold they are",
        arguments: [
            (0.0499, 0.05, "0.0499"), (0.0503, 0.05, "0.0503"), (0.05001, 0.05, "0.05001"),
            (0.04999, 0.05, "0.04999"), (0.05, 0.05, "0.050"), (0.0495, 0.0496, "0.0495"),
            (0.012, 0.05, "0.012"), (0.049, 0.05, "0.049"), (9.8e-6, 1e-5, "9.8e-6"), (3.2e-9, 0.05, "3e-9"),
        ])
    func side(value: Double, threshold: Double, text: String) {
        #expect(NumberText.p(value, threshold: threshold) == text)
    }

    @Test("rounding is to nearest, halves away from zero, on the shortest digits") func rounding() {
        #expect(DecimalText(0.125).fixed(places: 2) == "0.13")
        #expect(DecimalText(-0.125).fixed(places: 2) == "−0.13")
        #expect(DecimalText(2.675).fixed(places: 2) == "2.68")
        #expect(DecimalText(999.96).fixed(places: 1) == "1000.0")
        #expect(DecimalText(0.96).fixed(places: 0) == "1")
        #expect(DecimalText(0.4).fixed(places: 0) == "0")
        #expect(DecimalText(0.04).fixed(places: 0) == "0")
        #expect(DecimalText(1e21).fixed(places: 0) == "1000000000000000000000")
        #expect(DecimalText(.leastNonzeroMagnitude).fixed(places: 2) == "0.00")
        #expect(DecimalText(1449).rounded(significant: 2).plain == "1400")
        #expect(NumberText.given(2) == "2" && NumberText.given(1.3333) == "1.333")
    }

    @Test("seeds are shown as ranges") func ranges() {
        #expect(NumberText.ranges([3, 1, 2, 0]) == "0–3")
        #expect(NumberText.ranges([0, 1, 5, 7, 8, 9]) == "0, 1, 5, 7–9")
        #expect(NumberText.ranges([]) == "")
    }
}
