import Primitives
import Testing

@testable import Runner

/// Preprocessing that fits no cell of a dataset is refused before anything is trained.
@Suite("Preparation in suites")
struct PreparationPlanTests {
    private func refusal(_ datasets: [String], seeds: String = "3", exclude: String = "[]") -> BenchError? {
        let text = """
            version: 1
            name: test
            seeds: \(seeds)
            datasets: [\(datasets.joined(separator: ", "))]
            models: [linear]
            methods: [baseline]
            training: {epochs: 2, batch_size: 4}
            exclude: \(exclude)
            """
        do throws(BenchError) {
            _ = try SuitePlan(text: text, path: "test.yaml")
            return nil
        } catch {
            return error
        }
    }

    @Test("All datasets that no seed can prepare are named at once, with the remedy")
    func refused() throws {
        let logarithm = "{id: moons, kind: two-moons, n: 60, preprocessing: [standardize, log-target]}"
        let unknown =
            "{id: rings, kind: circles, n: 60, preprocessing: [{id: robust, columns: [radius]}]}"
        let sound = "{id: sound, kind: two-moons, n: 60}"
        let error = try #require(refusal([logarithm, unknown, sound]))
        #expect(error.exitCode == .data && error.diagnostics.count == 2)
        #expect(error.description.contains("\"moons\": log-target is for a regression"))
        #expect(error.description.contains("\"rings\": robust: there is no input column \"radius\""))
        #expect(error.diagnostics.allSatisfy { $0.location?.file == "test.yaml" && $0.remedy != nil })
        #expect(refusal([logarithm, sound], exclude: "[{dataset: moons}]") == nil)
    }

    @Test("A stream whose draws differ in their number of rows is refused")
    func streams() throws {
        func mixture(_ corruption: String) -> String {
            "{id: stream, kind: gaussian-mixture, n: 200, online: true, corruptions: [\(corruption)]}"
        }
        let error = try #require(refusal([mixture("{id: imbalance, ratio: 5}")]))
        #expect(error.exitCode == .data && error.description.contains("draw of the online stream"))
        #expect(refusal([mixture("{id: subsample, n: 50}")]) == nil)
        #expect(refusal([mixture("duplicate-rows")]) == nil)
    }
}
