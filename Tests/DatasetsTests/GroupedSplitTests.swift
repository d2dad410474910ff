import Primitives
import Testing

@testable import Datasets

@Suite("The grouped split")
struct GroupedSplitTests {
    private func grouped(_ given: [String: ParameterValue] = [:]) throws -> GroupedSplit {
        try scheme(GroupedSplit.self, given)
    }

    /// Groups of random sizes, their rows interleaved.
    private func randomGroups(_ random: inout CaseGenerator) -> [Int] {
        let count = Int.random(in: 6...30, using: &random)
        let heavy = Bool.random(using: &random)
        return (0..<count).flatMap { group in
            [Int](
                repeating: group,
                count: Int.random(in: 1...(heavy && group % 5 == 0 ? 200 : 12), using: &random))
        }.shuffled(using: &random)
    }

    @Test(
        "never divides a group, uses every row once, and comes as near to the fractions as one group allows")
    func fractions() throws {
        var random = CaseGenerator(state: 2)
        for _ in 0..<100 {
            let codes = randomGroups(&random)
            let data = rowsDataset(codes.count, roles: groups(codes))
            let sizes = Dictionary(grouping: codes, by: { $0 }).mapValues(\.count)
            let seed = Int.random(in: 0...1000, using: &random)
            let split = try grouped().split(data, seed: seed)
            #expect((split.train + split.validation + split.test).sorted() == Array(codes.indices))
            let parts = [split.train, split.validation, split.test].map { Set($0.map { codes[$0] }) }
            #expect(parts[0].isDisjoint(with: parts[1]) && parts[1].isDisjoint(with: parts[2]))
            #expect(parts[0].isDisjoint(with: parts[2]))
            // No group outside of the test part, but the two that had to be left, would have been nearer.
            let target = 0.2 * Double(codes.count)
            let miss = abs(Double(split.test.count) - target)
            let better = parts[0].union(parts[1]).filter {
                abs(Double(split.test.count + sizes[$0]!) - target) < miss
            }
            #expect(better.count <= 2)
            #expect(try grouped().split(data, seed: seed) == split)
        }
    }

