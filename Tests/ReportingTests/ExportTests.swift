import Primitives
import Records
import Testing

@testable import Reporting

/// Keeps the files of an export in memory.
private final class MemorySink: ExportSink {
    private(set) var files: [String: String] = [:]
    private(set) var folders: Set<String> = []
    func append(_ text: String, to file: String) { files[file, default: ""] += text }
    func put(_ text: String, at file: String) {
        #expect(files[file] == nil, "\(file) is written twice")
        files[file] = text
    }
    func makeFolder(_ folder: String) { folders.insert(folder) }
    func text(_ file: String) throws -> String { try #require(files[file], "no \(file)") }
    func lines(_ file: String) throws -> [String] {
        try text(file).split(separator: "\r\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
}

@Suite("Exports")
struct ExportTests {
    static let tiny = Double.leastNonzeroMagnitude

    static func cell(
        _ seed: Int, status: Status? = .completed, method: String = "sam, \"rho\" 0.1\nfar",
        metrics: [MetricValue]? = nil, startedAt: Double = 1_700_000_000.25, attempt: Int = 7,
        environment: Int = 3, attempts: Int = 1, curves: [CurvePoint]? = nil
    ) -> CellRecord {
        let specification: JSONValue = [
            "dataset": ["id": "moons", "parameters": ["noise": 0.25], "version": 1],
            "dataset_sha256": .string(SHA256.hash("moons").hexadecimal), "methods": [],
            "model": ["id": "mlp", "parameters": ["hidden": [64, 64]]],
            "preprocessing": [["id": "impute", "parameters": [:]], ["id": "standardize"]],
            "seed": .integer(seed),
        ]
        var record = CellRecord(
            identity: CellIdentity(SHA256.hash(specification.canonical)),
            specification: specification.canonical,
            seed: seed, numericsVersion: 1, datasetHash: SHA256.hash("moons"),
            place: .init(
                position: seed,
                labels: .init(dataset: "moons", model: "mlp", method: method, costInPasses: 2)),
            attemptCount: attempts)
        guard let status else { return record }
        record.attempt = .init(
            id: attempt, startedAt: "2023-11-14T22:13:20.250000Z", environment: environment,
            outcome: Outcome(
                status: status,
                metrics: metrics ?? [
                    MetricValue(part: .train, name: "nll", value: .infinity),
                    MetricValue(part: .test, name: "accuracy", value: 0.1 + 0.2),
                    MetricValue(part: .test, name: "bias", value: -0.0),
                    MetricValue(part: .test, name: "nll", value: .nan),
                    MetricValue(part: .test, name: "tiny", value: tiny),
                ],
                curves: curves ?? [
                    CurvePoint(epoch: 1, part: .train, name: "loss", value: 1e22),
                    CurvePoint(epoch: 2, part: .train, name: "loss", value: .nan),
                ],
                parametersDigest: SHA256.hash("parameters"), predictionsDigest: SHA256.hash("predictions"),
                predictions: [PartPredictions(part: .test, width: 2, values: [0.1, -0.0, .nan, 3e38])],
                startedAt: startedAt, wallNanoseconds: 1_500_000_000, cpuNanoseconds: 1_250_000_001,
                peakBytes: 123))
        return record
    }

    static func request(_ contents: ExportContents = .all, isWide: Bool = false) -> ExportRequest {
        ExportRequest(
            experiment: ExportedExperiment(
                id: 2, createdAt: "2023-11-14T22:00:00.000000Z", record: Samples.experiment(),
                measures: [
                    .init(part: .train, name: "nll"), .init(part: .test, name: "accuracy"),
                    .init(part: .test, name: "other"),
                ], environments: [3: Samples.environment]), contents: contents, isWide: isWide)
    }

    private func export(
        _ format: String, _ cells: [CellRecord], _ contents: ExportContents = .all, isWide: Bool = false
    ) throws -> MemorySink {
        let sink = MemorySink()
        var exporter = try ExportFormats.named(format).exporter(
            of: Self.request(contents, isWide: isWide), into: sink)
        try exporter.begin()
        for cell in cells { try exporter.add(cell) }
        try exporter.end()
        return sink
    }

    @Test("tidy CSV: a row per metric, shortest digits, names for NaN and infinity, quotes of RFC 4180")
    func tidy() throws {
        let sink = try export("csv", [Self.cell(0), Self.cell(1, status: nil)], .results)
        let text = try sink.text("results.csv")
        #expect(
            text.hasPrefix("experiment_id,experiment,created_at,position,identity,dataset,model,method,seed,")
        )
        #expect(text.contains(",\"sam, \"\"rho\"\" 0.1\nfar\",0,completed,,"))
        for value in [
            "train,nll,Infinity", "test,accuracy,0.30000000000000004", "test,bias,-0.0", "test,nll,NaN",
            "test,tiny,5e-324",
        ] {
            #expect(text.contains(",\(value),2.0,1.5,1.250000001,7,"), "\(value)")
        }
        let rows = try sink.lines("results.csv")
        #expect(rows.count == 7)
        #expect(rows[6].contains(",1,,,,,,2.0,,,,"))
        #expect(sink.files.count == 1)
    }

    @Test("wide CSV has a column per metric and a row per cell")
    func wide() throws {
        let rows = try export(
            "csv", [Self.cell(0, method: "sam"), Self.cell(1, status: nil)], .results, isWide: true
        )
        .lines("results.csv")
        #expect(rows.count == 3)
        #expect(rows[0].hasSuffix(",predictions_sha256,train.nll,test.accuracy,test.other"))
        #expect(rows[1].hasSuffix(",Infinity,0.30000000000000004,"))
        #expect(rows[2].hasSuffix(",1,,,,,"))
    }

    @Test("curves and predictions are tables of their own")
    func otherTables() throws {
        let sink = try export("csv", [Self.cell(0, method: "sam")])
        #expect(
            try sink.lines("curves.csv").dropFirst().map {
                $0.split(separator: ",").suffix(5).joined(separator: ",")
            }
                == ["completed,1,train,loss,1e+22", "completed,2,train,loss,NaN"])
        #expect(
            try sink.lines("predictions.csv").dropFirst().map {
                $0.split(separator: ",").suffix(4).joined(separator: ",")
            }
                == ["test,0,0,0.1", "test,0,1,-0.0", "test,1,0,NaN", "test,1,1,3e+38"])
    }

