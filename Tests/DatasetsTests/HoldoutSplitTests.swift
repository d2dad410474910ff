import Primitives
import Testing

@testable import Datasets

@Suite("The holdout split")
struct HoldoutSplitTests {
    private func scheme(_ given: [String: ParameterValue] = [:]) throws -> HoldoutSplit {
        try HoldoutSplit(arguments: try Arguments(given, for: HoldoutSplit.declaration.parameters))
    }

    private func dataset(classes sizes: [Int]) -> Dataset {
        let codes = sizes.enumerated().flatMap { code, size in [Int](repeating: code, count: size) }
        return Dataset(
            name: "toy", task: .classification(classes: sizes.indices.map { "c\($0)" }),
            columns: [FeatureColumn(name: "x", values: .numeric(codes.indices.map(Double.init)))],
            target: .classes(codes), contentHash: SHA256.hash([]))
    }

    private func regression(rows: Int) -> Dataset {
        let values = (0..<rows).map(Double.init)
        return Dataset(
            name: "toy", task: .regression, columns: [FeatureColumn(name: "x", values: .numeric(values))],
            target: .values(values), contentHash: SHA256.hash([]))
    }

    private func counts(_ rows: [Int], _ dataset: Dataset, classes: Int) -> [Int] {
        guard case .classes(let codes) = dataset.target else { return [] }
        return (0..<classes).map { code in rows.count { codes[$0] == code } }
    }

    @Test("divides the rows: every row once, ascending, and the same for the same seed")
    func partition() throws {
        for data in [dataset(classes: [50, 30, 21]), regression(rows: 101)] {
            let split = try scheme().split(data, seed: 3)
            #expect((split.train + split.validation + split.test).sorted() == Array(0..<101))
            for part in [split.train, split.validation, split.test] { #expect(part == part.sorted()) }
            #expect([split.train.count, split.validation.count, split.test.count] == [61, 20, 20])
            #expect(try scheme().split(data, seed: 3) == split)
            #expect(try scheme().split(data, seed: 4) != split)
        }
    }

    @Test("has part sizes that depend on the class counts alone", arguments: 0..<20)
    func sizes(seed: Int) throws {
        let data = dataset(classes: [7, 59, 3, 31])
        let split = try scheme().split(data, seed: seed)
        #expect(counts(split.test, data, classes: 4) == [1, 12, 1, 6])
        #expect(counts(split.validation, data, classes: 4) == [2, 12, 0, 6])
        #expect(counts(split.train, data, classes: 4) == [4, 35, 2, 19])
    }

    @Test("keeps the classes' proportions to within one row of each part")
    func proportions() throws {
        for sizes in [[100, 100], [10, 990], [33, 33, 34], [5, 6, 7, 8, 9, 10]] {
            let data = dataset(classes: sizes)
            let split = try scheme(["test": .real(0.3), "validation": .real(0.1)]).split(data, seed: 1)
            for (part, fraction) in [(split.test, 0.3), (split.validation, 0.1), (split.train, 0.6)] {
                for (found, size) in zip(counts(part, data, classes: sizes.count), sizes) {
                    #expect(abs(Double(found) - fraction * Double(size)) < 1.5)
                }
            }
        }
    }

    /// Worked out by an implementation of Philox and of the shuffle that shares no code with this one.
    @Test("has fixed rows for a seed")
    func golden() throws {
        let stratified = try scheme().split(dataset(classes: [6, 8]), seed: 11)
        #expect([stratified.validation, stratified.test] == [[4, 6, 12], [2, 9, 13]])
        let plain = try scheme().split(regression(rows: 14), seed: 11)
        #expect([plain.validation, plain.test] == [[0, 7, 10], [4, 8, 12]])
    }

    @Test("without stratification draws from all rows alike")
    func unstratified() throws {
        let data = dataset(classes: [500, 500])
        let sizes = try (0..<5).map { seed in
            counts(try scheme(["stratify": .text("no")]).split(data, seed: seed).test, data, classes: 2)[0]
        }
        #expect(Set(sizes).count > 1)
        #expect(sizes.allSatisfy { (70...130).contains($0) })
    }

    @Test("can do without validation rows")
    func noValidation() throws {
        let split = try scheme(["validation": .real(0)]).split(dataset(classes: [5, 6]), seed: 0)
        #expect(split.validation.isEmpty)
        #expect(split.test.count == 2)
        #expect(split.train.count == 9)
    }

    @Test("is refused when nothing is left for training")
    func contradiction() throws {
        let error = try failure { try scheme(["test": .real(0.5), "validation": .real(0.5)]) }
        #expect(error.exitCode == .usage)
        #expect(error.description.contains("test 0.5 + validation 0.5 must be below 1"))
        let numeric = try failure {
            try scheme(["stratify": .text("yes")]).split(regression(rows: 10), seed: 0)
        }
        #expect(numeric.exitCode == .usage)
    }

    @Test("is refused when the rows are too few, naming the class where one is the cause")
    func tooFew() throws {
        let rows = try failure { try scheme().split(regression(rows: 2), seed: 0) }
        #expect(rows.exitCode == .data)
        #expect(rows.description.contains("2 rows are too few to split"))
        let one = try failure {
            try scheme(["test": .real(0.6), "validation": .real(0.2)]).split(
                dataset(classes: [20, 1]), seed: 0)
        }
        #expect(one.exitCode == .data)
        #expect(one.description.contains("class \"c1\" has 1 row, and none is left for training"))
    }

    @Test("Largest remainders give whole shares of the right sum")
    func remainders() {
        #expect(LargestRemainder.shares(of: 10, fractions: [0.6, 0.2, 0.2]) == [6, 2, 2])
        #expect(LargestRemainder.shares(of: 100, fractions: [0.71, 0, 0.29]) == [71, 0, 29])
        #expect(LargestRemainder.shares(of: 7, fractions: [0.5, 0.25, 0.25]) == [3, 2, 2])
        #expect(LargestRemainder.shares(of: 5, weights: [3, 3, 3]) == [2, 2, 1])
        #expect(LargestRemainder.shares(of: 9, weights: [3, 3, 3]) == [3, 3, 3])
        #expect(LargestRemainder.shares(of: 0, weights: [0, 0]) == [0, 0])
        for total in 0...200 {
            let shares = LargestRemainder.shares(of: total, fractions: [1 - 0.3 - 0.07, 0.3, 0.07])
            #expect(shares.reduce(0, +) == total)
        }
    }
}
