import Numerics
import Primitives
import Testing

@testable import Datasets

@Suite("Domains with a spurious feature")
struct SpuriousDomainsTests {
    private let waterbirds: [String: ParameterValue] = [
        "domains": .integer(1), "flip_low": .real(0.05), "flip_high": .real(0.05), "test_flip": .real(0.5),
        "label_noise": .real(0), "validation": .text("test"), "groups": .text("class-spurious"),
    ]

    @Test("The error rate of the best classifier is the integral of the smaller density")
    func errorRates() throws {
        for reference in try GeneratorTruths.read().spurious {
            let (noise, flip) = (reference.arguments[0], reference.arguments[1])
            let law = SpuriousLaw(
                labelNoise: noise, core: reference.arguments[2], spurious: reference.arguments[3])
            #expect(abs(law.errorRate(flip: flip) - reference.error) < 1e-6, "\(reference.arguments)")
        }
    }

    @Test("Limits: a useless spurious feature leaves the core's error, a perfect one leaves its own")
    func limits() {
        let law = SpuriousLaw(labelNoise: 0.25, core: 3, spurious: 5)
        #expect(law.errorRate(flip: 0.5) == law.invariantErrorRate)
        #expect(abs(law.errorRate(flip: 0.2) - law.errorRate(flip: 0.8)) < 1e-12)
        #expect(abs(law.errorRate(flip: 0.4999999) - law.invariantErrorRate) < 1e-6)
        for (core, spurious) in [(3e4, 3e4), (1e-3, 3e4), (3e4, 1e-3), (1e-3, 1e-3)] {
            for noise in [0, 1e-12, 0.25, 0.4999] {
                for flip in [0, 1e-12, 0.1, 0.4999, 0.9, 1] {
                    let law = SpuriousLaw(labelNoise: noise, core: core, spurious: spurious)
                    let error = law.errorRate(flip: flip)
                    let alone =
                        min(flip, 1 - flip) + abs(1 - 2 * flip)
                        * DeterministicMath.normalCumulative(-spurious)
                    #expect(
                        error >= -1e-11 && error <= min(law.invariantErrorRate, alone) + 1e-9,
                        "\([core, spurious, noise, flip, error, law.invariantErrorRate, alone])")
                }
            }
        }
    }

    @Test("Evidence through a flip is undone by its inverse")
    func evidence() {
        for flip in [0, 0.1, 0.4] {
            for odds in [-3, -0.5, 0, 1, 2.5] {
                let result = SpuriousLaw.throughFlip(odds, flip)
                #expect(abs(SpuriousLaw.beforeFlip(result, flip) - odds) < 1e-12)
                #expect(abs(SpuriousLaw.throughFlip(odds, 1 - flip) + result) < 1e-15)
            }
        }
        #expect(SpuriousLaw.beforeFlip(3, 0.1) == .infinity && SpuriousLaw.beforeFlip(-3, 0.1) == -.infinity)
    }

    @Test("By default Colored MNIST's probabilities hold in every domain and part")
    func defaults() throws {
        let n = 50000
        let dataset = try generated("spurious-domains", ["n": .integer(n)])
        #expect(dataset.roles.groups?.names == ["domain 1", "domain 2", "test"])
        guard case .parts(let parts)? = dataset.roles.split else {
            Issue.record("no split")
            return
        }
        let codes = try #require(dataset.roles.groups?.codes)
        #expect(parts.count { $0 == .train } == 30000 && parts.count { $0 == .test } == 10000)
        for (part, groups) in [
            (RowRoles.Part.train, Set<Int32>([0, 1])), (.validation, [0, 1]), (.test, [2]),
        ] {
            #expect(Set((0..<n).filter { parts[$0] == part }.map { codes[$0] }) == groups)
        }
        let (core, spurious) = (dataset.numericColumns[0], dataset.numericColumns[1])
        for (group, flip) in [(0, 0.2), (1, 0.1), (2, 0.9)] {
            let rows = (0..<n).filter { codes[$0] == group }
            // With these noises the signs of the columns are those of c and a but for 3 rows in 100,000.
            let labels = rows.map { dataset.codes[$0] == 1 }
            let disagreeing = zip(rows, labels).count { (spurious[$0] > 0) != $1 }
            #expect(isConsistent(Double(disagreeing) / Double(rows.count), with: flip, count: rows.count))
            let noisy = zip(rows, labels).count { (core[$0] > 0) != $1 }
            #expect(isConsistent(Double(noisy) / Double(rows.count), with: 0.25, count: rows.count))
            #expect(
                isConsistent(Double(labels.count { $0 }) / Double(rows.count), with: 0.5, count: rows.count))
        }
        let truth = try #require(dataset.truth)
        #expect(truth.relevantColumns == ["core1"])
        let test = (0..<n).filter { codes[$0] == 2 }
        let error = try #require(truth.bayesErrorRate)
        #expect(abs(error - 0.1) < 1e-4)
        #expect(isConsistent(dataset.errorOfBestPredictions(rows: test), with: error, count: test.count))
        let invariant = try #require(truth.quantities.first { $0.name == "invariant_error_rate" })
        #expect(abs(invariant.values[0] - 0.25) < 1e-4)
    }

    @Test("With overlapping features the best predictions err as often as the law says, in every domain")
    func bestPredictions() throws {
        let n = 60000
        let dataset = try generated(
            "spurious-domains",
            [
                "n": .integer(n), "core_noise": .real(1.5), "core_dimension": .integer(3),
                "spurious_noise": .real(1), "spurious_dimension": .integer(2), "label_noise": .real(0.1),
            ])
        let codes = try #require(dataset.roles.groups?.codes)
        let truth = try #require(dataset.truth)
        let training = try #require(truth.quantities.first { $0.name == "training_bayes_error_rates" })
        for (group, error) in (training.values + [try #require(truth.bayesErrorRate)]).enumerated() {
            let rows = (0..<n).filter { codes[$0] == group }
            #expect(isConsistent(dataset.errorOfBestPredictions(rows: rows), with: error, count: rows.count))
        }
        let core = dataset.numericColumns[..<3]
        let wrong = (0..<n).count { row in (core.reduce(0) { $0 + $1[row] } > 0) != (dataset.codes[row] == 1)
        }
        let invariant = try #require(truth.quantities.first { $0.name == "invariant_error_rate" })
        #expect(isConsistent(Double(wrong) / Double(n), with: invariant.values[0], count: n))
    }

    @Test("Group imbalance as in Waterbirds: 5 % against the correlation in training, half of the others")
    func groups() throws {
        let n = 20000
        let dataset = try generated("spurious-domains", waterbirds.merging(["n": .integer(n)]) { $1 })
        #expect(dataset.roles.groups?.names == ["y=0 a=0", "y=0 a=1", "y=1 a=0", "y=1 a=1"])
        guard case .parts(let parts)? = dataset.roles.split, let codes = dataset.roles.groups?.codes else {
            Issue.record("no split")
            return
        }
        for (part, flip) in [(RowRoles.Part.train, 0.05), (.validation, 0.5), (.test, 0.5)] {
            let rows = (0..<n).filter { parts[$0] == part }
            let minority = rows.count { codes[$0] == 1 || codes[$0] == 2 }
            #expect(isConsistent(Double(minority) / Double(rows.count), with: flip, count: rows.count))
            #expect(rows.allSatisfy { Int(codes[$0]) / 2 == dataset.codes[$0] })
        }
    }

    @Test("Domains beyond two are evenly spaced; too few rows for them are refused")
    func domains() throws {
        let dataset = try generated("spurious-domains", ["domains": .integer(11)])
        #expect(dataset.roles.groups?.names.first == "domain 01" && dataset.roles.groups?.names.count == 12)
        let flips = try #require(dataset.truth?.quantities.first { $0.name == "domain_flips" })
        for (domain, flip) in flips.values.dropLast().enumerated() {
            #expect(abs(flip - (0.2 - 0.01 * Double(domain))) < 1e-15)
        }
        let refusal = try failure {
            try generated("spurious-domains", ["n": .integer(10), "domains": .integer(7)])
        }
        #expect(refusal.exitCode == .usage && refusal.description.contains("domains: 7"))
    }
}
