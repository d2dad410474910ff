import Foundation
import Numerics
import Primitives
import Testing

@testable import Datasets

/// Corruptions of targets against their definitions.
@Suite("Corruptions of targets")
struct LabelCorruptionTests {
    /// Classes in the proportions 1 : 2 : 3 : 4, over `rows` rows.
    private func sample(rows: Int = 20_000) -> Sample {
        let labels = (0..<rows).map { [0, 1, 1, 2, 2, 2, 3, 3, 3, 3][$0 % 10] }
        let data = inMemoryDataset(
            [.numeric("x", (0..<rows).map(Double.init))], .classes(labels), classes: 4)
        return Sample(
            data,
            Split(
                train: (0..<rows).filter { $0 / 10 % 5 <= 2 },
                validation: (0..<rows).filter { $0 / 10 % 5 == 3 },
                test: (0..<rows).filter { $0 / 10 % 5 == 4 }))
    }

    /// How often each class became each other one, in `rows`.
    private func transitions(_ sample: Sample, _ rows: [Int]) -> [[Int]] {
        var counts = [[Int]](repeating: [Int](repeating: 0, count: 4), count: 4)
        for row in rows { counts[sample.cleanCodes[row]][sample.codes[row]] += 1 }
        return counts
    }

    /// Pearson's statistic of `counts` against `probabilities`.
    private func chiSquare(_ counts: [Int], _ probabilities: [Double]) -> Double {
        let total = Double(counts.reduce(0, +))
        return zip(counts, probabilities).reduce(0) { sum, pair in
            let expected = total * pair.1
            return sum + (Double(pair.0) - expected) * (Double(pair.0) - expected) / expected
        }
    }

    @Test(
        "Symmetric noise flips exactly its share of each part, uniformly over the other classes",
        arguments: [0.1, 0.4, 1])
    func symmetric(rate: Double) throws {
        let clean = sample()
        let noisy = try corrupted(clean, "symmetric-label-noise", ["rate": .real(rate)])
        #expect(noisy.cleanCodes == clean.codes)
        for rows in [clean.split.train, clean.split.validation] {
            let flipped = rows.count { noisy.codes[$0] != clean.codes[$0] }
            #expect(flipped == Int((rate * Double(rows.count)).rounded()))
            for (code, counts) in transitions(noisy, rows).enumerated() {
                let others = counts.enumerated().filter { $0.offset != code }.map(\.element)
                // The 0.9999 quantile of χ² with 2 degrees of freedom; sampling without replacement is closer.
                #expect(chiSquare(others, [1 / 3.0, 1 / 3.0, 1 / 3.0]) < 18.4)
                let probabilities = (0..<4).map { $0 == code ? 1 - rate : rate / 3 }
                if rate < 1 { #expect(chiSquare(counts, probabilities) < 21.1) }
            }
        }
        #expect(clean.split.test.allSatisfy { noisy.codes[$0] == clean.codes[$0] })
    }

    @Test("Where any class may be drawn, a label stays in 1 of K cases")
    func uniform() throws {
        let clean = sample()
        let noisy = try corrupted(
            clean, "symmetric-label-noise",
            ["rate": .real(1), "flip_to": .text("any"), "parts": .text("train")])
        for counts in transitions(noisy, clean.split.train) {
            #expect(chiSquare(counts, [0.25, 0.25, 0.25, 0.25]) < 21.1)
        }
        #expect(clean.split.validation.allSatisfy { noisy.codes[$0] == clean.codes[$0] })
    }

    @Test("What a small rate flips, a larger one flips alike")
    func nested() throws {
        let clean = sample(rows: 1000)
        let few = try corrupted(clean, "symmetric-label-noise", ["rate": .real(0.1)])
        let many = try corrupted(clean, "symmetric-label-noise", ["rate": .real(0.3)])
        for row in 0..<1000 where few.codes[row] != clean.codes[row] {
            #expect(many.codes[row] == few.codes[row])
        }
    }

    @Test("Asymmetric noise flips exactly its share of each class to the next one, or as the map says")
    func asymmetric() throws {
        let clean = sample(rows: 1000)
        let rows = clean.split.train
        let pairs = try corrupted(clean, "asymmetric-label-noise", ["rate": .real(0.25)])
        #expect(
            transitions(pairs, rows) == [
                [45, 15, 0, 0], [0, 90, 30, 0], [0, 0, 135, 45], [60, 0, 0, 180],
            ])
        let map: [String: MappedValue] = [
            "class 1": .texts(["class 2"]), "class 3": .texts(["class 0", "class 1"]),
        ]
        let mapped = try corrupted(
            clean, "asymmetric-label-noise", ["rate": .real(0.5), "map": .mapping(map)])
        let counts = transitions(mapped, rows)
        #expect(counts[0] == [60, 0, 0, 0] && counts[1] == [0, 60, 60, 0] && counts[2] == [0, 0, 180, 0])
        #expect(counts[3][0] + counts[3][1] == 120 && counts[3][3] == 120 && abs(counts[3][0] - 60) < 22)
        let error = try failure {
            try corrupted(
                clean, "asymmetric-label-noise", ["map": .mapping(["class 9": .texts(["class 0"])])])
        }
        #expect(error.exitCode == .data && error.description.contains("no class \"class 9\""))
    }

