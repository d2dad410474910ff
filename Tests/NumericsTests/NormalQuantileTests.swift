import Foundation
import Numerics
import Testing

@Suite("The normal distribution")
struct NormalQuantileTests {
    @Test("Quantiles agree with mpmath to a few units in the last place")
    func quantiles() throws {
        let file = Bundle.module.url(forResource: "Reference/normal_quantile", withExtension: "json")!
        let rows = try JSONDecoder().decode([[Double]].self, from: Data(contentsOf: file))
        #expect(rows.count > 200)
        var worst = 0.0
        for row in rows {
            let found = DeterministicMath.normalQuantile(row[0])
            worst = max(worst, abs(found - row[1]) / max(abs(row[1]), 0x1p-40))
        }
        #expect(worst < 2e-15, "\(worst)")
    }

    @Test("Ends, outside, symmetry and the inverse")
    func properties() {
        #expect(DeterministicMath.normalQuantile(0) == -.infinity)
        #expect(DeterministicMath.normalQuantile(1) == .infinity)
        #expect(DeterministicMath.normalQuantile(0.5) == 0)
        for outside in [-0.1, 1.1, .nan, .infinity] {
            #expect(DeterministicMath.normalQuantile(outside).isNaN)
        }
        for step in 1..<64 {
            let p = Double(step) / 64
            let z = DeterministicMath.normalQuantile(p)
            #expect(z == -DeterministicMath.normalQuantile(1 - p))
            #expect(abs(DeterministicMath.normalCumulative(z) - p) < 1e-15)
        }
    }
}
