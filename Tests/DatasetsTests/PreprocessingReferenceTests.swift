import Foundation
import Numerics
import Primitives
import Testing

@testable import Datasets

/// Every step against scikit-learn (Tests/Reference/preprocessing_steps.py).
@Suite("Preprocessing steps as scikit-learn does them")
struct PreprocessingReferenceTests {
    private static let json: JSONValue = {
        let path = repository + "/Tests/DatasetsTests/Fixtures/preprocessing_steps.json"
        return try! JSONParser.parse(String(contentsOfFile: path, encoding: .utf8))
    }()

    private static func list(_ key: String) -> [JSONValue] {
        guard case .array(let elements)? = json[key] else { return [] }
        return elements
    }
    private static func numbers(_ key: String) -> [Double] { list(key).map { $0.number ?? .nan } }
    private static func texts(_ key: String) -> [String?] { list(key).map(\.text) }
    private static func matrix(_ key: String) -> [[Double]] {
        list(key).map { row in
            guard case .array(let elements) = row else { return [] }
            return elements.map { $0.number ?? .nan }
        }
    }

    private static let skewed = FeatureColumn.numeric("skewed", numbers("skewed"))
    private static let tied = FeatureColumn.numeric("tied", numbers("tied"))
    private static let gaps = FeatureColumn.numeric("gaps", numbers("gaps"))
    private static let tree = FeatureColumn.categorical("tree", texts("tree"))
    private static let holed = FeatureColumn.categorical("tree", texts("holed"))

    /// The inputs of all rows, in order, fitted on the first ones.
    private func prepared(
        _ columns: [FeatureColumn], _ uses: [ComponentUse], target: Dataset.Target? = nil, classes: Int = 0
    ) throws -> (names: [String], rows: [[Double]]) {
        let data = inMemoryDataset(columns, target ?? .values(Self.numbers("value")), classes: classes)
        let train = 60
        let split = Split(
            train: Array(0..<train), validation: Array(train..<70), test: Array(70..<data.rowCount))
        let result = try prepare(Sample(data, split), pipeline: PreprocessingPipeline(uses), seed: 7)
        let rows = [result.train, result.validation, result.test].flatMap { part in
            (0..<part.rows).map { part.row($0).map(Double.init) }
        }
        return (result.featureNames, rows)
    }

    /// Inputs are floats: the tolerance is one unit in their last place.
    private func expectClose(_ found: [[Double]], _ key: String) {
        let expected = Self.matrix(key)
        #expect(found.count == expected.count && !expected.isEmpty, "\(key)")
        for (a, b) in zip(found, expected) {
            #expect(a.count == b.count, "\(key)")
            #expect(zip(a, b).allSatisfy { abs($0 - $1) <= 1.2e-7 * max(1, abs($1)) }, "\(key): \(a) \(b)")
        }
    }

    @Test(
        "Numeric steps",
        arguments: [
            ("min_max", "min-max", ["low": .real(-1), "high": .real(2)]),
            ("min_max_clip", "min-max", ["clip": .boolean(true)]),
            ("robust", "robust", [:]),
            (
                "robust_wide", "robust",
                ["lower": .real(0.1), "upper": .real(0.95), "unit_variance": .boolean(true)]
            ),
            ("quantile_normal", "quantile-normal", [:]),
            ("quantile_normal_13", "quantile-normal", ["quantiles": .integer(13)]),
            ("clip", "clip", ["lower": .real(0.05), "upper": .real(0.9)]),
            ("signed_log", "signed-log", ["unit": .real(0.25)]),
        ] as [(String, String, [String: ParameterValue])])
    func numeric(key: String, id: String, given: [String: ParameterValue]) throws {
        expectClose(try prepared([Self.skewed, Self.tied], [step(id, given)]).rows, key)
    }

    @Test(
        "Imputation of numbers, with its indicator",
        arguments: [
            ("mean", "mean"), ("median", "median"), ("most_frequent", "mode"), ("constant", "constant"),
        ])
    func impute(key: String, strategy: String) throws {
        let use = try step("impute", ["strategy": .text(strategy), "value": .real(-3.5)])
        expectClose(try prepared([Self.gaps], [use]).rows, "impute_" + key)
    }

    @Test("Imputation of levels by the mode")
    func imputeLevels() throws {
        let (names, rows) = try prepared([Self.holed], [step("impute-levels"), step("one-hot")])
        for (row, level) in zip(rows, Self.texts("impute_mode")) {
            let found = row.firstIndex(of: 1).map { names[$0] }
            // No training row is a yew.
            #expect(found == (level == "yew" ? nil : "tree=\(level!)"))
        }
    }

    @Test(
        "One-hot encoding, rare levels and numbers of levels",
        arguments: [
            ("one_hot_drop", ["one-hot"], ["drop_first": .boolean(true)]),
            ("one_hot_4", ["one-hot"], ["max_levels": .integer(4)]),
            ("rare_8", ["rare-levels", "one-hot"], ["min_count": .integer(8)]),
            (
                "rare_15_percent", ["rare-levels", "one-hot"],
                ["min_count": .integer(0), "min_share": .real(0.15)]
            ),
            (
                "one_hot_4", ["rare-levels", "one-hot"],
                ["min_count": .integer(0), "max_levels": .integer(4)]
            ),
            ("ordinal", ["ordinal"], ["unseen": .text("value")]),
        ] as [(String, [String], [String: ParameterValue])])
    func levels(key: String, ids: [String], given: [String: ParameterValue]) throws {
        var uses = try [step(ids[0], given)]
        for id in ids.dropFirst() { uses.append(try step(id)) }
        let (_, rows) = try prepared([Self.tree], uses)
        let isGrouped = key == "one_hot_4" && ids.count == 1
        guard isGrouped else { return expectClose(rows, key) }
        // scikit-learn counts an unseen level as infrequent; here it has an input of its own kind, all zeros.
        let expected = Self.matrix(key)
        for (row, tree) in Self.texts("tree").enumerated() {
            #expect(rows[row] == (tree == "yew" ? [0, 0, 0, 0] : expected[row]))
        }
    }

    @Test(
        "Target encoding, crossed for the training rows",
        arguments: ["binary", "multiclass", "regression"], ["auto", "12"])
    func targetEncoding(task: String, smoothing: String) throws {
        let use = try step("target-encoding", smoothing == "auto" ? [:] : ["smoothing": .real(12)])
        let labels = Self.numbers("labels").map { Int($0) }
        let target: Dataset.Target =
            switch task {
            case "binary": .classes(labels.map { $0 == 2 ? 1 : 0 })
            case "multiclass": .classes(labels)
            default: .values(Self.numbers("value"))
            }
        let classes = ["binary": 2, "multiclass": 3][task] ?? 0
        let (names, rows) = try prepared([Self.holed], [use], target: target, classes: classes)
        #expect(names == (classes == 3 ? (0..<3).map { "tree=target class \($0)" } : ["tree"]))
        expectClose(rows, "target_\(task)_\(smoothing)")
    }
}