    @Test("Instance-dependent noise is algorithm 2 of Xia et al. 2020, as NumPy and SciPy compute it")
    func instanceDependent() throws {
        let path = repository + "/Tests/DatasetsTests/Fixtures/instance_dependent_label_noise.json"
        struct Reference: Decodable {
            let numbers: [[Double]]
            let levels: [Int]
            let labels: [Int]
            let noisy: [Int]
            let meanRate: Double
        }
        let reference = try JSONDecoder().decode(
            Reference.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
        let data = inMemoryDataset(
            [
                .numeric("a", reference.numbers.map { $0[0] }),
                .categorical("c", reference.levels.map { ["u", "v"][$0] }),
                .numeric("b", reference.numbers.map { $0[1] }),
            ], .classes(reference.labels), classes: 3)
        let rows = reference.labels.count
        let clean = Sample(data, Split(train: Array(0..<rows), validation: [], test: []))
        let noisy = try corrupted(
            clean, "instance-dependent-label-noise", ["rate": .real(0.4), "deviation": .real(0.15)], seed: 11)
        #expect(noisy.codes == reference.noisy && noisy.cleanCodes == reference.labels)
        let share = Double((0..<rows).count { noisy.codes[$0] != reference.labels[$0] }) / Double(rows)
        #expect(abs(share - reference.meanRate) < 4 * (0.25 / Double(rows)).squareRoot())
    }

    @Test(
        "Instance-dependent flips depend on the inputs: equal rows go to the same classes, others elsewhere")
    func dependence() throws {
        let rows = 3000
        let x = (0..<rows).map { $0 % 2 == 0 ? -1.5 : 1.5 }
        let data = inMemoryDataset([.numeric("x", x)], .classes((0..<rows).map { $0 / 2 % 3 }), classes: 3)
        let clean = Sample(data, Split(train: Array(0..<rows), validation: [], test: []))
        let noisy = try corrupted(clean, "instance-dependent-label-noise", ["rate": .real(0.5)])
        var dependent = 0
        for code in 0..<3 {
            let shares = [0, 1].map { side in
                let flipped = (0..<rows).filter {
                    $0 % 2 == side && clean.codes[$0] == code && noisy.codes[$0] != code
                }
                return Double(flipped.count { noisy.codes[$0] == (code + 1) % 3 }) / Double(flipped.count)
            }
            // With one number z = ±1, the log odds are ± the same number.
            #expect(abs(shares[0] + shares[1] - 1) < 0.15)
            if abs(shares[0] - shares[1]) > 0.2 { dependent += 1 }
        }
        #expect(dependent >= 2)
    }

    @Test("Noise on a target has the standard deviation it is given")
    func targetNoise() throws {
        let rows = 20_000
        let values = (0..<rows).map { Double($0 % 100) * 4 - 50 }
        let clean = Sample(
            inMemoryDataset([.numeric("x", values)], .values(values)),
            Split(train: Array(0..<15_000), validation: Array(15_000..<17_000), test: Array(17_000..<rows)))
        let noisy = try corrupted(clean, "target-noise", ["level": .real(0.3)])
        let noise = (0..<17_000).map { noisy.values[$0] - values[$0] }
        // sd of 0, 4, …, 396: 4 √((100² − 1)/12).
        let deviation = 0.3 * 4 * (9999 / 12.0).squareRoot()
        let mean = noise.reduce(0, +) / 17_000
        let variance = noise.reduce(0) { $0 + $1 * $1 } / 17_000
        #expect(abs(mean) < 4 * deviation / 17_000.0.squareRoot())
        #expect(abs(variance / (deviation * deviation) - 1) < 4 * (2 / 17_000.0).squareRoot())
        #expect(Array(noisy.values[17_000...]) == Array(values[17_000...]))
        #expect(noisy.cleanTarget == .values(values))
    }

    @Test("Shuffled labels keep their distribution exactly and lose the inputs", arguments: [0.5, 1])
    func shuffled(share: Double) throws {
        let clean = sample()
        let noisy = try corrupted(clean, "shuffled-labels", ["share": .real(share)])
        let rows = clean.split.train
        func counts(_ sample: Sample) -> [Int] {
            (0..<4).map { code in rows.count { sample.codes[$0] == code } }
        }
        #expect(counts(noisy) == counts(clean))
        let changed = rows.count { noisy.codes[$0] != clean.codes[$0] }
        // A permuted label is another one with probability 1 − Σ p² = 0.7.
        #expect(abs(Double(changed) / Double(rows.count) - 0.7 * share) < 0.02)
        #expect(noisy.cleanCodes == clean.codes)
    }

    @Test("Clean labels are those before the first of several corruptions")
    func chain() throws {
        let clean = sample(rows: 500)
        let noisy = try corrupted(
            clean,
            [
                corruption("symmetric-label-noise"), corruption("asymmetric-label-noise"),
                corruption("duplicate-rows"),
            ])
        #expect(Array(noisy.cleanCodes.prefix(500)) == clean.codes && noisy.cleanCodes.count == 530)
        let data = try prepare(noisy)
        #expect(data.train.cleanLabels == noisy.split.train.map { noisy.cleanCodes[$0] })
    }

    @Test("Corruptions of classes refuse a regression, and the reverse")
    func tasks() throws {
        for declaration in CorruptionCatalogue.declarations where declaration.tasks.count == 1 {
            let other = declaration.tasks == [.classification] ? 0 : 2
            let error = try failure { try corrupted(.example(classes: other), declaration.id) }
            #expect(error.exitCode == .data && error.description.contains(declaration.id))
        }
    }
}
