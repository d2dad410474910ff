import Foundation
import Primitives
import Testing

@testable import Training

/// Numbers of scikit-learn, torchmetrics and SciPy in Tests/Reference/metrics.json, made by the script beside it.
@Suite("Metrics against reference libraries")
struct MetricReferenceTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let predictions: Predictions
        let expected: [String: Double]
        var testDescription: String { name }
    }

    static let classification = cases("classification") { json in
        Predictions(
            probabilities: numbers(json["thousandths"]).map { $0 / 1000 }, classes: json["classes"]!.integer!,
            labels: numbers(json["labels"]).map { Int($0) })
    }

    static let regression = cases("regression") { json in
        Predictions(
            values: numbers(json["values"]), truths: numbers(json["truths"]),
            residualScale: json["sigma"]!.number!)
    }

    private static func cases(_ kind: String, _ make: (JSONValue) -> Predictions) -> [Case] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Reference/metrics.json")
        let text = try! String(contentsOf: file, encoding: .utf8)
        guard case .array(let entries)? = try! JSONParser.parse(text)[kind] else { return [] }
        return entries.map { entry in
            guard case .object(let members)? = entry["expected"] else { fatalError("no numbers") }
            let expected = members.mapValues { value in
                value == .null ? Double.nan : value.text == "inf" ? .infinity : value.number!
            }
            return Case(name: entry["name"]!.text!, predictions: make(entry), expected: expected)
        }
    }

    private static func numbers(_ json: JSONValue?) -> [Double] {
        guard case .array(let elements)? = json else { return [] }
        return elements.map { $0.number! }
    }

    @Test("there are 200 random and 20 degenerate inputs")
    func count() {
        let names = (Self.classification + Self.regression).map(\.name)
        #expect(names.count { $0.hasPrefix("random") } == 200)
        #expect(names.count { !$0.hasPrefix("random") } == 20)
    }

    @Test("of classes", arguments: classification)
    func classes(_ one: Case) { check(one) }

    @Test("of numbers", arguments: regression)
    func values(_ one: Case) { check(one) }

    private func check(_ one: Case) {
        for metric in MetricCatalogue.all {
            let id = metric.declaration.id
            guard let expected = one.expected[id] else { continue }
            let isDefined = metric.isDefined(for: one.predictions)
            #expect(isDefined, "\(id)")
            let value = metric.value(one.predictions)
            if expected.isNaN {
                #expect(value.isNaN, "\(id): \(value), undefined")
            } else if expected.isInfinite {
                #expect(value == expected, "\(id): \(value)")
            } else {
                #expect(
                    abs(value - expected) <= 1e-11 * max(1, abs(expected)), "\(id): \(value), \(expected)")
            }
        }
    }

    @Test("every metric of predictions alone is in them, and they have no other")
    func complete() {
        let needing: Set = [
            "worst_group_accuracy", "clean_accuracy", "memorization", "clean_rmse", "bayes_agreement",
            "excess_rmse",
        ]
        let stored = Set((Self.classification + Self.regression).flatMap(\.expected.keys))
        #expect(stored == Set(MetricCatalogue.declarations.map(\.id)).subtracting(needing))
    }

    @Test("published values", arguments: MetricReferences.all.indices)
    func published(index: Int) {
        let check = MetricReferences.all[index]
        #expect(check.agrees, "\(check.procedure), \(check.quantity): \(check.obtained), \(check.expected)")
    }
}
