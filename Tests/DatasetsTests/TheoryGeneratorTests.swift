import Foundation
import Numerics
import Primitives
import Testing

@testable import Datasets

@Suite("Synthetic models of theory")
struct TheoryGeneratorTests {
    @Test("The Stieltjes transform and its derivative are integrals over the density")
    func marchenkoPastur() throws {
        let rows = try RegressionReference.load().marchenkoPastur
        #expect(rows.count == 18)
        for row in rows {
            let (ratio, lambda) = (row[0], row[1])
            #expect(abs(MarchenkoPastur.stieltjes(lambda, ratio: ratio) / row[2] - 1) < 1e-10)
            #expect(abs(MarchenkoPastur.stieltjesDerivative(lambda, ratio: ratio) / row[3] - 1) < 1e-10)
        }
        // The optimal penalty σ²γ/r² has the risk σ²γ m, and neighbours have more.
        let (gamma, signal, noise) = (0.7, 2.0, 0.8)
        let best = noise * gamma / signal
        let risk = MarchenkoPastur.ridgeRisk(best, ratio: gamma, signal: signal, noise: noise)
        #expect(abs(risk - noise * gamma * MarchenkoPastur.stieltjes(best, ratio: gamma)) < 1e-14)
        for factor in [0.8, 0.99, 1.01, 1.2] {
            #expect(
                MarchenkoPastur.ridgeRisk(factor * best, ratio: gamma, signal: signal, noise: noise) > risk)
        }
        for gamma in [0.5, 2] {
            let limit = MarchenkoPastur.ridgeRisk(1e-9, ratio: gamma, signal: signal, noise: noise)
            let ridgeless = MarchenkoPastur.ridgelessRisk(ratio: gamma, signal: signal, noise: noise)
            #expect(abs(limit / ridgeless - 1) < 1e-6)
        }
    }

    /// ‖β̂ − β‖² of ridge regression for each penalty, on the rows of `dataset`.
    private func risks(_ dataset: Dataset, penalties: [Double]) throws -> [Double] {
        let rows = dataset.inputRows
        let (y, beta) = (dataset.targetValues, try #require(dataset.truth?.values("coefficients")))
        let d = beta.count
        var gram = [Double](repeating: 0, count: d * d)
        var product = [Double](repeating: 0, count: d)
        for (x, y) in zip(rows, y) {
            for i in 0..<d {
                product[i] += x[i] * y
                for j in 0...i { gram[i * d + j] += x[i] * x[j] }
            }
        }
        return penalties.map { penalty in
            // Cholesky's factor, then two triangular systems.
            var l = gram
            for i in 0..<d {
                for j in 0...i {
                    var sum = l[i * d + j] + (i == j ? penalty : 0)
                    for k in 0..<j { sum -= l[i * d + k] * l[j * d + k] }
                    l[i * d + j] = i == j ? sum.squareRoot() : sum / l[j * d + j]
                }
            }
            var w = product
            for i in 0..<d {
                for k in 0..<i { w[i] -= l[i * d + k] * w[k] }
                w[i] /= l[i * d + i]
            }
            for i in stride(from: d - 1, through: 0, by: -1) {
                for k in (i + 1)..<max(i + 1, d) { w[i] -= l[k * d + i] * w[k] }
                w[i] /= l[i * d + i]
            }
            return zip(w, beta).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        }
    }

    @Test(
        "The best ridge penalty lies at σ²d/r², and risks are those of the theory",
        arguments: zip(["normal", "fixed-norm"], [(60, 30, 1.0, 1.0), (30, 45, 2.0, 1.5)]))
    func optimalRidge(coefficients: String, size: (n: Int, d: Int, r: Double, sigma: Double)) throws {
        let factors = [0.25, 0.5, 1 / 2.0.squareRoot(), 1, 2.0.squareRoot(), 2, 4]
        let (n, d) = (Double(size.n), Double(size.d))
        let best = size.sigma * size.sigma * d / (size.r * size.r)
        var all: [[Double]] = []
        var asymptotic = 0.0
        for seed in 0..<150 {
            let dataset = try source(
                IsotropicRidge.self,
                [
                    "n": .integer(size.n), "dimension": .integer(size.d), "signal": .real(size.r),
                    "noise": .real(size.sigma), "coefficients": .text(coefficients),
                    "data_seed": .integer(seed),
                ]
            ).load()
            #expect(abs(try #require(dataset.truth?.values("optimal_lambda"))[0] / best - 1) < 1e-14)
            asymptotic = try #require(dataset.truth?.values("asymptotic_optimal_ridge_risk"))[0]
            all.append(try risks(dataset, penalties: factors.map { $0 * best }))
        }
        // Draw by draw, penalties far from the best one lose.
        for (index, factor) in factors.enumerated() where factor != 1 {
            let loss = meanAndError(all.map { $0[index] - $0[3] })
            #expect(loss.mean > (factor > 3 || factor < 0.3 ? 4 : -2) * loss.error, "\(factor)")
        }
        // The least of the parabola through the mean risks at λ*/√2, λ*, √2 λ*, in steps of ln √2, by jackknife.
        func vertex(_ rows: [[Double]]) -> Double {
            let (a, b, c) = (
                rows.reduce(0) { $0 + $1[2] }, rows.reduce(0) { $0 + $1[3] }, rows.reduce(0) { $0 + $1[4] }
            )
            return (a - c) / (2 * (a - 2 * b + c))
        }
        let whole = vertex(all)
        let parts = all.indices.map { leftOut in
            vertex(all.enumerated().filter { $0.offset != leftOut }.map(\.element))
        }
        let centre = parts.reduce(0, +) / Double(parts.count)
        let error =
            (parts.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } * Double(parts.count - 1)
            / Double(parts.count)).squareRoot()
        #expect(abs(whole) < 3 * error, "\(whole) ± \(error)")
        #expect(error < 0.2)
        // The formulas for all penalties; finite sizes differ by terms of the order 1/n.
        for (index, factor) in factors.enumerated() {
            let theory = MarchenkoPastur.ridgeRisk(
                factor * best / n, ratio: d / n, signal: size.r * size.r, noise: size.sigma * size.sigma)
            let found = meanAndError(all.map { $0[index] })
            #expect(abs(found.mean - theory) < 4 * found.error + 0.02 * theory, "\(factor)")
            if factor == 1 { #expect(abs(theory - asymptotic) < 1e-12 * theory) }
        }
    }

    @Test("Coefficients of the ridge model have the norm asked for")
    func ridgeCoefficients() throws {
        var squares: [Double] = []
        for seed in 0..<400 {
            let given: [String: ParameterValue] = [
                "n": .integer(4), "dimension": .integer(50), "signal": .real(3), "data_seed": .integer(seed),
            ]
            let normal = try source(IsotropicRidge.self, given).load()
            squares.append(try #require(normal.truth?.values("coefficients")).reduce(0) { $0 + $1 * $1 })
            let fixed = try source(
                IsotropicRidge.self, given.merging(["coefficients": .text("fixed-norm")]) { $1 }
            ).load()
            let norm = try #require(fixed.truth?.values("coefficients")).reduce(0) { $0 + $1 * $1 }
            #expect(abs(norm - 9) < 1e-12)
        }
        let mean = meanAndError(squares)
        #expect(abs(mean.mean - 9) < 4 * mean.error)
        // χ² of 50 degrees of freedom: a relative deviation of √(2/50).
        #expect(abs(deviation(squares) / 9 / (2 / 50.0).squareRoot() - 1) < 0.2)
    }

    @Test("A teacher's outputs are centred, and of the variance that kernels of infinite networks give")
    func teacherMoments() throws {
        let n = 8000
        for (activation, variance) in [("relu", 0.5 - 0.5 / Double.pi), ("erf", 2 / Double.pi * asin(0.5))] {
            // A unit's outputs have this variance; the teacher's, over its weights, the same on average.
            var variances: [Double] = []
            for seed in 0..<40 {
                let dataset = try source(
                    TeacherStudent.self,
                    [
                        "n": .integer(n / 40), "dimension": .integer(30), "hidden": .integer(20),
                        "activation": .text(activation), "noise": .real(0), "data_seed": .integer(seed),
                    ]
                ).load()
                #expect(dataset.targetValues == dataset.means)
                variances.append(pow(deviation(dataset.means), 2))
            }
            let mean = meanAndError(variances)
            #expect(abs(mean.mean - variance) < 4 * mean.error, "\(activation)")
            #expect(mean.error < 0.15 * variance)
        }
        for activation in ["relu", "tanh", "erf"] {
            let dataset = try source(
                TeacherStudent.self, ["n": .integer(n), "activation": .text(activation), "noise": .real(0.5)]
            ).load()
            let mean = meanAndError(dataset.means)
            #expect(abs(mean.mean) < 4 * mean.error)
            let noise = zip(dataset.targetValues, dataset.means).map { $0 - $1 }
            #expect(abs(deviation(noise) / 0.5 - 1) < 4 / (2 * Double(n)).squareRoot())
            #expect(dataset.truth?.leastRootMeanSquaredError == 0.5)
        }
    }

    @Test("A teacher's classes err as often as its truth says", arguments: [2, 4])
    func teacherClasses(classes: Int) throws {
        let n = 10_000
        let given: [String: ParameterValue] = [
            "n": .integer(n), "task": .text("classification"), "classes": .integer(classes),
            "dimension": .integer(5),
            "noise": .real(0.2),
        ]
        let dataset = try source(TeacherStudent.self, given).load()
        guard case .classes(let labels) = dataset.target,
            case .classes(let best)? = dataset.truth?.optimalPredictions
        else {
            Issue.record("no classes")
            return
        }
        let error = Double(zip(labels, best).count { $0 != $1 }) / Double(n)
        #expect(error > 0.05 && error < 0.5)
        #expect(Set(labels) == Set(0..<classes))
        #expect(dataset.truth?.bayesErrorRate == nil)
        if classes == 2 {
            let expected = try #require(dataset.truth?.values("conditional_error"))[0]
            #expect(abs(error - expected) < 4 * (expected * (1 - expected) / Double(n)).squareRoot())
        }
        let clean = try source(TeacherStudent.self, given.merging(["noise": .real(0)]) { $1 }).load()
        #expect(clean.truth?.bayesErrorRate == 0 && clean.truth?.optimalPredictions == clean.target)
    }

    @Test("Hidden manifolds have as many dimensions as latent variables, folded")
    func hiddenManifold() throws {
        let given: [String: ParameterValue] = [
            "n": .integer(400), "dimension": .integer(12), "latent": .integer(3),
        ]
        let flat = try source(HiddenManifold.self, given.merging(["folding": .text("linear")]) { $1 }).load()
        // Any four columns of a linear folding of three variables are dependent: Gauss eliminates to rank 3.
        var rows = flat.inputRows.prefix(40).map { $0 }
        var rank = 0
        for column in 0..<12 {
            let pivot = (rank..<rows.count).max { abs(rows[$0][column]) < abs(rows[$1][column]) }!
            guard abs(rows[pivot][column]) > 1e-9 else { continue }
            rows.swapAt(rank, pivot)
            for row in (rank + 1)..<rows.count {
                let factor = rows[row][column] / rows[rank][column]
                for index in 0..<12 { rows[row][index] -= factor * rows[rank][index] }
            }
            rank += 1
        }
        #expect(rank == 3)
        #expect(flat.truth?.optimalPredictions != nil)
        // The same latent variables behind another folding.
        let signs = try source(HiddenManifold.self, given).load()
        #expect(
            zip(flat.inputRows, signs.inputRows).allSatisfy { flat, signs in
                zip(flat, signs).allSatisfy { $0 > 0 ? $1 == 1 : $1 == -1 }
            })
        #expect(signs.truth?.optimalPredictions == nil)
        #expect(signs.truth?.values("latent_root_mean_squared_error") == [0.1])
        #expect(signs.target == flat.target)
        // Before folding every input is normal with variance ‖F_j‖²/D, which is 1 on average.
        let wide = try source(
            HiddenManifold.self,
            ["n": .integer(2000), "dimension": .integer(300), "folding": .text("linear")]
        ).load()
        let variances = try (1...300).map { pow(deviation(try #require(wide.numbers("x\($0)"))), 2) }
        let mean = meanAndError(variances)
        #expect(abs(mean.mean - 1) < 4 * mean.error + 0.03)
    }

    @Test("Random functions have the covariance of the Matérn kernel")
    func maternKernel() throws {
        let rows = try RegressionReference.load().matern
        #expect(rows.count == 9)
        for smoothness in 0...2 {
            var products: [[Double]] = [[], [], []]
            for seed in 0..<4000 {
                var stream = RandomStream(seed: seed, name: "law")
                let function = MaternFunction(
                    inputs: 2, smoothness: smoothness, lengthScale: 0.5, features: 4, &stream)
                let start = function([0.2, -0.4])
                for (index, distance) in [0.3, 1.0, 2.5].enumerated() {
                    // A length scale of 0.5 √2.
                    let step = distance * 0.5
                    products[index].append(start * function([0.2 + step, -0.4 - step]))
                }
            }
            for (index, distance) in [0.3, 1.0, 2.5].enumerated() {
                let wanted = try #require(rows.first { $0[0] == Double(smoothness) && $0[1] == distance })[2]
                let found = meanAndError(products[index])
                #expect(abs(found.mean - wanted) < 4 * found.error, "\(smoothness) \(distance)")
                #expect(found.error < 0.04)
            }
        }
    }

    @Test("Compositions depend on what they are composed of", arguments: Compositional.Structure.allCases)
    func compositional(structure: Compositional.Structure) throws {
        let given: [String: ParameterValue] = [
            "structure": .text(structure.rawValue), "dimension": .integer(8), "features": .integer(32),
        ]
        var squares: [Double] = []
        for seed in 0..<150 {
            let dataset = try source(
                Compositional.self, given.merging(["n": .integer(4), "data_seed": .integer(seed)]) { $1 }
            ).load()
            #expect(dataset.targetValues == dataset.means)
            squares.append(dataset.means[0] * dataset.means[0])
        }
        // Over laws a value has variance 1, whatever it is a function of.
        let variance = meanAndError(squares)
        #expect(abs(variance.mean - 1) < 4 * variance.error)
        let noisy = try source(
            Compositional.self, given.merging(["n": .integer(4000), "noise": .real(0.3)]) { $1 }
        ).load()
        let noise = zip(noisy.targetValues, noisy.means).map { $0 - $1 }
        #expect(abs(deviation(noise) / 0.3 - 1) < 4 / 8000.0.squareRoot())
        #expect(deviation(noisy.means) > 0.1)
    }

    @Test("A binary tree needs a power of two")
    func binaryTree() throws {
        let tree = try source(
            Compositional.self, ["structure": .text("binary-tree"), "dimension": .integer(15)])
        let error = try failure { try tree.load() }
        #expect(error.exitCode == .usage && error.description.contains("dimension: 8 or 16"))
    }
}
