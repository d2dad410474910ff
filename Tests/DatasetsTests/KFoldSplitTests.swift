import Primitives
import Testing

@testable import Datasets

@Suite("The k-fold split")
struct KFoldSplitTests {
    private func codes(_ sizes: [Int]) -> [Int] {
        sizes.enumerated().flatMap { [Int](repeating: $0.offset, count: $0.element) }
    }

    private func kFold(_ folds: Int, validation: Double = 0, _ more: [String: ParameterValue] = [:]) throws
        -> KFoldSplit
    {
        var given: [String: ParameterValue] = ["folds": .integer(folds), "validation": .real(validation)]
        given.merge(more) { $1 }
        return try scheme(KFoldSplit.self, given)
    }

    @Test("tests every row once in each repeat, and never shows a tested row to training or validation")
    func partition() throws {
        var random = CaseGenerator(state: 1)
        for _ in 0..<60 {
            let folds = Int.random(in: 2...12, using: &random)
            let count = Int.random(in: (2 * folds)...200, using: &random)
            let labels = Bool.random(using: &random) ? (0..<count).map { $0 % 2 } : nil
            let data = rowsDataset(count, classes: labels)
            let validation = [0, 0.2, 0.5].randomElement(using: &random)!
            let split = try kFold(folds, validation: validation)
            for repetition in 0..<3 {
                var tested: [Int] = []
                for fold in 0..<folds {
                    let parts = try split.split(data, seed: repetition * folds + fold)
                    #expect((parts.train + parts.validation + parts.test).sorted() == Array(0..<count))
                    #expect([count / folds, (count + folds - 1) / folds].contains(parts.test.count))
                    let left = Double(count - parts.test.count)
                    #expect(abs(Double(parts.validation.count) - validation * left) <= 1)
                    tested += parts.test
                    #expect(try split.split(data, seed: repetition * folds + fold) == parts)
                }
                #expect(tested.sorted() == Array(0..<count))
            }
        }
    }

    @Test("has folds whose sizes by class are those of scikit-learn's StratifiedKFold")
    func stratification() throws {
        let reference = try SplitReference.load().stratified
        #expect(reference.count == 4)
        for entry in reference {
            let codes = codes(entry.classes)
            let data = rowsDataset(codes.count, classes: codes)
            for seed in 0..<(3 * entry.folds) {
                let test = try kFold(entry.folds).split(data, seed: seed).test
                let counts = entry.classes.indices.map { code in test.count { codes[$0] == code } }
                // The rows left over are dealt on from fold to fold, in the order of the classes.
                let n = Double(codes.count)
                #expect(abs(Double(test.count) - n / Double(entry.folds)) < 1)
                for (count, size) in zip(counts, entry.classes) {
                    #expect(abs(Double(count) - Double(size) / Double(entry.folds)) < 1)
                }
                #expect(entry.counts.map { $0.reduce(0, +) }.contains(test.count))
                #expect(counts == entry.counts[seed % entry.folds])
            }
        }
    }

    @Test("draws another partition for every k seeds, and all rows are equally likely to share a fold")
    func repeats() throws {
        let data = rowsDataset(24)
        let split = try kFold(4)
        var together = 0
        let repeats = 3000
        for repetition in 0..<repeats {
            let test = try split.split(data, seed: 4 * repetition).test
            if test.contains(3) && test.contains(17) { together += 1 }
        }
        // Both in one given fold of six: 6/24 · 5/23.
        let p = 6.0 / 24 * 5 / 23
        let deviation = (p * (1 - p) / Double(repeats)).squareRoot()
        #expect(abs(Double(together) / Double(repeats) - p) < 4 * deviation)
        #expect(try split.split(data, seed: 0).test != split.split(data, seed: 4).test)
        #expect(split.resamples(data))
    }

    @Test("stratifies the validation rows too, and draws them by seed")
    func validation() throws {
        let codes = codes([60, 30])
        let data = rowsDataset(90, classes: codes)
        let split = try kFold(3, validation: 0.2)
        for seed in 0..<9 {
            let parts = try split.split(data, seed: seed)
            #expect(parts.validation.count { codes[$0] == 0 } == 8)
            #expect(parts.validation.count { codes[$0] == 1 } == 4)
        }
        let (first, second) = (try split.split(data, seed: 0), try split.split(data, seed: 3))
        #expect(first.validation != second.validation)
    }

    @Test("leaves one out with as many folds as rows")
    func leaveOneOut() throws {
        let data = rowsDataset(17)
        let tested = try (0..<17).map { try kFold(17).split(data, seed: $0).test }
        #expect(tested.allSatisfy { $0.count == 1 })
        #expect(Set(tested).count == 17)
    }

    @Test("is refused where rows or a class do not reach for the folds")
    func refusals() throws {
        let rows = try failure { try kFold(11).split(rowsDataset(10), seed: 0) }
        #expect(rows.exitCode == .data)
        #expect(rows.description.contains("10 rows are too few for 11 folds"))
        let data = rowsDataset(14, classes: codes([10, 4]))
        let small = try failure { try kFold(5).split(data, seed: 0) }
        #expect(small.exitCode == .data)
        #expect(small.description.contains("class \"c1\" has 4 rows, too few for 5 stratified folds"))
        #expect(throws: Never.self) { try kFold(5, ["stratify": .text("no")]).split(data, seed: 0) }
        let regression = try failure {
            try kFold(2, ["stratify": .text("yes")]).split(rowsDataset(9), seed: 0)
        }
        #expect(regression.exitCode == .usage)
        let starved = try failure { try kFold(2, validation: 0.1).split(rowsDataset(4), seed: 0) }
        #expect(starved.description.contains("4 rows are too few to split: 2 for training, 0 for validation"))
        let missing = try failure {
            try kFold(2, validation: 0.95).split(rowsDataset(12, classes: self.codes([6, 6])), seed: 0)
        }
        #expect(missing.exitCode == .data)
    }

    @Test("works for any seed")
    func anySeed() throws {
        for seed in [Int.max, Int(Int32.max), 0, -1, -5, Int.min] {
            let parts = try kFold(5).split(rowsDataset(20), seed: seed)
            #expect((parts.train + parts.test).sorted() == Array(0..<20))
        }
    }
}
