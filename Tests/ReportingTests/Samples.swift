import Foundation
import Primitives
import Records
import Testing

@testable import Reporting

/// Hand-made rows, and the reference values that `Reference/generate.py` wrote.
enum Samples {
    static func reference() throws -> JSONValue { try JSONParser.parse(file("reference.json")) }

    static func file(_ name: String) throws -> String {
        let url = try #require(Bundle.module.url(forResource: "Reference", withExtension: nil))
        return try String(contentsOf: url.appendingPathComponent(name), encoding: .utf8)
    }

    static let metrics = [
        MetricDeclaration(
            id: "accuracy", summary: "Share of right answers.", formula: "", direction: .higher,
            tasks: [.classification]),
        MetricDeclaration(
            id: "mse", summary: "Mean squared error.", formula: "", direction: .lower, tasks: [.regression]),
    ]

    static let environment = Environment(
        programVersion: "0.1.0", numericsVersion: 1, gitCommit: "0123abc", gitDirty: true, host: "laboratory",
        cpu: "A CPU", cpuCount: 4, instructionSet: "avx2", operatingSystem: "Linux 6.1",
        compiler: "Swift 6.3.1", buildConfiguration: "release")

    static func experiment(baseline: String = "plain") -> ExperimentRecord {
        ExperimentRecord(
            name: "decay", suitePath: "suites/decay.yaml", suiteText: "version: 1\n", resolved: [:],
            baseline: baseline, primaryMetrics: ["classification": "accuracy", "regression": "mse"])
    }

    static func dataset(_ label: String, classes: Int? = 2, train: Int = 120, test: Int = 40) -> DatasetRecord
    {
        DatasetRecord(
            label: label, kind: classes == nil ? "csv" : "moons", contentHash: SHA256.hash(label),
            arguments: [:],
            rows: train + 40 + test, features: 2, classes: classes, trainRows: train, validationRows: 40,
            testRows: test)
    }

    static func row(
        _ dataset: String, _ method: String, _ seed: Int, position: Int, model: String = "mlp",
        metric: String = "accuracy", value: Double?, status: Status? = .completed, cost: Double = 1
    ) -> ResultTable.Entry {
        ResultTable.Entry(
            labels: .init(dataset: dataset, model: model, method: method, costInPasses: cost),
            identity: CellIdentity(SHA256.hash("\(dataset) \(model) \(method) \(seed)")),
            seed: seed, position: position, status: status,
            metrics: value.map { [MetricValue(part: .test, name: metric, value: $0)] } ?? [],
            cpuNanoseconds: status == nil ? nil : 1_250_000_000 + seed * 1_000_000)
    }

    static let methods = ["plain", "neutral", "sam", "dropout", "l1|l2"]

    /// The input of the golden report.
    static func golden() throws -> ReportInput {
        let values = try #require(reference()["values"])
        var rows: [ResultTable.Entry] = []
        for (dataset, metric) in [("moons", "accuracy"), ("housing", "mse")] {
            for method in methods {
                guard case .array(let column) = try #require(values[dataset]?[method]) else { continue }
                for (seed, value) in column.enumerated() {
                    var status: Status? = .completed
                    if value == .null {
                        status =
                            dataset == "moons" ? .diverged("the loss is NaN | in epoch 7\nlast 3.5") : nil
                    }
                    rows.append(
                        row(
                            dataset, method, seed, position: rows.count, metric: metric, value: value.number,
                            status: status, cost: method == "sam" ? 2 : 1))
                }
            }
        }
        return ReportInput(
            experiment: experiment(), experimentID: 7, createdAt: "2026-01-31T12:00:00.000000Z",
            datasets: [dataset("moons"), dataset("housing", classes: nil, train: 300, test: 100)],
            rows: ResultTable(rows),
            environments: [environment], metrics: metrics)
    }

    /// One dataset with the given accuracies by method and seed.
    static func input(
        _ values: [(method: String, values: [Double?])], model: String = "mlp", baseline: String = "plain"
    ) -> ReportInput {
        var rows: [ResultTable.Entry] = []
        for (method, column) in values {
            for (seed, value) in column.enumerated() {
                rows.append(
                    row(
                        "moons", method, seed, position: rows.count, model: model, value: value,
                        status: value == nil ? nil : .completed))
            }
        }
        return ReportInput(
            experiment: experiment(baseline: baseline), datasets: [dataset("moons")], rows: ResultTable(rows),
            environments: [environment], metrics: metrics)
    }
}

extension ReportInput {
    /// The rows, to be changed one by one.
    var entries: [ResultTable.Entry] {
        get { rows.entries }
        set { rows = ResultTable(newValue) }
    }
}
