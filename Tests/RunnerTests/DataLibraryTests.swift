import Datasets
import Primitives
import Records
import Testing

@testable import Runner

@Suite("The data of a suite")
struct DataLibraryTests {
    private func plan(
        _ datasets: String, seeds: String = "4", training: String = "{epochs: 1, batch_size: 8}"
    )
        throws -> SuitePlan
    {
        try SuitePlan(
            text: """
                version: 1
                name: data
                seeds: \(seeds)
                datasets:
                \(datasets.split(separator: "\n").map { "  - \($0)" }.joined(separator: "\n"))
                models: [linear]
                methods: [baseline, sam]
                training: \(training)
                """, path: "data.yaml")
    }

    @Test("Corruption follows the seed and its own stream; its null is the clean data")
    func corruption() throws {
        let plan = try plan(
            "{id: m, kind: two-moons, n: 100, corruptions: [{id: symmetric-label-noise, rate: [0, 0.3]}]}")
        let (clean, noisy) = ("m rate=0", "m rate=0.3")
        let data = try plan.library.prepared(noisy, seed: 1)
        let base = try plan.library.prepared(clean, seed: 1)
        #expect(base.train.cleanLabels.isEmpty)
        #expect(data.train.cleanLabels == base.train.labels)
        #expect(zip(data.train.labels, base.train.labels).count { $0 != $1 } == 18)
        #expect(data.train.inputs == base.train.inputs && data.test == withClean(base.test))
        let other = try plan.library.prepared(noisy, seed: 2)
        #expect(other.train.labels != data.train.labels)
        #expect(plan.library.dataset(clean).contentHash == plan.library.dataset(noisy).contentHash)
        #expect(Set(plan.cells.map(\.identity)).count == plan.cells.count)
    }

    private func withClean(_ partition: Partition) -> Partition {
        var result = partition
        result.cleanLabels = partition.labels
        return result
    }

    @Test("Every seed of an online dataset has draws of its own, and the same ones every time")
    func online() throws {
        let plan = try plan("{id: m, kind: gaussian-mixture, n: 100, online: true}")
        func draw(_ seed: Int, _ index: Int) throws -> Partition {
            let data = try plan.library.prepared("m", seed: seed)
            guard let fresh = data.freshTraining else { throw BenchError(.internal, "no stream") }
            return try fresh(index)
        }
        let first = try draw(0, 1)
        #expect(first.rows == 60)
        #expect(try first == draw(0, 1))
        #expect(
            try first != draw(0, 2) && first != draw(1, 1)
                && first != plan.library.prepared("m", seed: 0).train)
        let finite = try self.plan("{id: m, kind: gaussian-mixture, n: 100}")
        #expect(try finite.library.prepared("m", seed: 0).freshTraining == nil)
    }

    @Test("The store's record says how a dataset was treated and whether seeds divide it otherwise")
    func treatment() throws {
        let plan = try plan(
            """
            {id: a, kind: two-moons, n: 100, corruptions: [{id: subsample, n: 40}], preprocessing: [{id: impute}, {id: min-max}]}
            {id: b, kind: covariate-shift, n: 60, test_rows: 30}
            {id: c, kind: two-moons, n: 102, split: {scheme: k-fold, folds: 5, validation: 0}}
            """)
        #expect(plan.datasets.map(\.treatment.resamples) == [true, false, true])
        #expect(plan.datasets[0].trainRows == 40 && plan.datasets[0].rows == 100)
        #expect(plan.datasets[0].treatment.preprocessing.canonical.contains("min-max"))
        #expect(plan.datasets[1].treatment.split["id"]?.text == "given")
        #expect(plan.datasets[1].testRows == 30)
        // The folds have 20 or 21 rows; every one is tested on once.
        var tested: [Int] = []
        for seed in 0..<5 { tested += try plan.library.split("c", seed: seed).test }
        #expect(tested.sorted() == Array(0..<102))
    }

    @Test("A batch must fit the smallest training part of all seeds")
    func batches() throws {
        let error = try #require(throws: BenchError.self) {
            _ = try plan(
                "{id: c, kind: two-moons, n: 101, split: {scheme: k-fold, folds: 2, validation: 0}}",
                training: "{epochs: 1, batch_size: 51}")
        }
        #expect(error.exitCode == .data && error.description.contains("50 training rows"), "\(error)")
    }

    @Test(
        "What contradicts itself or does not fit the data is an error of the suite, with a remedy",
        arguments: [
            ("{id: a, kind: two-moons, split: grouped}", "group"),
            ("{id: a, kind: two-moons, split: temporal}", "time"),
            ("{id: a, kind: two-moons, split: given}", "split"),
            ("{id: a, kind: two-moons, n: 20, split: {scheme: k-fold, folds: 30}}", "folds"),
            (
                "{id: a, kind: two-moons, split: {scheme: holdout, test: 0.6, validation: 0.6}}",
                "no rows for training"
            ),
            ("{id: a, kind: friedman-1, corruptions: [symmetric-label-noise]}", "classes"),
        ])
    func refusals(dataset: String, word: String) throws {
        let error = try #require(throws: BenchError.self) { _ = try plan(dataset) }
        #expect(error.description.contains(word), "\(error)")
        #expect(error.exitCode == .usage || error.exitCode == .data)
        #expect(
            error.diagnostics.allSatisfy { $0.location != nil || $0.message.contains("\"a\"") }, "\(error)")
    }
}
