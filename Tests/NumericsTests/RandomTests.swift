import CTensorKernels
import Numerics
import Testing

@Suite("Random numbers")
struct RandomTests {
    /// The known-answer vectors that the authors of Philox publish with Random123 (file kat_vectors).
    @Test("Philox 4x32-10 gives its published known answers")
    func knownAnswers() {
        func philox(_ counter: [UInt32], _ key: (UInt32, UInt32)) -> [UInt32] {
            var output = [UInt32](repeating: 0, count: 4)
            tk_philox(counter, tk_key(word: key), &output)
            return output
        }
        #expect(philox([0, 0, 0, 0], (0, 0)) == [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8])
        let ones = UInt32.max
        #expect(
            philox([ones, ones, ones, ones], (ones, ones)) == [
                0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd,
            ])
        #expect(
            philox([0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], (0xa409_3822, 0x299f_31d0))
                == [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1])
    }

    @Test("streams differ by seed and by name, and repeat exactly")
    func streams() {
        func draw(_ seed: Int, _ name: String) -> [UInt32] {
            var stream = RandomStream(seed: seed, name: name)
            return (0..<8).map { _ in stream.nextUInt32() }
        }
        #expect(draw(0, "split") == draw(0, "split"))
        #expect(draw(0, "split") != draw(1, "split"))
        #expect(draw(0, "split") != draw(0, "shuffle"))
        #expect(draw(12, "3") != draw(1, "23"))
    }

    @Test("uniforms and normals have the moments of their distributions")
    func moments() {
        var stream = RandomStream(seed: 4, name: "moments")
        let n = 40_000
        let u = (0..<n).map { _ in stream.uniform() }
        let z = (0..<n).map { _ in stream.normal() }
        func mean(_ x: [Double], _ power: Int) -> Double {
            x.map { v in (0..<power).reduce(1) { p, _ in p * v } }.reduce(0, +) / Double(n)
        }
        // Five standard errors of each moment.
        let root = Double(n).squareRoot()
        #expect(abs(mean(u, 1) - 0.5) < 5 * 0.289 / root)
        #expect(abs(mean(u, 2) - 1.0 / 3) < 5 * 0.298 / root)
        #expect(abs(mean(z, 1)) < 5 / root)
        #expect(abs(mean(z, 2) - 1) < 5 * 1.414 / root)
        #expect(abs(mean(z, 3)) < 5 * 3.87 / root)
        #expect(abs(mean(z, 4) - 3) < 5 * 9.8 / root)
        #expect(u.allSatisfy { $0 >= 0 && $0 < 1 })
    }

    /// A Beta(a, a) variate has mean 1/2 and variance 1/(4(2a+1)).
    @Test("Beta variates have the right mean and variance", arguments: [0.05, 0.2, 0.5, 1, 2, 8])
    func beta(alpha: Double) {
        let key = RandomKey(seed: 9, name: "beta")
        let n = 20_000
        let x = (0..<n).map { key.beta(step: $0, element: 0, alpha: alpha) }
        let variance = 1 / (4 * (2 * alpha + 1))
        let mean = x.reduce(0, +) / Double(n)
        #expect(abs(mean - 0.5) < 5 * (variance / Double(n)).squareRoot())
        let sample = x.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(n)
        #expect(abs(sample - variance) < 0.05 * variance)
        #expect(x.allSatisfy { $0 >= 0 && $0 <= 1 })
        #expect(key.beta(step: 0, element: 0, alpha: 0) == 1)
    }

    @Test("permutations are permutations, and uniform over the six of three elements")
    func permutations() {
        let key = RandomKey(seed: 2, name: "order")
        var counts: [[Int]: Int] = [:]
        for step in 0..<6000 { counts[key.permutation(step: step, count: 3), default: 0] += 1 }
        #expect(counts.count == 6)
        // Chi-square with 5 degrees of freedom exceeds 25.7 with probability 1e-4.
        #expect(counts.values.map { Double(($0 - 1000) * ($0 - 1000)) / 1000 }.reduce(0, +) < 25.7)
        #expect(key.permutation(step: 1, count: 100).sorted() == Array(0..<100))
    }

    @Test("integers below a bound are unbiased in range")
    func integers() {
        var stream = RandomStream(seed: 2, name: "integers")
        var counts = [Int](repeating: 0, count: 7)
        for _ in 0..<7000 { counts[stream.integer(below: 7)] += 1 }
        #expect(counts.map { Double(($0 - 1000) * ($0 - 1000)) / 1000 }.reduce(0, +) < 27.9)
    }
}
