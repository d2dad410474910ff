import Foundation
import Numerics
import Testing

@Suite("The arctangent")
struct ArctangentTests {
    @Test("lies within one unit in the last place of mpmath's values")
    func accuracy() throws {
        let file = try #require(Bundle.module.url(forResource: "Reference/arctangent", withExtension: "csv"))
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        #expect(lines.count > 1000)
        var worst = 0.0
        for line in lines {
            let fields = line.split(separator: ",").map { Double($0)! }
            let result = DeterministicMath.atan(fields[0])
            worst = max(worst, abs((result - fields[1]) / fields[1].ulp - fields[2]))
        }
        #expect(worst < 0.9, "\(worst)")
    }

    @Test("is odd, does not fall, and has the limits ±π/2")
    func shape() {
        #expect(DeterministicMath.atan(0).bitPattern == 0)
        #expect(DeterministicMath.atan(-0.0).bitPattern == (-0.0).bitPattern)
        #expect(DeterministicMath.atan(.infinity) == Double.pi / 2)
        #expect(DeterministicMath.atan(-.infinity) == -Double.pi / 2)
        #expect(DeterministicMath.atan(.nan).isNaN)
        #expect(DeterministicMath.atan(1) == Double.pi / 4)
        var last = 0.0
        for step in 0..<20_000 {
            let x = 1e-3 * Double(step)
            let value = DeterministicMath.atan(x)
            #expect(value >= last && DeterministicMath.atan(-x) == -value)
            last = value
        }
    }
}
