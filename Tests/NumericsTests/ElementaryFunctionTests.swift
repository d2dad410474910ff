import Foundation
import Numerics
import Testing

@Suite("Elementary functions in double precision")
struct ElementaryFunctionTests {
    /// A line of Reference/elementary.csv, made by the script beside it: the exact value is `value` and `rest`
    /// units in the last place of the exact value.
    struct Row {
        let name: String
        let x: Double
        let y: Double
        let value: Double
        let rest: Double

        /// The unit in the last place of the binade of the exact value, not of the rounded one.
        var ulp: Double {
            let belowPowerOfTwo = value.significand == 1 && rest != 0 && (rest < 0) == (value > 0)
            return belowPowerOfTwo && abs(value) > .leastNormalMagnitude ? value.ulp / 2 : value.ulp
        }

        /// The error of `result` in units in the last place.
        ///
        /// Both doubles are multiples of the unit and near each other, so the difference and the quotient
        /// are exact; only the last subtraction rounds, by 2⁻⁵³ of the error.
        func error(_ result: Double) -> Double { abs((result - value) / ulp - rest) }
    }

    static let rows: [Row] = {
        let file = Bundle.module.url(forResource: "Reference/elementary", withExtension: "csv")!
        let text = try! String(contentsOf: file, encoding: .utf8)
        return text.split(separator: "\n").map { line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            return Row(
                name: fields[0], x: Double(fields[1])!, y: Double(fields[2]) ?? .nan,
                value: Double(fields[3])!, rest: Double(fields[4])!)
        }
    }()

    /// The bound of each function: exp and log work in double, the others carry more digits to the end.
    static let bounds: [(name: String, ulps: Double)] = [
        ("exp", 0.9), ("log", 0.9), ("log1p", 0.51), ("tanh", 0.51), ("sigmoid", 0.76), ("erf", 0.9),
        ("sin", 0.9), ("cos", 0.9), ("sqrt", 0.5), ("pow", 0.76),
    ]

    static func evaluate(_ name: String, _ x: Double, _ y: Double) -> Double {
        switch name {
        case "exp": DeterministicMath.exp(x)
        case "log": DeterministicMath.log(x)
        case "log1p": DeterministicMath.log1p(x)
        case "tanh": DeterministicMath.tanh(x)
        case "sigmoid": DeterministicMath.sigmoid(x)
        case "erf": DeterministicMath.erf(x)
        case "sin": DeterministicMath.sin(x)
        case "cos": DeterministicMath.cos(x)
        case "sqrt": DeterministicMath.sqrt(x)
        default: DeterministicMath.pow(x, y)
        }
    }

    @Test("they lie within one unit in the last place of exact values", arguments: bounds)
    func accuracy(name: String, ulps: Double) {
        let rows = Self.rows.filter { $0.name == name }
        #expect(rows.count > 160)
        for row in rows {
            let result = Self.evaluate(name, row.x, row.y)
            #expect(row.error(result) <= ulps, "\(name)(\(row.x), \(row.y)) is \(result)")
        }
    }

    @Test("the reference has subnormal results and the arguments nearest to multiples of π/2")
    func hardCases() {
        for name in ["exp", "log1p", "tanh", "sigmoid", "erf", "sin", "sqrt", "pow"] {
            let rows = Self.rows.filter { $0.name == name }
            if name != "sqrt" {
                #expect(rows.contains { $0.value.isSubnormal }, "\(name)")
            } else {
                #expect(rows.contains { $0.x.isSubnormal })
            }
        }
        for name in ["sin", "cos"] {
            let near = Self.rows.filter { $0.name == name && abs($0.value) < 0x1p-55 && abs($0.x) > 1 }
            #expect(near.count >= 20, "\(name): \(near.count)")
            #expect(near.contains { abs($0.x) > 1e200 })
        }
    }

