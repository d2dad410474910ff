import Foundation
import Numerics
import Primitives
import Testing

@testable import Datasets

@Suite("Synthetic regressions")
struct RegressionGeneratorTests {
    @Test("Friedman's functions are scikit-learn's")
    func friedmanFormulas() throws {
        let reference = try RegressionReference.load().friedman
        #expect(reference.count == 3 && reference.allSatisfy { $0.targets.count == 25 })
        let functions = [Friedman1.mean, FriedmanCircuit.impedance, FriedmanCircuit.phase]
        for (function, entry) in zip(functions, reference) {
            for (inputs, target) in zip(entry.inputs, entry.targets) {
                #expect(abs(function(inputs[...]) - target) < 1e-13 * max(1, abs(target)))
            }
        }
    }

    @Test("Friedman's inputs have their ranges, the noise its deviation, and the truth is the function")
    func friedmanMoments() throws {
        let n = 6000
        let first = try source(Friedman1.self, ["n": .integer(n), "dimension": .integer(7)]).load()
        #expect(first.columns.count == 7)
        #expect(first.truth?.relevantColumns == ["x1", "x2", "x3", "x4", "x5"])
        for column in first.columns {
            let values = try #require(first.numbers(column.name))
            #expect(values.allSatisfy { (0..<1).contains($0) })
            #expect(abs(meanAndError(values).mean - 0.5) < 4 * (1 / 12.0 / Double(n)).squareRoot())
        }
        // E y: 10 E sin(π u v) + 20/12 + 5 + 2.5, and E sin(π u v) = (γ + ln π − Ci(π))/π.
        let sine = (0.5772156649015329 + 1.1447298858494002 - 0.07366791204642548) / Double.pi
        let mean = meanAndError(first.means)
        #expect(abs(mean.mean - (10 * sine + 20 / 12.0 + 7.5)) < 4 * mean.error)
        for (inputs, mean) in zip(first.inputRows, first.means) {
            #expect(Friedman1.mean(inputs[...]) == mean)
        }
        let ranges = [0...100.0, (40 * Double.pi)...(560 * Double.pi), 0...1, 1...11]
        for (dataset, ratio) in [
            (try source(Friedman2.self, ["n": .integer(n)]).load(), 125.0),
            (try source(Friedman3.self, ["n": .integer(n)]).load(), 0.1), (first, 1),
        ] {
            let noise = zip(dataset.targetValues, dataset.means).map { $0 - $1 }
            #expect(abs(deviation(noise) / ratio - 1) < 4 / (2 * Double(n)).squareRoot())
            #expect(dataset.truth?.leastRootMeanSquaredError == ratio)
            guard dataset.columns.count == 4 else { continue }
            for (column, range) in zip(dataset.columns, ranges) {
                let values = try #require(dataset.numbers(column.name))
                #expect(values.allSatisfy { range.contains($0) })
                let width = range.upperBound - range.lowerBound
                #expect(abs(meanAndError(values).mean - range.lowerBound - width / 2) < 0.01 * width)
            }
            // Breiman: the function has three times the deviation of the noise.
            #expect(abs(deviation(dataset.means) / ratio - 3) < 0.25)
        }
    }

