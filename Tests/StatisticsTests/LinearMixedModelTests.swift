import Statistics
import Testing

/// The values of `Reference/mixed.json`.
private struct MixedReference: Decodable {
    struct Case: Decodable {
        var name: String?
        var effects: [String]?
        var rows: [[Double]]
        var variances: [String: Double]
        var residual, criterion: Double
        var means: [Double]
        var contrasts: [[Double]]

        var observations: [MixedModelObservation] {
            rows.map {
                MixedModelObservation(method: Int($0[0]), dataset: Int($0[1]), seed: Int($0[2]), value: $0[3])
            }
        }
    }
    var cases: [Case]
    var small, dyestuff, ergoStool: Case
}

@Suite("The linear mixed model") struct LinearMixedModelTests {
    private let reference: MixedReference

    init() throws { reference = try StoredReference.decode("mixed", as: MixedReference.self) }

    private func check(_ model: LinearMixedModel, _ expected: MixedReference.Case, _ tolerance: Double) throws
    {
        let name = expected.name ?? ""
        #expect(model.isConverged, "\(name) after \(model.iterations)")
        #expect(agree(model.criterion, expected.criterion, tolerance), "\(name)")
        #expect(agree(model.means, expected.means, tolerance), "\(name)")
        #expect(agree(model.residualVariance, expected.residual, tolerance), "\(name)")
        #expect(model.components.count == expected.variances.count, "\(name)")
        for component in model.components {
            let variance = try #require(expected.variances[component.effect.rawValue])
            #expect(agree(component.variance, variance, tolerance), "\(name) \(component)")
        }
        for row in expected.contrasts {
            let contrast = model.contrast(Int(row[0]), minus: Int(row[1]))
            #expect(agree([contrast.difference], [row[2]], tolerance, absolute: 1e-12), "\(name)")
            #expect(agree(contrast.standardError, row[3], tolerance), "\(name)")
            #expect(agree(contrast.degreesOfFreedom, row[4], 10 * tolerance), "\(name)")
        }
    }

    @Test("REML fits are those by dense matrices, balanced or not") func dense() throws {
        for expected in reference.cases + [reference.small] {
            let effects = expected.effects?.compactMap(RandomEffect.init(rawValue:)) ?? RandomEffect.allCases
            let model = try #require(LinearMixedModel(expected.observations, effects: effects))
            try check(model, expected, 1e-9)
        }
    }

    @Test("lme4's Dyestuff and nlme's ergoStool") func published() throws {
        let dyestuff = try #require(LinearMixedModel(reference.dyestuff.observations))
        #expect(abs((dyestuff.variance(of: .dataset) ?? 0) - 1764.05) < 5e-3)
        #expect(abs(dyestuff.residualVariance - 2451.25) < 5e-3)
        #expect(abs(dyestuff.criterion - 319.6543) < 5e-5)
        #expect(agree(dyestuff.means, [1527.5], 1e-13))
        #expect(abs(dyestuff.standardError(ofMean: 0) - 19.38341) < 5e-6)
        let stool = try #require(LinearMixedModel(reference.ergoStool.observations))
        #expect(abs((stool.variance(of: .dataset) ?? 0).squareRoot() - 1.332465) < 5e-7)
        #expect(abs(stool.residualVariance.squareRoot() - 1.100295) < 5e-7)
        #expect(abs(stool.criterion - 2 * 60.56539) < 1.1e-5)
        let contrast = stool.contrast(1, minus: 0)
        #expect(abs(contrast.difference - 3.888889) < 5e-7 && abs(contrast.standardError - 0.5186838) < 5e-8)
        #expect(agree(contrast.degreesOfFreedom, 24, 1e-9))
        try check(dyestuff, reference.dyestuff, 1e-9)
        try check(stool, reference.ergoStool, 1e-9)
    }

