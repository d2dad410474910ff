import Datasets
import Foundation
import Methods
import Models
import Numerics
import Primitives
import Records
import TensorCore
import Testing

@testable import Training

/// A linear model with an L2 penalty has one optimum; scikit-learn's stands in
/// Tests/Reference/logistic_regression.json, made by the script beside it.
@Suite("Convex optimum")
struct ConvexOptimumTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Objective and weight norm by (data set, C).
    static func reference(_ dataset: String, _ c: Double) throws -> (objective: Double, norm: Double) {
        let text = try String(
            contentsOf: root.appendingPathComponent("Tests/Reference/logistic_regression.json"),
            encoding: .utf8)
        guard case .array(let entries)? = try JSONParser.parse(text)["entries"] else { return (0, 0) }
        let entry = try #require(
            entries.first {
                $0["dataset"]?.text == dataset && $0["C"]?.number == c
                    && $0["parametrisation"]?.text == "softmax"
            })
        return (entry["objective"]!.number!, entry["weight_norm"]!.number!)
    }

    @Test(
        "a linear model with l2, trained to convergence, reaches scikit-learn's optimum",
        arguments: [("wine", "cultivar"), ("breast_cancer", "diagnosis")], [0.01, 1, 100])
    func optimum(_ table: (name: String, target: String), c: Double) throws {
        let arguments = try Arguments(
            ["path": .text("suites/data/\(table.name).csv"), "target": .text(table.target)],
            for: CSVSource.declaration.parameters)
        let dataset = try CSVSource(arguments: arguments, baseDirectory: Self.root.path).load()
        let rows = dataset.rowCount
        let data = try prepare(dataset, split: Split(train: Array(0..<rows), validation: [], test: []))

        // The mean loss plus (λ/2)‖W‖² is the reference's sum over N rows at λ = 1/(C N).
        let l2 = MethodCatalogue.type(named: "l2")!
        let sgd = MethodCatalogue.type(named: "sgd")!
        let blueprint = Fixture.blueprint(
            data, model: "linear",
            optimizer: (
                sgd,
                Fixture.use(
                    sgd.declaration,
                    [
                        "learning_rate": .schedule(.constant(table.name == "wine" ? 0.4 : 0.15)),
                        "momentum": .schedule(.constant(c == 100 ? 0.997 : 0.97)), "nesterov": .boolean(true),
                    ])
            ),
            methods: [
                (l2, Fixture.use(l2.declaration, ["strength": .schedule(.constant(1 / (c * Double(rows))))]))
            ])
        var cell = CellState(blueprint, data, seed: 0, ExecutionEnvironment())
        try Fit(Fixture.settings(epochs: c == 100 ? 20_000 : 3_000, batchSize: rows)).run(&cell)

        let outputs = Evaluator(cell).outputs(of: data.train, cell)
        let predictions = Predictions(
            outputs: outputs, width: data.outputWidth, partition: data.train, task: data.task, scale: nil)
        let weights = cell.parameters.values.prefix(data.inputWidth * data.outputWidth).map(Double.init)
        let norm = weights.map { $0 * $0 }.reduce(0, +).squareRoot()
        let objective = LogLoss.value(predictions) * Double(rows) + norm * norm / (2 * c)
        let expected = try Self.reference(table.name, c)
        #expect(
            abs(objective - expected.objective) <= 1e-5 * expected.objective,
            "\(objective) \(expected.objective)")
        #expect(abs(norm - expected.norm) <= 1e-3 * expected.norm, "\(norm) \(expected.norm)")
    }
}
