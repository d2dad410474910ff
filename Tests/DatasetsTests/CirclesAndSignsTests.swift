import Primitives
import Testing

@testable import Datasets

@Suite("Circles, exclusive or, parity")
struct CirclesAndSignsTests {
    @Test("circles without noise are make_circles(7, shuffle=False, factor=0.3) of scikit-learn")
    func circles() throws {
        let reference = try GeneratorTruths.read().circles
        let dataset = try generated("circles", ["n": .integer(7), "noise": .real(0), "factor": .real(0.3)])
        #expect(dataset.codes == reference.y)
        for (row, point) in reference.x.enumerated() {
            for (found, wanted) in zip(dataset.numericColumns.map { $0[row] }, point) {
                #expect(abs(found - wanted) < 4e-16)
            }
        }
    }

    @Test("Curves without noise have no Bayes error; with noise nothing is claimed")
    func curves() throws {
        for id in ["two-moons", "two-spirals", "circles"] {
            let clean = try generated(id, ["noise": .real(0)])
            #expect(clean.truth?.bayesErrorRate == 0 && clean.optimalCodes == clean.codes)
            #expect(try generated(id, ["noise": .real(0.1)]).truth == nil)
            // Truly apart: no point of one class lies within 10⁻³ of one of the other.
            let points = clean.numericColumns
            var nearest = Double.infinity
            for a in 0..<clean.rowCount where clean.codes[a] == 0 {
                for b in 0..<clean.rowCount where clean.codes[b] == 1 {
                    let (x, y) = (points[0][a] - points[0][b], points[1][a] - points[1][b])
                    nearest = min(nearest, x * x + y * y)
                }
            }
            #expect(nearest > 1e-6, "\(id)")
        }
    }

    @Test("circles have the radii and the noise asked for")
    func circleMoments() throws {
        let dataset = try generated("circles", ["n": .integer(4000), "noise": .real(0.1)])
        let (x, y) = (dataset.numericColumns[0], dataset.numericColumns[1])
        for (label, radius) in [(0, 1.0), (1, 0.5)] {
            let squares = (0..<4000).filter { dataset.codes[$0] == label }.map {
                x[$0] * x[$0] + y[$0] * y[$0]
            }
            // E r² = radius² + 2σ², var r² = 4 radius² σ² + 4σ⁴.
            let deviation = (4 * radius * radius * 0.01 + 4e-4).squareRoot()
            #expect(abs(mean(squares) - radius * radius - 0.02) < 4 * deviation / 2000.0.squareRoot())
        }
    }

    @Test("The error of xor is the integral over a grid, and the error of its best predictions")
    func xorError() throws {
        for reference in try GeneratorTruths.read().xor {
            for labelNoise in [0, 0.1] {
                let n = 40000
                let dataset = try generated(
                    "xor",
                    [
                        "n": .integer(n), "noise": .real(reference.noise), "label_noise": .real(labelNoise),
                        "variant": .text(reference.uniform ? "uniform" : "clusters"),
                        "irrelevant": .integer(1),
                    ])
                let error = try #require(dataset.truth?.bayesErrorRate)
                #expect(abs(error - labelNoise - (1 - 2 * labelNoise) * reference.error) < 1e-9)
                #expect(isConsistent(dataset.errorOfBestPredictions(), with: error, count: n))
                #expect(dataset.truth?.relevantColumns == ["x1", "x2"])
            }
        }
    }

    @Test("xor: moments of the coordinates, and no linear relation with the class")
    func xorMoments() throws {
        let n = 40000
        for (variant, variance) in [("clusters", 1.25), ("uniform", 1 / 3 + 0.25)] {
            let dataset = try generated("xor", ["n": .integer(n), "variant": .text(variant)])
            let classes = dataset.codes.map(Double.init)
            for column in dataset.numericColumns {
                #expect(abs(mean(column)) < 4 * (variance / Double(n)).squareRoot())
                // The fourth central moment is at most three times the squared variance.
                #expect(
                    abs(covariance(column, column) - variance) < 4 * variance * (2 / Double(n)).squareRoot())
                #expect(abs(covariance(column, classes)) < 4 * (variance / 4 / Double(n)).squareRoot())
            }
            #expect(isConsistent(mean(classes), with: 0.5, count: n))
        }
    }

    @Test("parity is the parity of its relevant columns, but for label noise of the rate asked for")
    func parity() throws {
        let n = 20000
        let dataset = try generated("parity", ["n": .integer(n), "label_noise": .real(0.2)])
        let relevant = try #require(dataset.truth?.relevantColumns)
        #expect(relevant.count == 3 && dataset.columns.count == 30)
        let columns = relevant.compactMap { dataset.numbers($0) }
        let parity = (0..<n).map { row in columns.reduce(1) { $0 * $1[row] } < 0 ? 1 : 0 }
        #expect(parity == dataset.optimalCodes)
        #expect(dataset.truth?.bayesErrorRate == 0.2)
        #expect(isConsistent(dataset.errorOfBestPredictions(), with: 0.2, count: n))
        for column in dataset.numericColumns {
            #expect(column.allSatisfy { abs($0) == 1 })
            #expect(isConsistent(Double(column.count { $0 > 0 }) / Double(n), with: 0.5, count: n))
        }
        // Two of the three columns tell nothing.
        let agreeing = (0..<n).count { (columns[0][$0] * columns[1][$0] < 0) == (parity[$0] == 1) }
        #expect(isConsistent(Double(agreeing) / Double(n), with: 0.5, count: n))
    }

    @Test("The relevant bits are the seed's, the same for every draw; more of them than bits is refused")
    func parityLaw() throws {
        let subsets = try (0..<20).map {
            try generated("parity", ["data_seed": .integer($0)]).truth?.relevantColumns
        }
        #expect(Set(subsets).count > 15)
        let stream = try #require(try generator("parity") as? any StreamingSource)
        #expect(try stream.rows(draw: 5).truth?.relevantColumns == subsets[0])
        let refusal = try failure { try generated("parity", ["k": .integer(31)]) }
        #expect(refusal.exitCode == .usage && refusal.description.contains("k: 31"))
        #expect(try generated("parity", ["k": .integer(30)]).truth?.relevantColumns == nil)
    }
}
