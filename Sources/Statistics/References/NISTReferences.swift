import Primitives

/// The certified values of NIST's Statistical Reference Datasets, computed there in 500 digits and printed
/// with 15.
enum NISTReferences {
    static var all: [ReferenceCheck] { univariate + variance + norris + longley + wampler }

    private static func check(
        _ procedure: String, _ quantity: String, _ set: String, _ expected: Double, _ obtained: Double?,
        digits: Double = 13, remark: String? = nil
    ) -> ReferenceCheck {
        ReferenceCheck(
            procedure, "\(quantity), \(set)", source: "NIST StRD, \(set)", expected: expected,
            obtained: obtained ?? .nan, tolerance: .digits(digits), remark: remark)
    }

    private struct Certified {
        var name: String
        var values: [Double]
        var mean: Double
        var deviation: Double
        var lag: Double
        var digits = 13.0
        var remark: String?
    }

    /// NIST's copy of the first 5000 digits of π has one wrong digit, and its certified values are of the
    /// copy: the 957th digit, counting the 3, is an 8 in π and a 3 there.
    private static var certifiedDigitsOfPi: [Double] {
        var digits = digitsOfPi(5000)
        digits[956] = 3
        return digits.map(Double.init)
    }

    /// The first value, then 500 times a low and a high one.
    private static func alternating(_ first: Double, _ low: Double, _ high: Double) -> [Double] {
        [first] + (0..<1000).map { $0 % 2 == 0 ? low : high }
    }

    private static var univariate: [ReferenceCheck] {
        let rounding = "the decimal data are rounded to Double before any formula sees them"
        let sets: [Certified] = [
            Certified(
                name: "PiDigits", values: certifiedDigitsOfPi, mean: 4.5348,
                deviation: 2.86733906028871, lag: -0.00355099287237972,
                remark:
                    "NIST's copy of π has a 3 for the 957th digit, an 8; the certified values are of the copy"
            ),
            Certified(
                name: "Lottery", values: NISTData.lottery, mean: 518.958715596330,
                deviation: 291.699727470969, lag: -0.120948622967393),
            Certified(
                name: "Lew", values: NISTData.lew, mean: -177.435, deviation: 277.332168044316,
                lag: -0.307304800605679),
            Certified(
                name: "Mavro", values: NISTData.mavro, mean: 2.001856, deviation: 0.000429123454003053,
                lag: 0.937989183438248, digits: 12, remark: rounding),
            Certified(
                name: "Michelso", values: NISTData.michelson, mean: 299.8524,
                deviation: 0.0790105478190518, lag: 0.535199668621283),
            Certified(
                name: "NumAcc1", values: [10_000_001, 10_000_003, 10_000_002], mean: 10_000_002,
                deviation: 1, lag: -0.5),
            Certified(
                name: "NumAcc2", values: alternating(1.2, 1.1, 1.3), mean: 1.2, deviation: 0.1, lag: -0.999),
            Certified(
                name: "NumAcc3", values: alternating(1_000_000.2, 1_000_000.1, 1_000_000.3),
                mean: 1_000_000.2, deviation: 0.1, lag: -0.999, digits: 9, remark: rounding),
            Certified(
                name: "NumAcc4", values: alternating(10_000_000.2, 10_000_000.1, 10_000_000.3),
                mean: 10_000_000.2, deviation: 0.1, lag: -0.999, digits: 8, remark: rounding),
        ]
        return sets.flatMap { set in
            [
                check("Mean", "mean", set.name, set.mean, mean(set.values), digits: 14.5),
                check(
                    "Sample variance", "standard deviation", set.name, set.deviation,
                    sampleVariance(set.values)?.squareRoot(), digits: set.digits, remark: set.remark),
                check(
                    "Lag-1 autocorrelation", "coefficient", set.name, set.lag, autocorrelation(set.values),
                    digits: set.digits, remark: set.remark),
            ]
        }
    }

    private static var variance: [ReferenceCheck] {
        let result = oneWayAnalysisOfVariance(NISTData.resistivity)
        func row(_ quantity: String, _ expected: Double, _ obtained: Double?) -> ReferenceCheck {
            check("One-way analysis of variance", quantity, "SiRstv", expected, obtained, digits: 12)
        }
        return [
            row("F", 1.18046237440255, result?.f),
            row("sum of squares between", 5.11462616000000e-2, result?.betweenSquares),
            row("sum of squares within", 2.16636560000000e-1, result?.withinSquares),
            row("R²", 0.190999039051129, result?.rSquared),
            row("residual deviation", 0.104076068334656, result?.residualDeviation),
        ]
    }

    private static var norris: [ReferenceCheck] {
        let fit = leastSquares(
            rows: NISTData.norrisPredictor.map { [1, $0] }, response: NISTData.norrisResponse)
        func row(_ quantity: String, _ expected: Double, _ obtained: Double?) -> ReferenceCheck {
            check("Least squares", quantity, "Norris", expected, obtained, digits: 12)
        }
        return [
            row("intercept", -0.262323073774029, fit?.coefficients[0]),
            row("slope", 1.00211681802045, fit?.coefficients[1]),
            row("standard error of the intercept", 0.232818234301152, fit?.standardErrors[0]),
            row("standard error of the slope", 4.29796848199937e-4, fit?.standardErrors[1]),
            row("residual deviation", 0.884796396144373, fit?.residualDeviation),
            row("R²", 0.999993745883712, fit?.rSquared),
            row("residual sum of squares", 26.6173985294224, fit?.residualSquares),
            row("F", 5_436_385.54079785, fit?.f),
        ]
    }

    private static var longley: [ReferenceCheck] {
        let fit = leastSquares(
            rows: NISTData.longley.map { [1] + $0.dropFirst() }, response: NISTData.longley.map { $0[0] })
        let coefficients = [
            -3_482_258.63459582, 15.0618722713733, -0.0358191792925910, -2.02022980381683, -1.03322686717359,
            -0.0511041056535807, 1829.15146461355,
        ]
        let errors = [
            890_420.383607373, 84.9149257747669, 0.0334910077722432, 0.488399681651699, 0.214274163161675,
            0.226073200069370, 455.478499142212,
        ]
        func row(_ quantity: String, _ expected: Double, _ obtained: Double?) -> ReferenceCheck {
            check("Least squares", quantity, "Longley", expected, obtained, digits: 11)
        }
        return coefficients.indices.flatMap { index in
            [
                row("coefficient \(index)", coefficients[index], fit?.coefficients[index]),
                row("standard error \(index)", errors[index], fit?.standardErrors[index]),
            ]
        } + [
            row("residual deviation", 304.854073561965, fit?.residualDeviation),
            row("R²", 0.995479004577296, fit?.rSquared),
            row("F", 330.285339234588, fit?.f),
        ]
    }

    /// Powers of x from 0 to 20, whose coefficients are all 1.
    private static var wampler: [ReferenceCheck] {
        let rows = (0...20).map { x in
            (0...5).map { power in (0..<power).reduce(1.0) { value, _ in value * Double(x) } }
        }
        let fit = leastSquares(rows: rows, response: rows.map { $0.reduce(0, +) })
        return (0...5).map { index in
            check(
                "Least squares", "coefficient \(index)", "Wampler1", 1, fit?.coefficients[index], digits: 12)
        }
    }
}