    @Test(
        "A sparse linear model has the signal-to-noise ratio, the correlations and the coefficients asked for",
        arguments: ["toeplitz", "equicorrelated"],
        ["spread-ones", "first-ones", "first-decreasing", "random-signs"])
    func sparseLinear(design: String, pattern: String) throws {
        let (n, d, s, rho, ratio) = (4000, 12, 4, 0.6, 2.5)
        let given: [String: ParameterValue] = [
            "n": .integer(n), "dimension": .integer(d), "sparsity": .integer(s), "snr": .real(ratio),
            "design": .text(design), "correlation": .real(rho), "coefficients": .text(pattern),
        ]
        let dataset = try source(SparseLinear.self, given).load()
        let truth = try #require(dataset.truth)
        let beta = try #require(truth.values("coefficients"))
        let support = beta.indices.filter { beta[$0] != 0 }
        #expect(support.count == s)
        #expect(truth.relevantColumns == support.map { "x\($0 + 1)" })
        switch pattern {
        case "spread-ones": #expect(support == [0, 4, 7, 11] && beta[4] == 1)
        case "first-ones": #expect(beta.prefix(4) == [1, 1, 1, 1])
        case "first-decreasing":
            for (found, wanted) in zip(beta, [10, 10 - 9.5 / 3, 10 - 19.0 / 3, 0.5]) {
                #expect(abs(found - wanted) < 1e-14)
            }
        default: #expect(support.allSatisfy { abs(beta[$0]) == 1 })
        }
        // β'Σβ from the definition of Σ.
        var variance = 0.0
        for i in 0..<d {
            for j in 0..<d {
                let sigma = i == j ? 1 : design == "toeplitz" ? pow(rho, Double(abs(i - j))) : rho
                variance += beta[i] * sigma * beta[j]
            }
        }
        #expect(abs(try #require(truth.values("signal_variance"))[0] / variance - 1) < 1e-12)
        let noise = try #require(truth.leastRootMeanSquaredError)
        #expect(abs(variance / (noise * noise) / ratio - 1) < 1e-12)
        #expect(abs(try #require(truth.values("explained_variance"))[0] - ratio / (1 + ratio)) < 1e-12)
        let residuals = zip(dataset.targetValues, dataset.means).map { $0 - $1 }
        #expect(abs(deviation(residuals) / noise - 1) < 4 / (2 * Double(n)).squareRoot())
        #expect(abs(pow(deviation(dataset.means), 2) / variance - 1) < 4 * (2 / Double(n)).squareRoot())
        // Correlations, with a standard error of at most 1/√n.
        let columns = try (1...d).map { try #require(dataset.numbers("x\($0)")) }
        for (i, j) in [(0, 0), (3, 3), (11, 11), (0, 1), (4, 6), (2, 9), (10, 11)] {
            let wanted = i == j ? 1 : design == "toeplitz" ? pow(rho, Double(abs(i - j))) : rho
            #expect(
                abs(sampleCovariance(columns[i], columns[j]) - wanted) < 4.5 * (2 / Double(n)).squareRoot())
        }
        for (inputs, mean) in zip(dataset.inputRows, dataset.means).prefix(50) {
            #expect(abs(zip(inputs, beta).reduce(0) { $0 + $1.0 * $1.1 } - mean) < 1e-12)
        }
        let fixed = try source(SparseLinear.self, given.merging(["noise": .real(0.25)]) { $1 }).load()
        #expect(fixed.truth?.leastRootMeanSquaredError == 0.25)
    }

    @Test("The functions of Donoho and Johnstone are those of table 1")
    func signals() throws {
        let reference = try RegressionReference.load().signals
        let places = try #require(reference["places"])
        for signal in [TestSignal.blocks, .bumps, .heavisine, .doppler] {
            let wanted = try #require(reference[signal.rawValue])
            #expect(wanted.count == places.count && deviation(wanted) > 0.1)
            for (x, value) in zip(places, wanted) {
                #expect(abs(signal.value(x, levels: []) - value) < 1e-12, "\(signal) at \(x)")
            }
        }
    }

