import Foundation
import Primitives
import Testing

@testable import Datasets

@Suite("Gaussian mixtures")
struct GaussianMixtureTests {
    @Test("The Bayes error is one minus the integral of the largest joint density")
    func bayesError() throws {
        for reference in try GeneratorTruths.read().mixtures {
            let dataset = try generated(
                "gaussian-mixture",
                [
                    "classes": .integer(reference.weights.count), "dimension": .integer(5),
                    "separation": .real(reference.side), "class_weights": .integers(reference.weights),
                ])
            let error = try #require(dataset.truth?.bayesErrorRate)
            #expect(abs(error - reference.error) < 2e-6, "\(reference.weights)")
        }
    }

    @Test("Two equal classes: Φ(−δ/2); the integral agrees with the closed form; the limits are right")
    func closedForms() {
        for side in [0.5, 2, 5] {
            let expected = 0.5 * erfc(side / 2 / 2.0.squareRoot())
            let rule = SimplexBayesRule(priors: [0.5, 0.5], separation: side)
            #expect(abs(rule.errorRate - expected) < 1e-15)
            // A third class of probability 0 in all but name leaves the error of two.
            let nearly = SimplexBayesRule(priors: [0.5 - 1e-13, 0.5 - 1e-13, 2e-13], separation: side)
            #expect(abs(nearly.errorRate - expected) < 1e-11)
        }
        #expect(SimplexBayesRule(priors: [0.2, 0.5, 0.3], separation: 0).errorRate == 0.5)
        #expect(abs(SimplexBayesRule(priors: [0.2, 0.5, 0.3], separation: 1e-9).errorRate - 0.5) < 1e-12)
        #expect(SimplexBayesRule(priors: [0.2, 0.5, 0.3], separation: 1000).errorRate < 1e-20)
    }

    @Test("The corners of the simplex are equally far apart and equally long")
    func corners() {
        for count in [2, 3, 10] {
            let corners = SimplexBayesRule.corners(count, side: 1.5)
            for a in 0..<count {
                let length = corners[a].reduce(0) { $0 + $1 * $1 }
                #expect(abs(length - 1.125 * Double(count - 1) / Double(count)) < 1e-14)
                for b in 0..<a {
                    let distance = zip(corners[a], corners[b]).reduce(0) {
                        $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
                    }
                    #expect(abs(distance - 2.25) < 1e-14)
                }
            }
        }
    }

    @Test("The best predictions err as often as the Bayes error says, rotated and correlated too")
    func bestPredictions() throws {
        let n = 30000
        for (covariance, rotate) in [("spherical", false), ("correlated", false), ("correlated", true)] {
            for weights in [[1, 1, 1, 1], [4, 1, 2, 3]] {
                let dataset = try generated(
                    "gaussian-mixture",
                    [
                        "n": .integer(n), "classes": .integer(4), "dimension": .integer(6),
                        "covariance": .text(covariance), "rotate": .boolean(rotate),
                        "class_weights": .integers(weights),
                    ])
                let error = try #require(dataset.truth?.bayesErrorRate)
                #expect(isConsistent(dataset.errorOfBestPredictions(), with: error, count: n))
                let sum = Double(weights.reduce(0, +))
                for (label, weight) in weights.enumerated() {
                    let share = Double(dataset.codes.count { $0 == label }) / Double(n)
                    #expect(isConsistent(share, with: Double(weight) / sum, count: n))
                }
            }
        }
    }

    @Test("Within a class the covariance is ρ^|i − j|, and the means are δ apart in its metric")
    func moments() throws {
        let n = 40000
        let (delta, rho) = (3.0, 0.6)
        let dataset = try generated(
            "gaussian-mixture",
            [
                "n": .integer(n), "dimension": .integer(4), "separation": .real(delta),
                "covariance": .text("correlated"), "correlation": .real(rho), "rotate": .boolean(true),
            ])
        let rows = (0...1).map { label in (0..<n).filter { dataset.codes[$0] == label } }
        let columns = rows.map { rows in dataset.numericColumns.map { column in rows.map { column[$0] } } }
        for label in 0...1 {
            for i in 0..<4 {
                for j in 0...i {
                    let expected = pow(rho, Double(i - j))
                    let error = ((1 + expected * expected) / Double(rows[label].count)).squareRoot()
                    #expect(abs(covariance(columns[label][i], columns[label][j]) - expected) < 4.5 * error)
                }
            }
        }
        // The inverse of L: z_j = (x_j − ρ x_{j−1})/√(1 − ρ²).
        let difference = (0..<4).map { mean(columns[0][$0]) - mean(columns[1][$0]) }
        let white = (0..<4).map {
            $0 == 0
                ? difference[0] : (difference[$0] - rho * difference[$0 - 1]) / (1 - rho * rho).squareRoot()
        }
        let distance = white.reduce(0) { $0 + $1 * $1 }.squareRoot()
        #expect(abs(distance - delta) < 4 * (4 / Double(n)).squareRoot())
    }

    @Test("Only the first K − 1 columns tell the classes apart, unless rotated")
    func relevance() throws {
        let three: [String: ParameterValue] = ["classes": .integer(3), "dimension": .integer(5)]
        #expect(try generated("gaussian-mixture", three).truth?.relevantColumns == ["x1", "x2"])
        #expect(
            try generated("gaussian-mixture", three.merging(["rotate": .boolean(true)]) { $1 }).truth?
                .relevantColumns == nil)
        #expect(
            try generated("gaussian-mixture", three.merging(["separation": .real(0)]) { $1 }).truth?
                .relevantColumns == [])
    }

    @Test("Arguments that contradict each other are refused by name")
    func refusals() throws {
        let weights = try failure {
            try generated("gaussian-mixture", ["class_weights": .integers([1, 2, 3])])
        }
        #expect(weights.exitCode == .usage && weights.description.contains("class_weights has 3 entries"))
        let narrow = try failure { try generated("gaussian-mixture", ["classes": .integer(4)]) }
        #expect(narrow.exitCode == .usage && narrow.description.contains("set dimension to 3"))
        let large = try failure {
            try generated("gaussian-mixture", ["n": .integer(1_000_000), "dimension": .integer(10_000)])
        }
        #expect(large.exitCode == .usage && large.description.contains("n or dimension"))
    }
}
