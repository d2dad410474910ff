import Primitives
import Testing

@testable import Datasets

@Suite("The given split")
struct GivenSplitTests {
    private func given(_ more: [String: ParameterValue] = [:]) throws -> GivenSplit {
        try scheme(GivenSplit.self, more)
    }

    private func parts(_ parts: [RowRoles.Part?], classes: [Int]? = nil) -> Dataset {
        rowsDataset(parts.count, classes: classes, roles: RowRoles(split: .parts(parts)))
    }

    @Test("takes the parts as they are, leaves the rest out, and is the same for every seed")
    func wholeParts() throws {
        let data = parts([.train, nil, .test, .validation, .train, .test, nil])
        let expected = Split(train: [0, 4], validation: [3], test: [2, 5])
        for seed in 0..<3 { #expect(try given().split(data, seed: seed) == expected) }
        #expect(try !given().resamples(data))
    }

    @Test("draws validation rows from the training rows where none are given, the same for every seed")
    func drawnValidation() throws {
        let codes = (0..<60).map { $0 % 3 == 0 ? 1 : 0 }
        let data = parts((0..<60).map { $0 < 45 ? .train : .test }, classes: codes)
        let split = try given().split(data, seed: 0)
        #expect(split.test == Array(45..<60))
        #expect((split.train + split.validation).sorted() == Array(0..<45))
        #expect(split.validation.count == 9)
        #expect(split.validation.count { codes[$0] == 1 } == 3)
        #expect(try given().split(data, seed: 7) == split)
        #expect(try given(["validation": .real(0)]).split(data, seed: 0).train == Array(0..<45))
    }

    @Test("tests on the fold of the seed, and validates on the next or on a fraction")
    func folds() throws {
        let codes = (0..<40).map { Int32(($0 * 7) % 4) }
        let data = rowsDataset(40, roles: RowRoles(split: .folds(codes, count: 4)))
        func rows(_ fold: Int) -> [Int] { codes.indices.filter { codes[$0] == fold } }
        for seed in 0..<8 {
            let next = try given(["validation_fold": .boolean(true)]).split(data, seed: seed)
            #expect(next.test == rows(seed % 4) && next.validation == rows((seed + 1) % 4))
            #expect(next.train == (rows((seed + 2) % 4) + rows((seed + 3) % 4)).sorted())
            let drawn = try given().split(data, seed: seed)
            #expect(drawn.test == rows(seed % 4) && drawn.validation.count == 6)
            #expect((drawn.train + drawn.validation + drawn.test).sorted() == Array(0..<40))
        }
        #expect(try given().split(data, seed: 0).validation != given().split(data, seed: 4).validation)
        #expect(try given().resamples(data))
    }

    @Test("is refused without a split, with an empty part or fold, or with too few folds")
    func refusals() throws {
        let none = try failure { try given().split(rowsDataset(4), seed: 0) }
        #expect(none.exitCode == .data)
        #expect(none.description.contains("brings no split") && none.description.contains("split_column"))
        let empty = try failure { try given().split(parts([.train, .train, .validation]), seed: 0) }
        #expect(empty.description.contains("2 for training, 1 for validation, 0 for testing"))
        let hole = rowsDataset(4, roles: RowRoles(split: .folds([0, 2, 0, 2], count: 3)))
        #expect(try failure { try given(["validation": .real(0)]).split(hole, seed: 1) }.exitCode == .data)
        let two = rowsDataset(4, roles: RowRoles(split: .folds([0, 1, 0, 1], count: 2)))
        let few = try failure { try given(["validation_fold": .boolean(true)]).split(two, seed: 0) }
        #expect(few.description.contains("brings 2 folds, too few"))
        let one = rowsDataset(2, roles: RowRoles(split: .folds([0, 0], count: 1)))
        #expect(try failure { try given().split(one, seed: 0) }.exitCode == .data)
        let classes = try failure {
            try given().split(
                parts([.train, .train, .validation, .test, .test], classes: [0, 0, 0, 1, 1]), seed: 0)
        }
        #expect(classes.description.contains("class \"c1\" has 2 rows, and none is left for training"))
    }
}
