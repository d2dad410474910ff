import Foundation
import Numerics
import Primitives
import Testing

@testable import Datasets

/// What the reference values cannot show: edges, errors, columns that are no ordinary ones.
@Suite("Preprocessing steps")
struct PreprocessingStepTests {
    private func prepared(
        _ columns: [FeatureColumn], _ uses: [ComponentUse], train: Int, target: [Double]? = nil, seed: Int = 0
    ) throws -> PreparedData {
        let rows = columns[0].count
        let data = inMemoryDataset(columns, .values(target ?? (0..<rows).map { Double($0) }))
        let split = Split(train: Array(0..<train), validation: [], test: Array(train..<rows))
        return try prepare(Sample(data, split), pipeline: PreprocessingPipeline(uses), seed: seed)
    }

    private func refusal(
        _ columns: [FeatureColumn], _ uses: [ComponentUse], train: Int, target: [Double]? = nil
    ) throws -> BenchError {
        try failure { try prepared(columns, uses, train: train, target: target) }
    }

    @Test(
        "Equal, huge and missing numbers",
        arguments: ["min-max", "robust", "quantile-normal", "clip", "signed-log"])
    func edges(id: String) throws {
        let columns = [
            FeatureColumn.numeric("equal", [2, 2, 2, 2, 5, -5]),
            .numeric("none", [.nan, .nan, .nan, .nan, 3, .nan]),
            .numeric("gap", [1, .nan, 3, 8, .nan, 9]),
            .numeric("mostly equal", [4, 4, 4, 7, 4, 9]),
        ]
        let data = try prepared(columns, [step(id), step("impute")], train: 4)
        #expect((data.train.inputs + data.test.inputs).allSatisfy { $0.isFinite })
        if id == "min-max" || id == "robust" || id == "quantile-normal" {
            for part in [data.train, data.test] {
                let encoded = (0..<part.rows).map { part.row($0)[0] }
                #expect(encoded.allSatisfy { $0 == 0 })
            }
            #expect(data.notes.contains { $0.message.contains("\"equal\"") })
        }
        let huge = FeatureColumn.numeric("huge", [1e308, -1e308, 0, 5e307, -1.7e308, 1.7e308])
        do {
            let data = try prepared([huge], [step(id)], train: 4)
            #expect((data.train.inputs + data.test.inputs).allSatisfy { $0.isFinite })
        } catch let error as BenchError {
            #expect(error.exitCode == .data && error.description.contains("\"huge\", data row"))
            #expect(id == "clip" || id == "robust")
        }
    }

    @Test("A second imputation keeps the indicators of the first")
    func imputedTwice() throws {
        let columns = [
            FeatureColumn.numeric("a", [1, .nan, 3, 8, 2, .nan]), .numeric("b", [.nan, 1, 2, 5, 4, 3]),
        ]
        let median = try step("impute", ["columns": .texts(["a"]), "strategy": .text("median")])
        let data = try prepared(columns, [median, step("impute"), step("standardize")], train: 4)
        #expect(data.featureNames == ["a", "a=missing", "b", "b=missing"])
        #expect((0..<4).map { data.train.row($0)[1] } == [0, 1, 0, 0])
        #expect((0..<2).map { data.test.row($0)[1] } == [0, 1])
    }

    @Test("A column that is named twice is transformed once")
    func namedTwice() throws {
        let columns = [FeatureColumn.numeric("a", [1, 2, 4, 8, 16])]
        let once = try prepared(columns, [step("signed-log", ["columns": .texts(["a"])])], train: 4)
        let twice = try prepared(columns, [step("signed-log", ["columns": .texts(["a", "a"])])], train: 4)
        #expect(once.train == twice.train && once.test == twice.test)
    }

    @Test(
        "Targets whose variance cannot be represented are refused by target encoding, not taken for missing")
    func hugeTargets() throws {
        let columns = [FeatureColumn.categorical("c", ["u", "v", "u", "v", "u", "v", "u"])]
        let error = try refusal(
            columns, [step("target-encoding"), step("impute")], train: 6,
            target: [1e200, -1e200, 2e200, 1e200, 0, 5e200, 1])
        #expect(error.exitCode == .data && error.description.contains("target-encoding: the targets"))
    }

