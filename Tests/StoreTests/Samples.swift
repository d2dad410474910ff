import Foundation
import Primitives
import Records
import Store
import Testing

/// Small records for the tests, and a directory of their own.
enum Samples {
    static func temporaryDirectory() throws -> URL {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(
            "store-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        return url
    }

    static let environment = Environment(
        programVersion: "0.1.0", numericsVersion: 1, gitCommit: "abc", gitDirty: true, host: "host",
        cpu: "CPU",
        cpuCount: 2, instructionSet: "avx2", operatingSystem: "Linux 6", compiler: "Swift 6.3",
        buildConfiguration: "debug")

    static let experiment = ExperimentRecord(
        name: "decay", suitePath: "decay.yaml", suiteText: "version: 1\nname: decay # é\n",
        resolved: ["name": "decay", "rates": [0.1, 1, .null]], baseline: "plain",
        primaryMetrics: ["classification": "accuracy"])

    static func dataset(_ label: String) -> DatasetRecord {
        DatasetRecord(
            label: label, kind: "moons", contentHash: SHA256.hash(label), arguments: ["noise": 0.25],
            rows: 100,
            features: 2, classes: 2, trainRows: 60, validationRows: 20, testRows: 20,
            treatment: .init(
                corruptions: [], split: ["id": "holdout"], preprocessing: [["id": "standardize"]],
                resamples: label != "fixed"))
    }

    /// A copy of the committed store of an earlier schema, in a folder of its own.
    static func fixture(_ version: Int, in directory: URL) throws -> String {
        let copy = directory.appendingPathComponent("schema-\(version).sqlite")
        let fixture = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
        try FileManager.default.copyItem(
            at: fixture.appendingPathComponent("schema-\(version).sqlite"), to: copy)
        return copy.path
    }

    static func cells(_ count: Int, dataset: String = "moons") -> PlannedCells {
        func use(_ id: String) -> ComponentUse {
            ComponentUse(id: id, version: 1, arguments: try! Arguments([:], for: []))
        }
        return PlannedCells(
            (0..<count).map { index in
                let specification = CellSpecification(
                    dataset: use("moons"), datasetHash: SHA256.hash(dataset),
                    split: use("holdout"), preprocessing: [use("standardize")], model: use("mlp"),
                    optimizer: use("sgd"),
                    methods: index % 2 == 0 ? [] : [use("sam")], training: use("training"),
                    seed: index / 2, numericsVersion: 1)
                return PlannedCell(
                    specification: specification, datasetLabel: dataset, modelLabel: "mlp",
                    methodLabel: index % 2 == 0 ? "plain" : "sam", position: index)
            })
    }

    static func costs(_ cells: PlannedCells) -> [Double] {
        cells.configurations.map { $0.methodLabel == "sam" ? 2 : 1 }
    }

    static func outcome(_ status: Status = .completed, accuracy: Double = 0.9) -> Outcome {
        Outcome(
            status: status,
            metrics: [
                MetricValue(part: .test, name: "nll", value: .infinity),
                MetricValue(part: .test, name: "accuracy", value: accuracy),
                MetricValue(part: .train, name: "accuracy", value: 1),
            ],
            curves: [
                CurvePoint(epoch: 1, part: .train, name: "loss", value: .nan),
                CurvePoint(epoch: 0, part: .train, name: "loss", value: 0.1),
            ],
            parametersDigest: SHA256.hash("parameters"), startedAt: 1_700_000_000.25, wallNanoseconds: 5,
            cpuNanoseconds: 1_500_000_000)
    }
}

extension Store {
    /// Records the sample experiment with `count` cells.
    func recordSample(_ count: Int = 4) throws -> (id: Int, cells: PlannedCells) {
        let cells = Samples.cells(count)
        let id = try record(
            experiment: Samples.experiment, environment: Samples.environment,
            datasets: [Samples.dataset("moons")],
            cells: cells, costs: Samples.costs(cells), createdAt: 0)
        return (id, cells)
    }
}