    @Test("balanced data give the estimates of the analysis of variance") func balanced() throws {
        let expected = reference.cases[0]
        let (methods, datasets, seeds) = (3, 5, 4)
        var table = [[[Double]]](
            repeating: [[Double]](repeating: [Double](repeating: 0, count: seeds), count: datasets),
            count: methods)
        for row in expected.rows { table[Int(row[0])][Int(row[1])][Int(row[2])] = row[3] }
        let (k, d, s) = (Double(methods), Double(datasets), Double(seeds))
        func average(_ part: (Int, Int, Int) -> Bool) -> Double {
            let rows = expected.rows.filter { part(Int($0[0]), Int($0[1]), Int($0[2])) }
            return compensatedSum(rows.map { $0[3] }) / Double(rows.count)
        }
        let all = average { _, _, _ in true }
        let byMethod = (0..<methods).map { m in average { one, _, _ in one == m } }
        let byDataset = (0..<datasets).map { n in average { _, two, _ in two == n } }
        var (between, interaction, seed, residual) = (0.0, 0.0, 0.0, 0.0)
        for n in 0..<datasets {
            between += k * s * (byDataset[n] - all) * (byDataset[n] - all)
            for m in 0..<methods {
                let cell = average { one, two, _ in one == m && two == n }
                let effect = cell - byMethod[m] - byDataset[n] + all
                interaction += s * effect * effect
                for z in 0..<seeds {
                    let block = average { _, two, three in two == n && three == z }
                    let rest = table[m][n][z] - cell - block + byDataset[n]
                    residual += rest * rest
                }
            }
            for z in 0..<seeds {
                let effect = average({ _, two, three in two == n && three == z }) - byDataset[n]
                seed += k * effect * effect
            }
        }
        let meanInteraction = interaction / ((k - 1) * (d - 1))
        let meanSeed = seed / (d * (s - 1))
        let meanResidual = residual / ((k - 1) * d * (s - 1))
        let model = try #require(LinearMixedModel(expected.observations))
        #expect(agree(model.residualVariance, meanResidual, 1e-10))
        #expect(
            agree(try #require(model.variance(of: .interaction)), (meanInteraction - meanResidual) / s, 1e-10)
        )
        #expect(agree(try #require(model.variance(of: .seed)), (meanSeed - meanResidual) / k, 1e-10))
        #expect(
            agree(
                try #require(model.variance(of: .dataset)),
                (between / (d - 1) - meanInteraction - meanSeed + meanResidual) / (k * s), 1e-10))
        let contrast = model.contrast(2, minus: 0)
        #expect(agree(contrast.standardError, (2 * meanInteraction / (d * s)).squareRoot(), 1e-10))
        #expect(agree(contrast.degreesOfFreedom, (k - 1) * (d - 1), 1e-9))
        #expect(agree(contrast.difference, byMethod[2] - byMethod[0], 1e-11))
    }

    @Test("two methods on complete data: the paired t test of the datasets' means") func pairedT() throws {
        let a = [
            [0.81, 0.84, 0.80], [0.66, 0.71, 0.69], [0.92, 0.90, 0.93], [0.55, 0.58, 0.51],
            [0.77, 0.74, 0.78],
        ]
        let b = [
            [0.78, 0.83, 0.76], [0.67, 0.66, 0.68], [0.93, 0.86, 0.90], [0.48, 0.50, 0.47],
            [0.78, 0.71, 0.73],
        ]
        var observations: [MixedModelObservation] = []
        for dataset in a.indices {
            for seed in a[dataset].indices {
                observations.append(.init(method: 0, dataset: dataset, seed: seed, value: a[dataset][seed]))
                observations.append(.init(method: 1, dataset: dataset, seed: seed, value: b[dataset][seed]))
            }
        }
        let model = try #require(LinearMixedModel(observations))
        let contrast = model.contrast(0, minus: 1)
        let paired = try #require(
            pairedDifference(a.compactMap { mean($0) }, b.compactMap { mean($0) }))
        #expect(agree(contrast.p, try #require(paired.p), 1e-8))
        #expect(agree(contrast.standardError, try #require(paired.estimate.standardError), 1e-9))
        let interval = try #require(paired.estimate.interval)
        #expect(
            agree(
                [contrast.interval.lower, contrast.interval.upper], [interval.lower, interval.upper], 1e-8))
    }

    @Test("a variance at the edge is 0, and the fit is that without the effect") func edge() throws {
        // Seeds that push methods apart rather than together: their variance wants to be negative.
        var observations: [MixedModelObservation] = []
        for dataset in 0..<4 {
            for seed in 0..<5 {
                let push = Double((dataset * 7 + seed * 3) % 5) - 2
                let noise = Double((dataset * 5 + seed * 11) % 7) - 3
                for method in 0..<2 {
                    let value =
                        Double(dataset) + (method == 0 ? push : -push) + 0.1 * noise * Double(method + 1)
                    observations.append(.init(method: method, dataset: dataset, seed: seed, value: value))
                }
            }
        }
        let model = try #require(LinearMixedModel(observations))
        #expect(model.isConverged && model.variance(of: .seed) == 0)
        let without = try #require(LinearMixedModel(observations, effects: [.dataset, .interaction]))
        #expect(agree(model.criterion, without.criterion, 1e-10))
        #expect(agree(model.residualVariance, without.residualVariance, 1e-8))
        let (one, other) = (model.contrast(0, minus: 1), without.contrast(0, minus: 1))
        #expect(agree(one.degreesOfFreedom, other.degreesOfFreedom, 1e-7) && agree(one.p, other.p, 1e-7))
    }

    @Test("effects that the design cannot tell apart are left out") func identifiability() throws {
        let rows: [(Int, Int, Int, Double)] = [
            (0, 0, 0, 1), (1, 0, 0, 2), (0, 1, 0, 1.5), (1, 1, 0, 2.1), (0, 2, 0, 0.8), (1, 2, 0, 2.2),
        ]
        let observations = rows.map {
            MixedModelObservation(method: $0.0, dataset: $0.1, seed: $0.2, value: $0.3)
        }
        let model = try #require(LinearMixedModel(observations))
        #expect(model.components.map(\.effect) == [.dataset] && model.variance(of: .seed) == nil)
        let one =
            observations.prefix(2).map { $0 } + [
                MixedModelObservation(method: 0, dataset: 0, seed: 1, value: 1.4),
                MixedModelObservation(method: 1, dataset: 0, seed: 1, value: 2.5),
            ]
        #expect(LinearMixedModel(one)?.components.map(\.effect) == [.seed])
        #expect(LinearMixedModel([]) == nil)
        let gap = [MixedModelObservation(method: 1, dataset: 0, seed: 0, value: 1)]
        #expect(LinearMixedModel(gap) == nil)
        let flat = (0..<8).map {
            MixedModelObservation(method: $0 % 2, dataset: $0 / 4, seed: $0 / 2 % 2, value: 3)
        }
        #expect(LinearMixedModel(flat) == nil)
    }
}