    @Test(
        "Weights keep their proportions beyond single precision; training rows that all weigh 0 are refused")
    func weights() throws {
        func weights(_ given: [Double]) throws -> [Float] {
            var data = inMemoryDataset([.numeric("a", [1, 2, 3, 4])], .values([1, 2, 3, 5]))
            data.roles.weights = given
            return try prepare(data, split: Split(train: [0, 1, 2], validation: [], test: [3])).train.weights
        }
        #expect(try weights([1, 3, 0.5, 9]) == [1, 3, 0.5])
        for unit in [1e300, 1e-300, 0x1p-1000] {
            let scaled = try weights([2 * unit, unit, 0, 9 * unit])
            #expect(abs(scaled[0] / scaled[1] - 2) < 1e-6 && scaled[2] == 0)
            #expect(scaled.allSatisfy { $0.isFinite } && scaled[1] > 0)
        }
        #expect(try failure { try weights([0, 0, 0, 1]) }.description.contains("the weight 0"))
    }

    @Test("Inputs form an image only where each column is one of them")
    func shapes() throws {
        func shape(_ columns: [FeatureColumn], _ uses: [ComponentUse]) throws -> [Int]? {
            var data = inMemoryDataset(columns, .values([1, 2, 3, 5]))
            data.shape = [columns.count]
            let split = Split(train: [0, 1, 2], validation: [], test: [3])
            return try prepare(Sample(data, split), pipeline: PreprocessingPipeline(uses)).layout.shape
        }
        let whole = [FeatureColumn.numeric("a", [1, 2, 3, 4]), .numeric("b", [4, 3, 5, 1])]
        #expect(try shape(whole, [step("standardize")]) == [2])
        // One column vanishes, another one gains an indicator: two inputs again, but no image.
        let other = [FeatureColumn.numeric("a", [1, .nan, 3, 4]), .categorical("b", ["u", "u", "u", "u"])]
        #expect(try shape(other, [step("impute"), step("one-hot", ["drop_first": .boolean(true)])]) == nil)
    }

    @Test("Steps refuse bounds that contradict each other")
    func bounds() throws {
        for (id, given) in [
            ("min-max", ["low": .real(2)]), ("robust", ["lower": .real(0.8)]), ("clip", ["upper": .real(0)]),
            ("robust", ["lower": .real(0), "unit_variance": .boolean(true)]),
        ] as [(String, [String: ParameterValue])] {
            let error = try failure { try PreprocessingPipeline([step(id, given)]) }
            #expect(error.exitCode == .usage && error.diagnostics[0].remedy != nil)
        }
    }

    @Test("A clipped or scaled column is scaled as what it has become")
    func order() throws {
        let column = FeatureColumn.numeric("x", [0, 1, 2, 3, 4, 100, .nan, 50])
        let data = try prepared([column], ["impute", "clip", "standardize"].map { try step($0) }, train: 7)
        let mean = (0..<7).reduce(0) { $0 + data.train.row($1)[0] } / 7
        #expect(abs(mean) < 1e-6)
        // What min-max has scaled, standardize leaves alone.
        let scaled = try prepared(
            [column], ["impute", "min-max", "standardize"].map { try step($0) }, train: 7)
        #expect(scaled.train.row(5)[0] == 1 && scaled.train.row(0)[0] == 0)
    }

