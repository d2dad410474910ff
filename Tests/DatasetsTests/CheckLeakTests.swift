import Numerics
import Primitives
import Testing

@testable import Datasets

@Suite("Checks: columns that tell the target")
struct CheckLeakTests {
    @Test("A column of numbers that separates two classes is a warning; one that errs on 2 % is none")
    func stump() {
        var table = CheckFixture.sound(rows: 1000)
        let codes = table.classes()
        // 0.5 % of the rows on the wrong side of the threshold, then 2 %.
        let noise = table.normals()
        func leaky(_ wrong: Int) -> [Double] {
            codes.indices.map { row in
                let code = row % 1000 < wrong ? 1 - codes[row] : codes[row]
                return Double(code) * 10 + noise[row]
            }
        }
        table.add("leaky", leaky(5))
        table.add("near", leaky(20))
        let found = findings("leak", table.dataset(codes))
        #expect(found.map(\.columns) == [["leaky"]])
        #expect(found.map(\.severity) == [.warning])
        #expect(found[0].message.contains("balanced accuracy of 99.5 %"), "\(found[0].message)")
        #expect(found[0].diagnostic.remedy!.contains("exclude: [leaky]"))
    }

    @Test("As many intervals as classes: three classes in three ranges are found, in two shared ones not")
    func intervals() {
        var table = CheckFixture.sound(rows: 600)
        let codes = table.integers(below: 3)
        let noise = table.normals()
        table.add("ranges", codes.indices.map { [5, -50, 90][codes[$0]] + noise[$0] })
        table.add("shared", codes.indices.map { [5, 5, 90][codes[$0]] + noise[$0] })
        #expect(findings("leak", table.dataset(codes)).map(\.columns) == [["ranges"]])
    }

    @Test("A rare class counts as much as a common one: 99 % accuracy of the constant is no leak")
    func imbalance() {
        var table = CheckFixture.sound(rows: 2000)
        let codes = (0..<2000).map { $0 % 200 == 0 ? 1 : 0 }
        #expect(findings("leak", table.dataset(codes)).isEmpty)
        // Two rows that happen to be the largest are chance, not a leak.
        var pair = [Int](repeating: 0, count: 2000)
        (pair[3], pair[77]) = (1, 1)
        var large = table.normals()
        (large[3], large[77]) = (50, 60)
        table.add("large", large)
        #expect(findings("leak", table.dataset(pair)).isEmpty)
    }

    @Test("The target under other names, as levels or numbers, is an error; a level of two classes is not")
    func renaming() {
        var table = CheckFixture.sound(rows: 300)
        let codes = table.integers(below: 3)
        table.add("named", levels: codes.map { ["x", "y", "z"][$0] })
        table.add("number", codes.map { [7, -1, 3][$0] })
        var blurred = codes.map { ["x", "y", "z"][$0] as String? }
        for row in 0..<30 { blurred[row] = "x" }
        table.add("blurred", levels: blurred)
        let found = findings("leak", table.dataset(codes))
        #expect(found.map(\.columns) == [["named"], ["number"]])
        #expect(found.allSatisfy { $0.severity == .error })
        // A generator is as it was asked to be.
        #expect(findings("leak", table.dataset(codes), isFile: false).allSatisfy { $0.severity == .note })
    }

    @Test("Levels that each stand for one class are a warning, and only if other rows of the level show it")
    func levels() {
        var table = CheckFixture.sound(rows: 400)
        let codes = table.integers(below: 2)
        let towns = table.integers(below: 10)
        table.add("town", levels: codes.indices.map { "t\(codes[$0] * 10 + towns[$0])" })
        // Every level once: a level tells the class of its own row, which is no knowledge.
        table.add("unique", levels: codes.indices.map { "u\($0)" })
        let found = findings("leak", table.dataset(codes))
        #expect(found.map(\.columns) == [["town"]])
        #expect(found.map(\.severity) == [.warning])
    }

    @Test("Where a cell is missing may tell the class too")
    func missing() {
        var table = CheckFixture.sound(rows: 400)
        let codes = table.integers(below: 2)
        let noise = table.normals()
        table.add("asked", codes.indices.map { codes[$0] == 1 ? .nan : noise[$0] })
        #expect(findings("leak", table.dataset(codes)).map(\.columns) == [["asked"]])
    }

    @Test("Regression: the target in another unit is an error, its order a warning, ρ = 0.99 nothing")
    func regression() {
        var table = CheckFixture.sound(rows: 500)
        let target = table.values()
        let noise = table.normals()
        table.add("unit", target.map { 32 - 1.8 * $0 })
        table.add("order", target.map { DeterministicMath.exp($0) })
        table.add("close", target.indices.map { target[$0] + 0.2 * noise[$0] })
        let found = findings("leak", table.dataset(target))
        #expect(found.map(\.columns) == [["unit"], ["order"]])
        #expect(found.map(\.severity) == [.error, .warning])
        #expect(found[1].message.contains("ρ 1,"), "\(found[1].message)")
    }

    @Test("Regression: levels that explain all of the variance are a warning")
    func regressionLevels() {
        var table = CheckFixture.sound(rows: 500)
        let group = table.integers(below: 5)
        let noise = table.normals()
        table.add("group", levels: group.map { "g\($0)" })
        let told = group.indices.map { Double(group[$0]) * 100 + noise[$0] }
        #expect(findings("leak", table.dataset(told)).map(\.columns) == [["group"]])
        let hidden = group.indices.map { Double(group[$0]) + noise[$0] }
        #expect(findings("leak", table.dataset(hidden)).isEmpty)
    }

    @Test("Spearman's ρ with ties is SciPy's")
    func spearman() {
        // scipy.stats.spearmanr([1, 2, 2, 4, 5, 7], [3, 1, 4, 4, 9, 6]).statistic
        let rho = RankCorrelation.spearman([1, 2, 2, 4, 5, 7], [3, 1, 4, 4, 9, 6])
        #expect(abs(rho - 0.8088235294117647) < 1e-12, "\(rho)")
        #expect(RankCorrelation.pearson([1e300, -1e300, 5e299], [2, -2, 1]) > 0.999999)
        #expect(RankCorrelation.pearson([3, 3, 3], [1, 2, 3]) == 0)
    }
}