    @Test(
        "Functions of one variable have deviation 1 and noise of the ratio asked for",
        arguments: TestSignal.allCases)
    func piecewise(signal: TestSignal) throws {
        let n = 4000
        let given: [String: ParameterValue] = ["n": .integer(n), "function": .text(signal.rawValue)]
        for design in ["grid", "uniform"] {
            let dataset = try source(Piecewise1D.self, given.merging(["design": .text(design)]) { $1 }).load()
            let tolerance = design == "grid" ? 2e-3 : 0.05
            #expect(abs(deviation(dataset.means) - 1) < tolerance)
            let noise = zip(dataset.targetValues, dataset.means).map { $0 - $1 }
            #expect(abs(7 * deviation(noise) - 1) < 4 / (2 * Double(n)).squareRoot())
            #expect(dataset.truth?.leastRootMeanSquaredError == 1 / 7.0)
            let x = try #require(dataset.numbers("x"))
            #expect(x.allSatisfy { (0...1).contains($0) } && (design == "uniform") == (x != x.sorted()))
        }
        let silent = try source(Piecewise1D.self, given.merging(["snr": .absent]) { $1 }).load()
        #expect(silent.targetValues == silent.means)
        if signal == .steps || signal == .sawtooth {
            let jumps = zip(silent.means, silent.means.dropFirst()).count { abs($0 - $1) > 0.01 }
            #expect(jumps == 7)
        }
    }

    @Test("Covariate shift keeps the function, moves the inputs and knows the ratio of the densities")
    func covariateShift() throws {
        let n = 20_000
        let given: [String: ParameterValue] = [
            "n": .integer(n), "test_rows": .integer(n), "weights": .text("true-ratio"),
        ]
        let dataset = try source(CovariateShift.self, given).load()
        let x = try #require(dataset.numbers("x"))
        let split = try scheme(GivenSplit.self, ["validation": .real(0)]).split(dataset, seed: 0)
        #expect(split.train == Array(0..<n) && split.test == Array(n..<2 * n))
        let (train, test) = (Array(x[..<n]), Array(x[n...]))
        let root = Double(n).squareRoot()
        #expect(abs(meanAndError(train).mean - 0.5) < 4 * 0.5 / root)
        #expect(abs(meanAndError(test).mean) < 4 * 0.3 / root)
        #expect(abs(deviation(train) / 0.5 - 1) < 4 / (2 * Double(n)).squareRoot())
        #expect(abs(deviation(test) / 0.3 - 1) < 4 / (2 * Double(n)).squareRoot())
        #expect(zip(x, dataset.means).allSatisfy { abs($0 * $0 * $0 - $0 - $1) < 1e-12 })
        let noise = zip(dataset.targetValues, dataset.means).map { $0 - $1 }
        #expect(abs(deviation(noise) / 0.3 - 1) < 4 / (4 * Double(n)).squareRoot())
        // Weighted averages over training rows are averages over test rows.
        let weights = Array(try #require(dataset.roles.weights)[..<n])
        let one = meanAndError(weights)
        #expect(abs(one.mean - 1) < 4 * one.error && one.error < 0.01)
        let square = meanAndError(zip(weights, train).map { $0 * $1 * $1 })
        #expect(abs(square.mean - 0.09) < 4 * square.error)
        // Least squares lines, with the weights and without, are those of the truth.
        for (name, weights) in [("train", weights.map { _ in 1 }), ("test", weights)] {
            let line = try #require(dataset.truth?.values("best_line_\(name)"))
            let total = weights.reduce(0, +)
            func average(_ value: (Int) -> Double) -> Double {
                (0..<n).reduce(0) { $0 + weights[$1] * value($1) } / total
            }
            let (mx, my) = (average { train[$0] }, average { dataset.means[$0] })
            let slope =
                average { (train[$0] - mx) * (dataset.means[$0] - my) }
                / average { (train[$0] - mx) * (train[$0] - mx) }
            #expect(abs(slope - line[1]) < 0.05, "\(name)")
            #expect(abs(my - slope * mx - line[0]) < 0.03)
            let error = average { pow(dataset.targetValues[$0] - line[0] - line[1] * train[$0], 2) }
                .squareRoot()
            #expect(abs(error / line[2] - 1) < 0.04)
        }
        let plain = try source(CovariateShift.self).load()
        #expect(plain.roles.weights == nil)
        let apart = try source(
            CovariateShift.self,
            ["test_mean": .real(100), "test_deviation": .real(0.001), "weights": .text("true-ratio")])
        let error = try failure { try apart.load() }
        #expect(error.exitCode == .usage && error.description.contains("ratio of the densities is 0"))
    }
}