    @Test("Unseen levels are refused where asked to, with the row")
    func unseen() throws {
        let columns = [FeatureColumn.categorical("c", ["a", "b", "a", "z", nil])]
        for id in ["one-hot", "embedding-index", "ordinal"] {
            let error = try refusal(
                columns, [step(id, ["unseen": .text("error")]), step("impute")], train: 3)
            #expect(error.exitCode == .data)
            #expect(
                error.description.contains("column \"c\", data row 4: the level \"z\" is in no training row"))
        }
        let filled = try prepared(columns, [step("ordinal"), step("impute")], train: 3)
        #expect(filled.test.row(0) == [1 / 3] && filled.train.inputs == [0, 1, 0])
        let missing = try refusal(columns, [step("ordinal")], train: 3)
        #expect(missing.description.contains("a missing cell that no preprocessing step fills"))
    }

    @Test("Levels with an order of their own are numbered in it, also those that no training row has")
    func ordered() throws {
        let columns = [
            FeatureColumn.categorical(
                "size", ["large", "small", "large", "medium"], levels: ["small", "medium", "large"]),
            .categorical("c", ["b", "a", "b", "a"]),
        ]
        let uses = try [step("ordinal", ["ordered_only": .boolean(true)]), step("one-hot")]
        let data = try prepared(columns, uses, train: 3)
        #expect(data.featureNames == ["size", "c=a", "c=b"])
        #expect(data.train.inputs == [2, 0, 1, 0, 1, 0, 2, 0, 1] && data.test.inputs == [1, 1, 0])
    }

    @Test("One-hot drops the first level, merges the rarest, and a column of one level may vanish")
    func oneHot() throws {
        let columns = [
            FeatureColumn.categorical("c", ["a", "b", "b", "c", nil, "z"]),
            .categorical("one", ["o", "o", "o", "o", "o", "p"]),
        ]
        let dropped = try prepared(columns, [step("one-hot", ["drop_first": .boolean(true)])], train: 5)
        #expect(dropped.featureNames == ["c=b", "c=c", "c=missing"])
        #expect(dropped.test.inputs == [0, 0, 0])
        #expect(dropped.notes.contains { $0.message.contains("as the first level is") })
        let merged = try prepared(columns, [step("one-hot", ["max_levels": .integer(2)])], train: 5)
        #expect(merged.featureNames == ["c=b", "c=other", "c=missing", "one=o"])
        #expect(merged.train.row(0) == [0, 1, 0, 1] && merged.train.row(4) == [0, 0, 1, 1])
        #expect(merged.test.inputs == [0, 0, 0, 0])
    }

    @Test("Rare levels join the level that has their name")
    func rareLevels() throws {
        let columns = [FeatureColumn.categorical("c", ["a", "a", "other", "b", "b", "d", "z", "a"])]
        let uses = try [step("rare-levels", ["min_count": .integer(2)]), step("one-hot")]
        let data = try prepared(columns, uses, train: 6)
        #expect(data.featureNames == ["c=a", "c=b", "c=other"])
        #expect(data.train.row(2) == [0, 0, 1] && data.train.row(5) == [0, 0, 1])
        #expect(data.test.row(0) == [0, 0, 1] && data.test.row(1) == [1, 0, 0])
    }

    @Test("A constant level is one level, whether or not the file has it")
    func imputeLevels() throws {
        let given = try [
            step("impute-levels", ["strategy": .text("constant"), "value": .text("b")]), step("one-hot"),
        ]
        let columns = [FeatureColumn.categorical("c", ["a", nil, "c", "b"])]
        let data = try prepared(columns, given, train: 3)
        #expect(data.featureNames == ["c=a", "c=c", "c=b"])
        #expect(data.train.inputs == [1, 0, 0, 0, 0, 1, 0, 1, 0] && data.test.inputs == [0, 0, 1])
        let empty = try refusal(
            [.categorical("c", [nil, nil, "a"])], [step("impute-levels"), step("one-hot")], train: 2)
        #expect(empty.exitCode == .data && empty.description.contains("missing in every training row"))
    }

    @Test("An index counts from 1; 0 is an unseen level")
    func embeddingIndex() throws {
        let columns = [
            FeatureColumn.categorical("c", ["x", nil, "b", "x", "q", "b"]),
            .numeric("n", [0, 1, 2, 3, 4, 5]),
        ]
        let data = try prepared(columns, [step("embedding-index")], train: 4)
        #expect(data.layout.columns[0] == InputLayout.Column("c", .index(levels: 3), width: 1))
        #expect(data.featureNames == ["c=index", "n"] && data.layout.structure == "i3 n1")
        #expect(data.train.inputs == [2, 0, 3, 1, 1, 2, 2, 3] && data.test.inputs == [0, 4, 1, 5])
        #expect(data.notes.contains { $0.message.contains("index 0") })
    }

    @Test("Target encoding needs two rows, draws its folds from the seed, and never uses a row's own target")
    func targetEncoding() throws {
        let level = (0..<30).map { ["a", "b", "c"][$0 % 3] }
        let columns = [FeatureColumn.categorical("c", level)]
        let target = (0..<30).map { Double(($0 * 7) % 11) }
        let use = try step("target-encoding")
        let first = try prepared(columns, [use], train: 20, target: target, seed: 1)
        let again = try prepared(columns, [use], train: 20, target: target, seed: 1)
        let other = try prepared(columns, [use], train: 20, target: target, seed: 2)
        #expect(first.train == again.train && first.train.inputs != other.train.inputs)
        #expect(first.test.inputs == other.test.inputs)
        for row in 0..<20 {
            var changed = target
            changed[row] += 1000
            let moved = try prepared(columns, [use], train: 20, target: changed, seed: 1)
            #expect(moved.train.inputs[row] == first.train.inputs[row])
            #expect(moved.train.inputs != first.train.inputs)
        }
        let table = FeatureTable(
            inMemoryDataset(columns, .classes((0..<30).map { $0 < 10 ? 0 : 1 }), classes: 2),
            rows: Array(0..<30))
        let folds = TargetEncoding.folds(of: table, count: 5, seed: 4)
        for fold in 0..<5 {
            let counts = [folds[..<10], folds[10...]].map { part in part.count { $0 == fold } }
            #expect(counts == [2, 4])
        }
        let error = try refusal([.categorical("c", ["a", "b"])], [use], train: 1)
        #expect(error.exitCode == .data && error.description.contains("two training rows"))
    }

    @Test("A logarithm of the target is undone in predictions, and held-out targets need none")
    func logTarget() throws {
        let x = FeatureColumn.numeric("x", [0, 1, 2, 3, 4, 5])
        let positive = try prepared([x], [step("log-target")], train: 4, target: [1, 2, 4, 8, 3, 1e6])
        let scale = try #require(positive.targetScale)
        #expect(scale.inverses == [.exponential(offset: 0)])
        #expect(abs(scale.mean - 1.5 * log(2)) < 1e-15)
        for (row, value) in [1.0, 2, 4, 8].enumerated() {
            #expect(abs(scale.original(Double(positive.train.targets[row])) - value) < 2e-6)
        }
        #expect(positive.test.values == [3, 1e6])
        // ln(1 + y) where the least target is 0; a held-out target below keeps its value.
        let shifted = try prepared([x], [step("log-target")], train: 4, target: [0, 1, 3, 7, -5, 2])
        #expect(shifted.targetScale?.inverses == [.exponential(offset: 1)])
        #expect(shifted.test.values == [-5, 2] && shifted.test.targets.allSatisfy { $0.isFinite })
        #expect(shifted.notes.contains { $0.message.contains("1 validation or test targets are at most -1") })
        let outside = try refusal(
            [x], [step("log-target", ["offset": .real(0.5)])], train: 4, target: [-1, 1, 3, 7, 1, 2])
        #expect(outside.exitCode == .data && outside.description.contains("not defined for all"))
        let data = inMemoryDataset([x], .classes([0, 1, 0, 1, 0, 1]), classes: 2)
        let classes = try failure {
            try prepare(
                Sample(data, Split(train: [0, 1, 2, 3], validation: [], test: [4, 5])),
                pipeline: PreprocessingPipeline([step("log-target")]))
        }
        #expect(classes.exitCode == .data && classes.description.contains("regression"))
    }
}
