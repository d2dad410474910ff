import Datasets
import Foundation
import Methods
import Numerics
import Primitives
import Records
import TensorCore
import Testing

@testable import Training

/// Steps of methods from fixed weights and batches, against numbers of independent implementations in Float64.
///
/// `Tests/Reference/methods/fixture.json` holds the weights and batches, written by this suite when
/// WRITE_METHOD_FIXTURE is set; the scripts beside it compute what should come out (`network.py` is what they
/// share) and write a JSON file each.
@Suite("Method references")
struct MethodReferenceTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .appendingPathComponent("Reference/methods")
    static let (seed, rows, batch, epochs) = (6, 40, 10, 3)

    /// A network of 5 inputs, 7 hidden units and 3 classes (or 1 value), and the data it is trained on.
    struct Setting: Codable, Equatable {
        var parameters: [Float]
        /// Per step of three epochs: the numbers of its rows, their inputs and their targets.
        var rows: [[Int]]
        var inputs: [[[Float]]]
        var targets: [[[Float]]]
    }

    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        /// What the case is called.
        var name: String
        /// `classification` or `regression`.
        var task: String
        /// The activation function of the hidden layer.
        var activation: String
        /// The optimiser and its arguments, as in a suite.
        var optimizer: [String: JSON]
        /// The stack, as in a suite.
        var methods: [[String: JSON]]
        /// Steps: 4, 8 or 12.
        var steps: Int
        /// |actual − expected| ≤ tolerance · (1 + |expected|).
        var tolerance: Double
        /// The parameters of the model after the steps.
        var expected: [Double]
        /// The same of evaluation: outputs on the first batch; nil where they are not compared.
        var outputs: [Double]?
        var testDescription: String { name }
    }

    static func data(_ task: String) -> PreparedData {
        Fixture.data(rows: rows, regression: task == "regression")
    }

    static func setting(_ task: String) -> Setting {
        let data = data(task)
        let layout = Fixture.blueprint(data, ["hidden": .integers([7])]).layout
        let key = RandomKey(seed: seed, name: "shuffle")
        let steps = (0..<epochs).flatMap { epoch in
            let order = key.permutation(step: epoch, count: rows).map { Int($0) }
            return stride(from: 0, to: rows, by: batch).map { Array(order[$0..<$0 + batch]) }
        }
        func take(_ values: [Float], _ width: Int) -> [[[Float]]] {
            steps.map { $0.map { Array(values[$0 * width..<($0 + 1) * width]) } }
        }
        return Setting(
            parameters: layout.initialValues(seed: seed), rows: steps,
            inputs: take(data.train.inputs, data.inputWidth),
            targets: take(data.train.targets, data.outputWidth))
    }

    @Test("the committed weights and batches are those of the fixture")
    func fixture() throws {
        let settings = [
            "classification": Self.setting("classification"), "regression": Self.setting("regression"),
        ]
        let file = Self.folder.appendingPathComponent("fixture.json")
        if ProcessInfo.processInfo.environment["WRITE_METHOD_FIXTURE"] != nil {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            try encoder.encode(settings).write(to: file)
        }
        let committed = try JSONDecoder().decode([String: Setting].self, from: Data(contentsOf: file))
        #expect(committed == settings)
    }

    static let cases: [Case] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".json") && $0 != "fixture.json" }.sorted().flatMap { name in
            let data = try! Data(contentsOf: folder.appendingPathComponent(name))
            return try! JSONDecoder().decode([Case].self, from: data)
        }
    }()

    @Test("a method's steps are those of an independent implementation", arguments: cases)
    func steps(item: Case) throws {
        let data = Self.data(item.task)
        let blueprint = Fixture.blueprint(
            data,
            [
                "hidden": .integers([7]), "activation": .text(item.activation),
                "initialization": .text("he-normal"),
            ],
            optimizer: try Self.method(item.optimizer), methods: try item.methods.map(Self.method))
        var cell = CellState(blueprint, data, seed: Self.seed, ExecutionEnvironment())
        let settings = Fixture.settings(epochs: item.steps / 4, batchSize: Self.batch)
        for stage in blueprint.pipeline(settings) { try stage.run(&cell) }
        #expect(cell.failure == nil)
        let actual = cell.parameters.values.prefix(item.expected.count).map(Double.init)
        var worst = 0.0
        for (a, e) in zip(actual, item.expected) { worst = max(worst, abs(a - e) / (1 + abs(e))) }
        #expect(worst <= item.tolerance, "largest relative difference \(worst)")
        #expect(actual.count == item.expected.count)
        guard let outputs = item.outputs else { return }
        let rows = Self.setting(item.task).rows[0]
        let all = Evaluator(cell).outputs(of: data.train, cell)
        let width = data.outputWidth
        let mine = rows.flatMap { all[$0 * width..<($0 + 1) * width].map(Double.init) }
        var difference = 0.0
        for (a, e) in zip(mine, outputs) { difference = max(difference, abs(a - e) / (1 + abs(e))) }
        #expect(difference <= item.tolerance, "largest relative difference of outputs \(difference)")
        #expect(mine.count == outputs.count)
    }

    /// `{id: …, parameter: …}` as a suite has it.
    private static func method(_ members: [String: JSON]) throws -> (any Method.Type, ComponentUse) {
        guard case .string(let id)? = members["id"], let type = MethodCatalogue.type(named: id) else {
            preconditionFailure("no method \(members)")
        }
        let given = members.filter { $0.key != "id" }.mapValues(\.value)
        let arguments = try Arguments(reading: given, for: type.declaration.parameters)
        return (type, ComponentUse(id: id, version: type.declaration.version, arguments: arguments))
    }
}

/// A JSON value as suites read it.
enum JSON: Decodable, Sendable {
    case boolean(Bool)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSON].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSON].self))
        }
    }

    var value: JSONValue {
        switch self {
        case .boolean(let value): .boolean(value)
        case .number(let value): value == value.rounded() ? .integer(Int(value)) : .real(value)
        case .string(let value): .string(value)
        case .array(let values): .array(values.map(\.value))
        case .object(let members): .object(members.mapValues(\.value))
        }
    }
}
