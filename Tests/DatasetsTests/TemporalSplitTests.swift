import Primitives
import Testing

@testable import Datasets

@Suite("The temporal split")
struct TemporalSplitTests {
    private func temporal(_ given: [String: ParameterValue] = [:]) throws -> TemporalSplit {
        try scheme(TemporalSplit.self, given)
    }

    private func dataset(_ times: [Double]) -> Dataset {
        rowsDataset(times.count, roles: RowRoles(times: times))
    }

    @Test("rolls the origin as scikit-learn's TimeSeriesSplit does, also with a gap")
    func timeSeriesSplit() throws {
        let reference = try SplitReference.load().timeSeries
        #expect(reference.count == 5)
        for entry in reference {
            let split = try temporal([
                "folds": .integer(entry.folds), "gap": .real(entry.gap), "validation": .real(0),
            ])
            let data = dataset(entry.times)
            #expect(split.resamples(data))
            for (seed, parts) in entry.parts.enumerated() {
                let found = try split.split(data, seed: seed)
                #expect(found == Split(train: parts.train, validation: [], test: parts.test))
                #expect(try split.split(data, seed: seed + entry.folds) == found)
            }
        }
    }

    @Test("keeps the order of time and rows of one time together, and uses every row when there is no gap")
    func order() throws {
        var random = CaseGenerator(state: 4)
        for _ in 0..<200 {
            let count = Int.random(in: 12...150, using: &random)
            let different = Int.random(in: 6...60, using: &random)
            let times = (0..<count).map { _ in Double(Int.random(in: 0..<different, using: &random)) / 4 - 3 }
            let gap = [0, 0, 0.5, 1].randomElement(using: &random)!
            let folds = Bool.random(using: &random) ? Int.random(in: 2...4, using: &random) : nil
            var given: [String: ParameterValue] = ["gap": .real(gap)]
            if let folds { given["folds"] = .integer(folds) }
            let scheme = try temporal(given)
            for seed in 0..<(folds ?? 1) {
                let split: Split
                do {
                    split = try scheme.split(dataset(times), seed: seed)
                } catch {
                    // Only few or crowded rows, or a gap, may leave a part empty.
                    #expect(error.exitCode == .data)
                    #expect(count < 40 || different < 25 || gap > 0)
                    continue
                }
                func range(_ rows: [Int]) -> (Double, Double) {
                    (rows.map { times[$0] }.min()!, rows.map { times[$0] }.max()!)
                }
                let (train, validation, test) = (
                    range(split.train), range(split.validation), range(split.test)
                )
                #expect(train.1 < validation.0 && validation.1 < test.0)
                if gap > 0 { #expect(test.0 - validation.1 > gap && validation.0 - train.1 > gap) }
                if gap == 0 && folds == nil {
                    #expect((split.train + split.validation + split.test).sorted() == Array(times.indices))
                }
                if gap == 0 && folds != nil {
                    // Everything before the window is used.
                    #expect(
                        (split.train + split.validation).sorted()
                            == times.indices.filter { times[$0] < test.0 })
                }
                // A row left out is within the gap of a later part, or behind the window.
                let used = Set(split.train + split.validation + split.test)
                for row in times.indices where !used.contains(row) {
                    let time = times[row]
                    let isBehind = folds != nil && time > test.1
                    #expect(isBehind || (gap > 0 && time < test.0))
                }
            }
        }
    }

    @Test("has the sizes of the fractions where all times differ, the same rows for every seed")
    func sizes() throws {
        let times = (0..<101).map { Double(($0 * 37) % 101) }
        let split = try temporal().split(dataset(times), seed: 0)
        #expect([split.train.count, split.validation.count, split.test.count] == [61, 20, 20])
        #expect(split.test == times.indices.filter { times[$0] >= 81 })
        #expect(split.validation == times.indices.filter { times[$0] >= 61 && times[$0] < 81 })
        #expect(try temporal().split(dataset(times), seed: 9) == split)
        #expect(try !temporal().resamples(dataset(times)))
        let two = try temporal(["validation": .real(0)]).split(dataset(times), seed: 0)
        #expect(two.validation.isEmpty && two.train.count == 81)
    }

    @Test("moves a boundary inside of equal times to their nearer end, the earlier of two")
    func ties() throws {
        // Of 10 rows, 20 % for testing begin at row 8: inside of three sevens, four fives, and two sevens.
        let late = try temporal(["validation": .real(0)]).split(
            dataset([0, 1, 2, 3, 4, 5, 6, 7, 7, 7]), seed: 0)
        #expect(late.test == [7, 8, 9])
        let nearer = try temporal(["validation": .real(0)]).split(
            dataset([0, 1, 2, 3, 4, 5, 5, 5, 5, 7]), seed: 0)
        #expect(nearer.test == [9])
        let equal = try temporal(["validation": .real(0)]).split(
            dataset([0, 1, 2, 3, 4, 5, 6, 7, 7, 8]), seed: 0)
        #expect(equal.test == [7, 8, 9])
    }

    @Test("is refused without times, with too few of them, and where a gap leaves nothing")
    func refusals() throws {
        let none = try failure { try temporal().split(rowsDataset(10), seed: 0) }
        #expect(none.exitCode == .data)
        #expect(none.description.contains("has no times") && none.description.contains("\"time\""))
        for times in [[1.0, 1, 1, 1, 1], [1, 1, 1, 2, 2]] {
            let error = try failure { try temporal().split(dataset(times), seed: 0) }
            #expect(error.exitCode == .data)
            #expect(error.description.contains("5 rows are too few to split"))
        }
        let folds = try failure {
            try temporal(["folds": .integer(9)]).split(dataset([1, 1, 1, 1, 2, 2, 2, 2, 3, 3]), seed: 0)
        }
        #expect(folds.description.contains("10 rows at 3 different times are too few for 9 windows"))
        let many = try failure { try temporal(["folds": .integer(10)]).split(dataset([1, 2, 3]), seed: 0) }
        #expect(many.exitCode == .data)
        let gap = try failure {
            try temporal(["gap": .real(100)]).split(dataset((0..<20).map(Double.init)), seed: 0)
        }
        #expect(gap.description.contains("a smaller gap"))
        #expect(try failure { try temporal(["test": .real(0.8)]) }.exitCode == .usage)
    }
}
