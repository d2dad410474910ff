import Datasets
import Foundation
import Numerics
import Primitives
import Records
import Store
import Suites
import Testing

@testable import Runner

/// What a suite's models are checked for before anything is trained, and models on real columns.
@Suite("Models in suites")
struct ModelPlanTests {
    private func suite(
        models: String, training: String = "{epochs: 2}", seeds: String = "1", exclude: String = "[]",
        dataset: String = "{id: moons, kind: two-moons, n: 60}"
    ) -> String {
        """
        version: 1
        name: test
        seeds: \(seeds)
        datasets: [\(dataset)]
        models: \(models)
        methods: [baseline, mixup]
        training: \(training)
        exclude: \(exclude)
        """
    }

    private func refusal(_ text: String) -> BenchError? {
        do throws(BenchError) {
            _ = try SuitePlan(text: text, path: "test.yaml")
            return nil
        } catch {
            return error
        }
    }

    private func withFolder<T>(_ body: (URL) throws -> T) throws -> T {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "bench-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    private func results(_ plan: SuitePlan, in folder: URL) throws -> ResultTable {
        let store = try Store(path: folder.appendingPathComponent("s.sqlite").path, mode: .readWriteCreate)
        let summary = try SuiteRunner(
            plan, into: store, environment: EnvironmentProbe.environment(instructionSet: .best),
            options: .init(dispatch: .init(jobs: 2, isolation: .thread, instructionSet: .best))
        ).run(interruption: Interruption())
        return try store.results(experiment: summary.experiment)
    }

    /// Rows of a number, and a colour that decides the class; one number may be missing.
    private func table(rows: Int, missing: Int? = nil) -> String {
        let colours = ["red", "green", "blue", "black"]
        let lines = (0..<rows).map { row in
            let number = row == missing ? "" : "\(Double((7 * row) % 11) / 4)"
            return "\(number),\(colours[(5 * row) % 4]),\((5 * row) % 4 < 2 ? "warm" : "cold")"
        }
        return "number,colour,class\n" + lines.joined(separator: "\n") + "\n"
    }

    @Test("a shape that does not fit a dataset is an error of the suite, once per model and dataset")
    func shape() throws {
        let text = suite(
            models: "[{id: line, kind: cnn, shape: [3]}, {kind: cnn, shape: [2], pooling: none}]")
        let error = try #require(refusal(text))
        #expect(error.exitCode == .usage)
        #expect(error.diagnostics.count == 1)
        let finding = error.diagnostics[0]
        #expect(finding.location?.file == "test.yaml")
        #expect(
            finding.message
                == "model \"line\" on dataset \"moons\": shape [3] means 3 inputs, but there are 2")
        #expect(finding.remedy!.hasSuffix("or add to exclude: {model: line, dataset: moons}"))
        let excluded = suite(
            models: "[{id: line, kind: cnn, shape: [3]}, linear]", exclude: "[{model: line, dataset: moons}]")
        #expect(refusal(excluded) == nil)
    }

    @Test("a batch of one row is an error of the suite for a model that normalises over rows")
    func oneRow() throws {
        // 36 training rows: one is left over.
        let error = try #require(
            refusal(suite(models: "[{id: r, kind: residual-mlp}]", training: "{batch_size: 35}")))
        #expect(error.exitCode == .usage)
        #expect(
            error.diagnostics[0].message
                == "model \"r\" on dataset \"moons\": the last batch of 36 training rows has 1 row, but it normalises "
                + "over the rows of a batch and needs at least 2 of them")
        for (models, training) in [
            ("[{kind: residual-mlp, norm: layer}]", "{batch_size: 35}"),
            ("[residual-mlp]", "{batch_size: 35, last_batch: drop}"), ("[residual-mlp]", "{batch_size: 34}"),
            // A single row has enough places to normalise over.
            ("[{kind: cnn, shape: [2], channels: [3], norm: batch}]", "{batch_size: 35}"),
        ] {
            #expect(refusal(suite(models: models, training: training)) == nil, "\(models)")
        }
        let single = try #require(refusal(suite(models: "[residual-mlp]", training: "{batch_size: 1}")))
        #expect(
            single.diagnostics[0].remedy!.hasPrefix("set another batch_size"),
            "leaving out the last batch does not help")
    }

    @Test("a categorical column is embedded, from the file to the stored result")
    func embedding() throws {
        try withFolder { folder in
            let path = folder.appendingPathComponent("t.csv").path
            try table(rows: 80).write(toFile: path, atomically: true, encoding: .utf8)
            let text = suite(
                models: "[{kind: embedding-mlp, hidden: [8]}]", training: "{epochs: 60, batch_size: 8}",
                dataset: "{id: t, kind: csv, path: \(path), target: class}")
            let plan = try SuitePlan(text: text, path: "test.yaml")
            let data = try plan.library.prepared("t", seed: 0)
            #expect(data.layout.columns.map(\.width) == [1, 4])
            #expect(data.layout.columns.map(\.kind) == [.numeric, .categorical])
            for row in try results(plan, in: folder) {
                #expect(row.status == .completed)
                #expect(row.metric("accuracy", on: .test)! == 1)
            }
        }
    }

    @Test("where only a later seed's inputs do not fit, that cell fails and says why")
    func laterSeed() throws {
        try withFolder { folder in
            let path = folder.appendingPathComponent("t.csv").path
            try table(rows: 40, missing: 3).write(toFile: path, atomically: true, encoding: .utf8)
            let dataset = "{id: t, kind: csv, path: \(path), target: class, exclude: [colour]}"
            func text(_ shape: Int) -> String {
                suite(
                    models: "[{kind: cnn, shape: [\(shape)], channels: [2], pooling: none}]",
                    training: "{epochs: 2, batch_size: 8}", seeds: "8", dataset: dataset)
            }
            let probe = try SuitePlan(
                text: suite(models: "[linear]", training: "{batch_size: 8}", dataset: dataset),
                path: "test.yaml")
            let widths = try (0..<8).map { try probe.library.prepared("t", seed: $0).inputWidth }
            #expect(Set(widths) == [1, 2])
            let rows = try results(SuitePlan(text: text(widths[0]), path: "test.yaml"), in: folder)
            #expect(rows.count == 16)
            for row in rows {
                if widths[row.seed] == widths[0] {
                    #expect(row.status == .completed)
                } else {
                    #expect(row.status?.kind == .failed)
                    #expect(row.status!.cause!.contains("model \"cnn\": shape [\(widths[0])] means"))
                }
            }
        }
    }
}