    @Test("Parquet-ready CSV says the type of each column, in the order of the columns")
    func schema() throws {
        let sink = try export("parquet-csv", [Self.cell(0)])
        let schema = try JSONParser.parse(sink.text("schema.json"))
        for table in ["results", "curves", "predictions"] {
            guard case .array(let columns)? = schema["tables"]?[table]?["columns"] else {
                Issue.record("no columns of \(table)")
                continue
            }
            #expect(
                columns.compactMap { $0["name"]?.text }.joined(separator: ",")
                    == (try sink.lines("\(table).csv")[0]))
            #expect(columns.allSatisfy { ["int64", "double", "float", "string"].contains($0["type"]?.text) })
        }
        let row = try sink.lines("curves.csv")[1]
        #expect(!row.isEmpty)
    }

    @Test("JSON lines have everything, with what JSON lacks as strings")
    func lines() throws {
        let text = try export("jsonl", [Self.cell(0), Self.cell(1, status: nil)]).text("cells.jsonl")
        let cells = try text.split(separator: "\n").map { try JSONParser.parse(String($0)) }
        #expect(cells.count == 2)
        #expect(cells[0]["metrics"]?["test.bias"] == "-0")
        #expect(cells[0]["metrics"]?["train.nll"] == "Infinity")
        #expect(cells[0]["metrics"]?["test.accuracy"]?.number == 0.1 + 0.2)
        #expect(cells[0]["curves"]?["train.loss"]?.canonical == #"[[1,1e+22],[2,"NaN"]]"#)
        #expect(cells[0]["predictions"]?["test"]?["values"]?.canonical == #"[[0.1,"-0"],["NaN",3e+38]]"#)
        #expect(cells[0]["environment"]?["host"] == "laboratory")
        #expect(cells[0]["specification"]?["model"]?["id"] == "mlp")
        #expect(cells[1]["status"] == .null)
    }

    private func canonical(_ cells: [CellRecord]) throws -> (text: String, digest: Digest) {
        let sink = MemorySink()
        var export = CanonicalExport(cells: cells.count, numericsVersions: [2, 1], into: sink)
        try export.begin()
        for cell in cells.sorted(by: { $0.identity < $1.identity }) { try export.add(cell) }
        export.end()
        return (try sink.text("cells.jsonl"), export.digest)
    }

    @Test("the canonical form forgets when, where and in which attempt, and nothing else")
    func circumstances() throws {
        let cells = (0..<4).map { Self.cell($0) }
        let others = (0..<4).map {
            Self.cell($0, method: "other", startedAt: 5, attempt: 90 - $0, environment: 1, attempts: 3)
        }
        let (text, digest) = try canonical(cells)
        #expect(try canonical(others).text == text)
        #expect(digest == SHA256.hash(text))
        for line in text.split(separator: "\n") {
            #expect(try JSONParser.parse(String(line)).canonical == line)
        }
        let changed = [
            Self.cell(0, metrics: [MetricValue(part: .test, name: "bias", value: 0.0)]),
            Self.cell(0, curves: []), Self.cell(0, status: nil), Self.cell(9),
        ]
        for cell in changed { #expect(try canonical([cell] + cells.dropFirst()).text != text) }
    }

    @Test("what was measured up to a time-out or crash is no function of the specification")
    func unfinished() throws {
        for status in [
            Status.timedOut("after 3 s"), .crashed("signal 9"), .failed("a disk"), .outOfMemory("2 GB"),
        ] {
            let long = Self.cell(0, status: status)
            #expect(
                try canonical([long]).text
                    == canonical([Self.cell(0, status: status, metrics: [], curves: [])]).text)
        }
        let diverged = Self.cell(0, status: .diverged("epoch 2"), metrics: [])
        #expect(try canonical([diverged]).text.contains(#""train.loss":[[1,1e+22],[2,"NaN"]]"#))
        #expect(try !canonical([diverged]).text.contains("epoch 2"))
        #expect(try canonical([Self.cell(0, status: nil)]).text.contains(#""status":null"#))
    }

    @Test("a run of MLflow's has parameters, metrics with steps, tags and a status")
    func runs() throws {
        let sink = try export(
            "mlflow", [Self.cell(0), Self.cell(1, status: .diverged("e")), Self.cell(2, status: nil)])
        let metas = sink.files.keys.filter {
            $0.hasSuffix("/meta.yaml") && $0.split(separator: "/").count == 3
        }.sorted()
        #expect(metas.count == 2)
        let failed = try metas.filter { try sink.text($0).contains("status: 4\n") }
        #expect(failed.count == 1)
        let folder = try #require(metas.first { !failed.contains($0) }).dropLast("/meta.yaml".count)
        #expect(sink.folders.contains("\(folder)/artifacts"))
        #expect(try sink.text("\(folder)/params/model.parameters.hidden") == "[64,64]")
        #expect(try sink.text("\(folder)/params/preprocessing.1.id") == "standardize")
        #expect(try sink.text("\(folder)/params/methods") == "[]")
        #expect(try sink.text("\(folder)/metrics/test.nll") == "1700000001750 nan 0\n")
        #expect(
            try sink.text("\(folder)/metrics/curve.train.loss")
                == "1700000001750 1e+22 1\n1700000001750 nan 2\n")
        #expect(try sink.text("\(folder)/tags/bench.identity") == Self.cell(0).identity.description)
        #expect(try sink.text("2/tags/bench.cells_not_run") == "1")
    }

    @Test("names keep to MLflow's rules, and two that become alike stay two")
    func names() {
        #expect(MLflowText.name("a/b{c}é") == "a_b_c__")
        #expect(MLflowText.name("..") == "_..")
        #expect(MLflowText.name(String(repeating: "x", count: 900)).count < 250)
        #expect(
            MLflowText.distinct([("a/b", "1"), ("a_b", "2"), ("a_b-2", "3")]).map(\.name) == [
                "a_b", "a_b-2", "a_b-2-2",
            ])
        #expect(MLflowText.shortened(String(repeating: "é", count: 9000), to: 6000).count <= 6000)
        #expect(MLflowText.flattened(["a": "x\ny", "b": ""]).map(\.text) == [#""x\ny""#, #""""#])
    }

    @Test("an unknown format is refused with what there is")
    func unknown() {
        #expect(throws: BenchError.self) { try ExportFormats.named("cvs") }
    }
}
