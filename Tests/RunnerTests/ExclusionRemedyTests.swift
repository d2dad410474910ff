import Foundation
import Primitives
import Testing

@testable import Runner

/// What a refusal says to add to `exclude` can be added as it stands.
@Suite("Remedies that leave something out")
struct ExclusionRemedyTests {
    /// `dataset` is the dataset's label as YAML, `method` an entry that it or the model does not suit.
    private func suite(dataset: String, model: String, method: String, exclude: String = "[]") -> String {
        """
        version: 1
        name: test
        seeds: 1
        datasets: [\(dataset)]
        models: [\(model), linear]
        methods: [baseline, \(method)]
        training: {epochs: 1}
        protocol: {split: {scheme: holdout, validation: 0}}
        exclude: \(exclude)
        """
    }

    private func refusal(_ text: String) -> Diagnostic? {
        do throws(BenchError) {
            _ = try SuitePlan(text: text, path: "test.yaml")
            return nil
        } catch {
            return error.diagnostics.first
        }
    }

    private static let moons = #"{id: "two: {moons}, noisy", kind: two-moons, n: 60}"#
    private static let friedman = #"{id: "f, #1", kind: friedman-1, n: 60}"#
    private static let mlp = #"{id: "small, [8]", kind: mlp, hidden: [8]}"#

    @Test(
        "labels with commas, braces and colons are quoted, and the suite with the remedy is accepted",
        arguments: [
            (friedman, mlp, #"{name: "x: [y", stack: [brier, dropout]}"#),
            (moons, mlp, #"{id: huber, name: "a, b}"}"#),
            (moons, mlp, "learning-to-reweight"),
            (moons, mlp, "temperature-scaling"),
            (moons, mlp, "{id: stochastic-depth, rate: [0.1, 0.2]}"),
            (moons, #"{id: "l, {3}", kind: cnn, shape: [3]}"#, "mixup"),
        ])
    func pasted(dataset: String, model: String, method: String) throws {
        var rules: [String] = []
        // One refusal per model or variant.
        for _ in 0..<5 {
            let text = suite(
                dataset: dataset, model: model, method: method,
                exclude: "[" + rules.joined(separator: ", ") + "]")
            guard let finding = refusal(text) else { break }
            let remedy = try #require(finding.remedy?.range(of: "add to exclude: "), "\(finding)")
            rules.append(String(finding.remedy![remedy.upperBound...]))
        }
        #expect((1...4).contains(rules.count), "\(rules)")
        #expect(Set(rules).count == rules.count, "\(rules)")
    }

    @Test("what needs validation rows is refused without them, and is not with them")
    func validation() throws {
        for method in ["learning-to-reweight", "temperature-scaling"] {
            let text = suite(dataset: Self.moons, model: Self.mlp, method: method)
            let finding = try #require(refusal(text))
            #expect(finding.message.hasSuffix("it needs validation rows"))
            #expect(finding.remedy!.contains("validation: 0.1"))
            #expect(
                refusal(text.replacingOccurrences(of: "validation: 0}", with: "validation: 0.1}")) == nil
            )
        }
        let off = "{id: temperature-scaling, fitted_on: none}"
        #expect(refusal(suite(dataset: Self.moons, model: Self.mlp, method: off)) == nil)
    }
}
