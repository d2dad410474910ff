import Foundation
import Primitives
import Statistics
import Testing

@testable import Reporting

@Suite("The golden report") struct GoldenTests {
    @Test("is the committed one, byte for byte, twice") func golden() throws {
        let text = MarkdownRenderer().render(ReportBuilder().report(try Samples.golden()))
        #expect(text == MarkdownRenderer().render(ReportBuilder().report(try Samples.golden())))
        if try text != Samples.file("golden.md") {
            let actual = FileManager.default.temporaryDirectory.appendingPathComponent("golden.actual.md")
            try text.write(to: actual, atomically: true, encoding: .utf8)
            Issue.record("the report differs from Reference/golden.md; it is in \(actual.path)")
        }
    }

    /// The numbers behind the golden text, against scipy.
    @Test("has scipy's means, intervals and p-values") func numbers() throws {
        let expected = try #require(Samples.reference()["expected"])
        let analysis = Analysis(try Samples.golden())
        #expect(analysis.familySize == 8 && analysis.panels.count == 2)
        for panel in analysis.panels {
            for method in panel.methods {
                let entry = try #require(expected[panel.key.dataset]?[method.label])
                let place = "\(panel.key.dataset), \(method.label)"
                func check(_ value: Double?, _ expected: JSONValue?) throws {
                    let wanted = try #require(expected?.number, "\(place)")
                    #expect(abs(try #require(value) - wanted) <= 1e-10 * max(abs(wanted), 1e-3), "\(place)")
                }
                try check(method.estimate?.value, entry["mean"]?["mean"])
                try check(method.estimate?.interval?.lower, entry["mean"]?["lower"])
                try check(method.estimate?.interval?.upper, entry["mean"]?["upper"])
                guard !method.isBaseline else { continue }
                let difference = try #require(method.difference)
                #expect(difference.estimate.count == entry["difference"]?["n"]?.integer)
                try check(difference.estimate.interval?.lower, entry["difference"]?["lower"])
                try check(difference.estimate.interval?.upper, entry["difference"]?["upper"])
                try check(difference.superiority, entry["superiority"])
                try check(difference.correlation, entry["correlation"])
                if let effect = entry["effect"] {
                    try check(difference.effect?.value, effect["mean"])
                    try check(difference.effect?.interval?.lower, effect["lower"])
                    try check(difference.effect?.interval?.upper, effect["upper"])
                }
                if entry["p"] == .null {
                    #expect(difference.test == .identical && method.adjustedP == nil, "\(place)")
                } else {
                    try check(difference.p, entry["p"])
                    try check(method.adjustedP, entry["adjusted"])
                }
            }
        }
    }
}
