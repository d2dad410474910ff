import Foundation
import Numerics
import Primitives
import Testing

@testable import Datasets

/// Corruptions of rows and columns against their definitions.
@Suite("Corruptions of rows and inputs")
struct RowCorruptionTests {
    private func sizes(_ sample: Sample, _ classes: Int) -> [Int] {
        (0..<classes).map { code in sample.split.train.count { sample.codes[$0] == code } }
    }

    @Test("Imbalance gives the sizes of its formula, and one row at least")
    func imbalance() throws {
        let clean = Sample.example(rows: 5000, classes: 5)  // 1000 rows of each class, 600 of them trained on
        let data = inMemoryDataset(clean.dataset.columns, .classes((0..<5000).map { $0 / 5 % 5 }), classes: 5)
        let sample = Sample(data, clean.split)
        #expect(sizes(sample, 5) == [600, 600, 600, 600, 600])
        let exponential = try corrupted(sample, "imbalance", ["ratio": .real(100)])
        #expect(sizes(exponential, 5) == (0..<5).map { Int((600 * pow(100, -Double($0) / 4)).rounded()) })
        #expect(sizes(exponential, 5) == [600, 190, 60, 19, 6])
        let reversed = try corrupted(
            sample, "imbalance", ["ratio": .real(100), "order": .text("descending")])
        #expect(sizes(reversed, 5) == [6, 19, 60, 190, 600])
        let step = try corrupted(
            sample, "imbalance", ["type": .text("step"), "ratio": .real(30), "minority_share": .real(0.4)])
        #expect(sizes(step, 5) == [600, 600, 600, 20, 20])
        let extreme = try corrupted(sample, "imbalance", ["ratio": .real(1e6)])
        #expect(sizes(extreme, 5) == [600, 19, 1, 1, 1])
        for result in [exponential, step] {
            #expect(
                Set(result.split.train).isSubset(of: sample.split.train)
                    && result.split.train == result.split.train.sorted())
            #expect(
                result.split.validation == sample.split.validation && result.split.test == sample.split.test)
        }
    }

    @Test("A subsample has its size, its classes' proportions, and is nested without them")
    func subsample() throws {
        let sample = Sample.example(rows: 500, classes: 3)  // 300 training rows
        let half = try corrupted(sample, "subsample", ["share": .real(0.5)])
        #expect(half.split.train.count == 150 && sizes(half, 3) == [50, 50, 50])
        let few = try corrupted(sample, "subsample", ["n": .integer(10), "stratify": .text("no")])
        let more = try corrupted(sample, "subsample", ["n": .integer(40), "stratify": .text("no")])
        #expect(few.split.train.count == 10 && Set(few.split.train).isSubset(of: more.split.train))
        let numbers = Sample.example(rows: 500, classes: 0)
        #expect(try corrupted(numbers, "subsample", ["n": .integer(7)]).split.train.count == 7)
        let large = try failure { try corrupted(sample, "subsample", ["n": .integer(301)]) }
        #expect(large.exitCode == .data && large.description.contains("there are 300"))
        let lost = try failure { try corrupted(sample, "subsample", ["n": .integer(2)]) }
        #expect(lost.exitCode == .data && lost.description.contains("no training row of class"))
        let both = try failure {
            try corrupted(sample, "subsample", ["n": .integer(2), "share": .real(0.5)])
        }
        #expect(both.exitCode == .usage)
    }

    @Test("Feature noise has the standard deviation it is given, in the column's own")
    func featureNoise() throws {
        let sample = Sample.example(rows: 20_000, classes: 0)
        let noisy = try corrupted(
            sample, "feature-noise", ["level": .real(0.5), "columns": .texts(["b"]), "parts": .text("train")])
        #expect(noisy.numbers("a") == sample.numbers("a"))
        let rows = sample.split.train.filter { !sample.numbers("b")[$0].isNaN }
        let before = rows.map { sample.numbers("b")[$0] }
        let mean = before.reduce(0, +) / Double(rows.count)
        // Missing cells count as the mean, as they do where columns are scaled.
        let variance = before.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(sample.split.train.count)
        let noise = rows.map { noisy.numbers("b")[$0] - sample.numbers("b")[$0] }
        let found = noise.reduce(0) { $0 + $1 * $1 } / Double(rows.count)
        #expect(abs(found / (0.25 * variance) - 1) < 4 * (2 / Double(rows.count)).squareRoot())
        let stillMissing = (0..<20_000).allSatisfy {
            noisy.numbers("b")[$0].isNaN == sample.numbers("b")[$0].isNaN
        }
        #expect(stillMissing)
        let error = try failure { try corrupted(sample, "feature-noise", ["columns": .texts(["c"])]) }
        #expect(error.exitCode == .data && error.description.contains("needs a numeric column"))
        let unknown = try failure { try corrupted(sample, "feature-noise", ["columns": .texts(["q"])]) }
        #expect(unknown.description.contains("no input column \"q\""))
    }

    @Test("Exactly the given share of every column goes missing in every part")
    func missing() throws {
        let sample = Sample.example(rows: 1000, classes: 2)
        let result = try corrupted(sample, "missing-completely-at-random", ["rate": .real(0.35)])
        for rows in [sample.split.train, sample.split.validation, sample.split.test] {
            #expect(
                rows.count { result.numbers("a")[$0].isNaN } == Int((0.35 * Double(rows.count)).rounded()))
        }
        let levels = try #require(result.dataset.levels("c"))
        let before = try #require(sample.dataset.levels("c"))
        #expect(levels.count { $0 == nil } > before.count { $0 == nil } + 250)
        let all = try corrupted(
            sample, "missing-completely-at-random", ["rate": .real(1), "parts": .text("train")])
        #expect(sample.split.train.allSatisfy { all.numbers("a")[$0].isNaN })
        #expect(try prepare(all).train.inputs.allSatisfy { $0.isFinite })
    }

    @Test("Duplicates are copies of training rows, leaks copies of test rows, with all that belongs to them")
    func duplicates() throws {
        let sample = try corrupted(
            .example(rows: 100, classes: 2), "symmetric-label-noise", ["parts": .text("all")])
        let result = try corrupted(sample, "duplicate-rows", ["share": .real(0.25), "leak": .real(0.5)])
        #expect(
            result.dataset.rowCount == 125 && result.split.train.count == 85
                && result.split.test == sample.split.test)
        let added = Array(100..<125)
        func key(_ sample: Sample, _ row: Int) -> [Double] {
            [
                sample.numbers("a")[row], Double(sample.codes[row]), Double(sample.cleanCodes[row]),
                sample.dataset.roles.weights![row], Double(sample.dataset.roles.groups!.codes[row]),
            ]
        }
        let train = sample.split.train.map { key(sample, $0) }
        let test = sample.split.test.map { key(sample, $0) }
        let copies = added.map { key(result, $0) }
        #expect(copies.prefix(15).allSatisfy(train.contains) && copies.suffix(10).allSatisfy(test.contains))
        #expect(Set(copies).count == 25)
    }

    @Test("Redundant features lie in the span of the others")
    func redundant() throws {
        var sample = Sample.example(rows: 300, classes: 2)
        sample.dataset.columns.append(.numeric("redundant1", (0..<300).map { Double($0 * $0 % 17) }))
        sample.dataset.shape = nil
        let result = try corrupted(sample, "redundant-features", ["count": .integer(2)])
        #expect(result.dataset.columns.suffix(2).map(\.name) == ["redundant2", "redundant3"])
        #expect(result.dataset.shape == nil)
        #expect(result.dataset.truth?.relevantColumns == ["a", "b", "c", "redundant1"])
        // Solve for the combination on rows without gaps, then hold it against all of these rows.
        let rows = (0..<300).filter { !sample.numbers("b")[$0].isNaN }
        func cells(_ row: Int) -> [Double] {
            [1, sample.numbers("a")[row], sample.numbers("b")[row], sample.numbers("redundant1")[row]]
        }
        for name in ["redundant2", "redundant3"] {
            let weights = leastSquares(rows.map(cells), rows.map { result.numbers(name)[$0] })
            let residuals = rows.map { row in
                abs(zip(weights, cells(row)).reduce(0) { $0 + $1.0 * $1.1 } - result.numbers(name)[row])
            }
            #expect(residuals.max()! < 1e-10)
            #expect(weights.dropFirst().allSatisfy { abs($0) > 1e-6 })
        }
        let noisy = try corrupted(sample, "redundant-features", ["count": .integer(1), "noise": .real(0.5)])
        let noise = (0..<300).map { noisy.numbers("redundant2")[$0] - result.numbers("redundant2")[$0] }
        let variance = noise.reduce(0) { $0 + $1 * $1 } / 300
        #expect(abs(variance / 0.25 - 1) < 4 * (2 / 300.0).squareRoot())
    }

    /// Weights by the normal equations and Gauss's elimination.
    private func leastSquares(_ x: [[Double]], _ y: [Double]) -> [Double] {
        let width = x[0].count
        var a = (0..<width).map { i in
            (0..<width).map { j in x.reduce(0) { $0 + $1[i] * $1[j] } } + [
                zip(x, y).reduce(0) { $0 + $1.0[i] * $1.1 }
            ]
        }
        for pivot in 0..<width {
            for row in 0..<width where row != pivot {
                let factor = a[row][pivot] / a[pivot][pivot]
                for column in 0...width { a[row][column] -= factor * a[pivot][column] }
            }
        }
        return (0..<width).map { a[$0][width] / a[$0][$0] }
    }

    @Test("Irrelevant features are normal, or real cells in another order within each part")
    func irrelevant() throws {
        let sample = Sample.example(rows: 3000, classes: 0)
        let normal = try corrupted(sample, "irrelevant-features", ["count": .integer(3)])
        for name in ["irrelevant1", "irrelevant2", "irrelevant3"] {
            let numbers = normal.numbers(name)
            let variance = numbers.reduce(0) { $0 + $1 * $1 } / 3000
            #expect(
                abs(numbers.reduce(0, +) / 3000) < 4 / 3000.0.squareRoot()
                    && abs(variance - 1) < 4 * (2 / 3000.0).squareRoot())
        }
        #expect(normal.dataset.truth?.relevantColumns == ["a", "b", "c"] && normal.dataset.shape == nil)
        let probes = try corrupted(
            sample, "irrelevant-features", ["count": .integer(4), "kind": .text("shuffled")])
        #expect(probes.numbers("irrelevant1") != probes.numbers("irrelevant4"))
        let (before, after) = (sample.numbers("a"), probes.numbers("irrelevant1"))
        let levels = try #require(sample.dataset.levels("c"))
        let shuffled = try #require(probes.dataset.levels("irrelevant3"))
        for rows in [sample.split.train, sample.split.validation, sample.split.test] {
            #expect(rows.map { after[$0] }.sorted() == rows.map { before[$0] }.sorted())
            #expect(rows.map { after[$0] } != rows.map { before[$0] })
            #expect(rows.map { shuffled[$0] ?? "" }.sorted() == rows.map { levels[$0] ?? "" }.sorted())
        }
        #expect(try prepare(probes).train.inputs.allSatisfy { $0.isFinite })
    }

    @Test("Shuffled features are the same columns in other places")
    func shuffledFeatures() throws {
        let columns = (0..<9).map { index in
            FeatureColumn.numeric("p\(index)", (0..<4).map { Double(10 * index + $0) })
        }
        var data = inMemoryDataset(columns, .values([1, 2, 3, 4]))
        data.shape = [3, 3]
        let sample = Sample(data, Split(train: [0, 1], validation: [2], test: [3]))
        let result = try corrupted(sample, "shuffled-features", ["share": .real(0.5)])
        #expect(
            result.dataset.columns.map(\.name).sorted() == columns.map(\.name)
                && result.dataset.shape == [3, 3])
        let moved = zip(result.dataset.columns, columns).count { $0.0.name != $0.1.name }
        #expect(moved >= 2 && moved <= 5)
        for column in result.dataset.columns { #expect(columns.contains(column)) }
    }

    @Test("Outliers lie where they are put, together, and turn a regression's slope round")
    func outliers() throws {
        let rows = 400
        var stream = RandomStream(seed: 1, name: "outlier test")
        // Two opposite columns: the first principal direction is (1, −1)/√2.
        let u = (0..<rows).map { _ in stream.normal() }
        let columns = [
            FeatureColumn.numeric("a", u.map { 3 * $0 + 1 }),
            .numeric("b", u.map { -0.5 * $0 + 0.05 * stream.normal() }),
        ]
        let target = u.map { 2 * $0 + 0.1 * stream.normal() }
        let sample = Sample(
            inMemoryDataset(columns, .values(target)),
            Split(train: Array(0..<300), validation: Array(300..<350), test: Array(350..<rows)))
        let result = try corrupted(sample, "outliers", ["share": .real(0.1)])
        let moved = (0..<rows).filter { result.numbers("a")[$0] != sample.numbers("a")[$0] }
        #expect(moved.count == 30 && moved.allSatisfy { $0 < 300 })
        func scale(_ name: String) -> NumericScale {
            NumericScale(fitting: Array(sample.numbers(name)[..<300]))
        }
        for row in moved {
            let z = ["a", "b"].map {
                (result.numbers($0)[row] - scale($0).mean) / scale($0).standardDeviation
            }
            // Ten standard deviations, √λ₁ = √2 nearly, along (1, −1)/√2: ten in each number.
            #expect(abs(abs(z[0]) - 10) < 0.6 && abs(z[0] + z[1]) < 0.8)
            #expect(result.values[row] < -15)
        }
        func slope(_ sample: Sample) -> Double {
            let x = (0..<300).map { sample.numbers("a")[$0] }
            let y = Array(sample.values[..<300])
            return leastSquares(x.map { [1, $0] }, y)[1]
        }
        #expect(slope(sample) > 0.6 && slope(result) < -0.5)
        #expect(result.cleanTarget == .values(target))

        let labelled = Sample(
            inMemoryDataset(columns, .classes(u.map { $0 > 0 ? 1 : 0 }), classes: 2), sample.split)
        let flipped = try corrupted(labelled, "outliers", ["share": .real(0.1)])
        let codes = Set(moved.map { flipped.codes[$0] })
        // The direction's greatest component is positive, and the label there is that of the other side.
        #expect(codes.count == 1)
        let side = flipped.numbers("a")[moved[0]] > 0 ? 1 : 0
        #expect(codes.first == 1 - side)
    }
}
