import Foundation
import Numerics
import Testing

@Suite("Elementary functions in double precision")
struct ElementaryFunctionTests {
    /// Values of Reference/elementary.csv, made by the script beside it.
    static let rows: [(name: String, argument: Double, value: Double)] = {
        let file = Bundle.module.url(forResource: "Reference/elementary", withExtension: "csv")!
        let text = try! String(contentsOf: file, encoding: .utf8)
        return text.split(separator: "\n").map { line in
            let fields = line.split(separator: ",").map(String.init)
            return (fields[0], Double(fields[1])!, Double(fields[2])!)
        }
    }()

    @Test(
        "they lie within 1.1 units in the last place of high-precision values",
        arguments: ["exp", "log", "sin", "cos"])
    func accuracy(name: String) {
        let function: (Double) -> Double =
            switch name {
            case "exp": DeterministicMath.exp
            case "log": DeterministicMath.log
            case "sin": DeterministicMath.sin
            default: DeterministicMath.cos
            }
        let rows = Self.rows.filter { $0.name == name }
        #expect(rows.count > 100)
        for row in rows {
            let error = abs(function(row.argument) - row.value) / row.value.ulp
            #expect(error <= 1.1, "\(name)(\(row.argument)): \(error) ulp")
        }
    }

    @Test("special values")
    func specialValues() {
        #expect(DeterministicMath.exp(.infinity) == .infinity)
        #expect(DeterministicMath.exp(-.infinity) == 0)
        #expect(DeterministicMath.exp(.nan).isNaN)
        #expect(DeterministicMath.exp(0) == 1)
        #expect(DeterministicMath.exp(710) == .infinity)
        #expect(DeterministicMath.log(0) == -.infinity)
        #expect(DeterministicMath.log(-1).isNaN)
        #expect(DeterministicMath.log(.infinity) == .infinity)
        #expect(DeterministicMath.log(1) == 0)
        #expect(DeterministicMath.sin(0) == 0)
        #expect(DeterministicMath.cos(0) == 1)
        #expect(DeterministicMath.sin(2e6).isNaN)
        #expect(DeterministicMath.cos(.infinity).isNaN)
    }
}