    @Test("takes groups at random: equal groups are tested on equally often")
    func randomness() throws {
        let codes = (0..<50).map { $0 / 5 }
        let data = rowsDataset(50, roles: groups(codes))
        var tested = [Int](repeating: 0, count: 10)
        let seeds = 2000
        for seed in 0..<seeds {
            let split = try grouped().split(data, seed: seed)
            #expect([split.train.count, split.validation.count, split.test.count] == [30, 10, 10])
            for group in Set(split.test.map { codes[$0] }) { tested[group] += 1 }
        }
        let deviation = (0.2 * 0.8 / Double(seeds)).squareRoot()
        for count in tested { #expect(abs(Double(count) / Double(seeds) - 0.2) < 4.5 * deviation) }
    }

    @Test("with folds tests every group once in each repeat, in folds of balanced sizes")
    func folds() throws {
        var random = CaseGenerator(state: 3)
        for _ in 0..<40 {
            let codes = randomGroups(&random)
            let data = rowsDataset(codes.count, roles: groups(codes))
            let sizes = Dictionary(grouping: codes, by: { $0 }).mapValues(\.count)
            let folds = Int.random(in: 2...5, using: &random)
            for validation in [0, 0.2] {
                let split = try grouped(["folds": .integer(folds), "validation": .real(validation)])
                for repetition in 0..<2 {
                    var tested: [Int] = []
                    var smallest = Int.max
                    var largest = 0
                    for fold in 0..<folds {
                        guard let parts = try? split.split(data, seed: repetition * folds + fold) else {
                            // One group left for two parts.
                            #expect(folds == 2 && validation > 0)
                            continue
                        }
                        let of = [parts.train, parts.validation, parts.test].map { Set($0.map { codes[$0] }) }
                        #expect(of[0].isDisjoint(with: of[1]) && of[1].isDisjoint(with: of[2]))
                        #expect(of[0].isDisjoint(with: of[2]))
                        #expect(
                            (parts.train + parts.validation + parts.test).sorted() == Array(codes.indices))
                        #expect(parts.validation.isEmpty == (validation == 0))
                        tested += parts.test
                        smallest = min(smallest, parts.test.count)
                        largest = max(largest, parts.test.count)
                    }
                    if folds > 2 || validation == 0 { #expect(tested.sorted() == Array(codes.indices)) }
                    // The last group that came to the largest fold came to it as the lightest.
                    #expect(largest - smallest <= sizes.values.max()!)
                }
            }
        }
        let codes = (0..<60).map { $0 % 12 }
        let data = rowsDataset(60, roles: groups(codes))
        let four = try grouped(["folds": .integer(4), "validation": .real(0)])
        #expect(try four.split(data, seed: 0) != four.split(data, seed: 4))
        for seed in 0..<12 { #expect(try four.split(data, seed: seed).test.count == 15) }
    }

    @Test("leaves one group out as scikit-learn does")
    func leaveOneOut() throws {
        let reference = try SplitReference.load().leaveOneGroupOut
        let data = rowsDataset(reference.groups.count, roles: groups(reference.groups))
        let split = try grouped(["leave_one_group_out": .boolean(true), "validation": .real(0)])
        for (seed, test) in reference.test.enumerated() {
            let parts = try split.split(data, seed: seed)
            #expect(parts.test == test)
            #expect(parts.train == reference.groups.indices.filter { !test.contains($0) })
            #expect(try split.split(data, seed: seed + reference.test.count) == parts)
        }
        let validated = try grouped(["leave_one_group_out": .boolean(true), "validation": .real(0.3)])
        let parts = try validated.split(data, seed: 1)
        #expect(parts.test == reference.test[1])
        let validation = Set(parts.validation.map { reference.groups[$0] })
        #expect(!validation.isEmpty && validation.isDisjoint(with: parts.train.map { reference.groups[$0] }))
    }

    @Test("always leaves a group for every part")
    func fewGroups() throws {
        let codes = [0, 0, 0, 0, 0, 0, 0, 0, 1, 2]
        let data = rowsDataset(10, roles: groups(codes))
        for seed in 0..<20 {
            let split = try grouped(["test": .real(0.9), "validation": .real(0.05)]).split(data, seed: seed)
            #expect(!split.train.isEmpty && !split.validation.isEmpty && !split.test.isEmpty)
        }
    }

    @Test("is refused without groups, with too few of them, and for contradictions")
    func refusals() throws {
        let none = try failure { try grouped().split(rowsDataset(10), seed: 0) }
        #expect(none.exitCode == .data)
        #expect(none.description.contains("has no groups") && none.description.contains("\"group\""))
        let two = rowsDataset(4, roles: groups([0, 0, 1, 1]))
        let few = try failure { try grouped().split(two, seed: 0) }
        #expect(few.description.contains("2 groups are too few for training, validation and testing"))
        #expect(throws: Never.self) { try grouped(["validation": .real(0)]).split(two, seed: 0) }
        let folds = try failure { try grouped(["folds": .integer(5)]).split(two, seed: 0) }
        #expect(folds.description.contains("too few for 5 folds"))
        let both = try failure {
            try grouped(["folds": .integer(3), "leave_one_group_out": .boolean(true)])
        }
        #expect(both.exitCode == .usage)
        let fractions = try failure { try grouped(["test": .real(0.6), "validation": .real(0.4)]) }
        #expect(fractions.exitCode == .usage)
        // A class that is in one group alone is missing from training when that group is tested on.
        let classes = rowsDataset(6, classes: [0, 0, 0, 1, 0, 0], roles: groups([0, 0, 1, 1, 2, 2]))
        let alone = try failure {
            try grouped(["leave_one_group_out": .boolean(true), "validation": .real(0)]).split(
                classes, seed: 1)
        }
        #expect(alone.exitCode == .data)
        #expect(alone.description.contains("class \"c1\" has 1 row, and none is left for training"))
    }
}