    @Test("special values")
    func specialValues() {
        #expect(DeterministicMath.exp(.infinity) == .infinity)
        #expect(DeterministicMath.exp(-.infinity) == 0)
        #expect(DeterministicMath.exp(0) == 1)
        #expect(DeterministicMath.exp(710) == .infinity)
        #expect(DeterministicMath.log(0) == -.infinity)
        #expect(DeterministicMath.log(-1).isNaN)
        #expect(DeterministicMath.log(.infinity) == .infinity)
        #expect(DeterministicMath.log(1) == 0)
        #expect(DeterministicMath.log1p(-1) == -.infinity)
        #expect(DeterministicMath.log1p(-1.5).isNaN)
        #expect(DeterministicMath.log1p(.infinity) == .infinity)
        #expect(DeterministicMath.tanh(.infinity) == 1)
        #expect(DeterministicMath.tanh(-.infinity) == -1)
        #expect(DeterministicMath.sigmoid(.infinity) == 1)
        #expect(DeterministicMath.sigmoid(-.infinity) == 0)
        #expect(DeterministicMath.sigmoid(0) == 0.5)
        #expect(DeterministicMath.erf(.infinity) == 1)
        #expect(DeterministicMath.erf(-.infinity) == -1)
        #expect(DeterministicMath.cos(0) == 1)
        #expect(DeterministicMath.sin(.infinity).isNaN)
        #expect(DeterministicMath.cos(-.infinity).isNaN)
        #expect(DeterministicMath.sqrt(-1).isNaN)
        for (name, _) in Self.bounds where name != "pow" {
            #expect(Self.evaluate(name, .nan, 0).isNaN, "\(name)")
        }
    }

    @Test("odd functions, log1p and sqrt keep the sign of zero")
    func signedZeros() {
        for name in ["log1p", "tanh", "erf", "sin", "sqrt"] {
            #expect(Self.evaluate(name, 0, 0).bitPattern == 0, "\(name)")
            #expect(Self.evaluate(name, -0.0, 0).bitPattern == (-0.0).bitPattern, "\(name)")
        }
    }

    @Test("x^y has C's special cases")
    func powerSpecialCases() {
        let pow = DeterministicMath.pow
        let infinity = Double.infinity
        // F.10.4.4 of ISO/IEC 9899:2018, line by line.
        for y in [-3.0, -1, 1, 3] {
            let zero = pow(-0.0, y)
            #expect(zero.sign == .minus && (y < 0 ? zero == -infinity : zero == 0))
            #expect(pow(0, y) == (y < 0 ? infinity : 0))
            #expect(pow(-infinity, y) == (y < 0 ? 0 : -infinity))
            #expect(pow(-infinity, y).sign == .minus)
        }
        for y in [-infinity, -2.5, -2, -0x1p60, 2, 0.5, 0x1p60, infinity] {
            for x in [0.0, -0.0] {
                #expect(pow(x, y) == (y < 0 ? infinity : 0) && pow(x, y).sign == .plus)
            }
            for x in [infinity, -infinity] {
                #expect(pow(x, y) == (y < 0 ? 0 : infinity) && pow(x, y).sign == .plus)
            }
        }
        #expect(pow(-1, infinity) == 1 && pow(-1, -infinity) == 1)
        for y in [0, 2.5, infinity, .nan] { #expect(pow(1, y) == 1) }
        for x in [0, -2.5, infinity, .nan] { #expect(pow(x, 0) == 1 && pow(x, -0.0) == 1) }
        #expect(pow(-2, 0.5).isNaN)
        #expect(pow(-Double.leastNonzeroMagnitude, -0.1).isNaN)
        for x in [0.5, -0.5] { #expect(pow(x, -infinity) == infinity && pow(x, infinity) == 0) }
        for x in [2.0, -2] { #expect(pow(x, -infinity) == 0 && pow(x, infinity) == infinity) }
        #expect(pow(.nan, 2).isNaN && pow(2, .nan).isNaN)
        #expect(pow(-2, 0x1p53) == infinity && pow(-3, 3) == -27 && pow(-3, 4) == 81)
        #expect(pow(10, 309) == infinity && pow(-10, 309) == -infinity && pow(10, -400) == 0)
    }
}
