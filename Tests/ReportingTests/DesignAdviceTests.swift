import Primitives
import Records
import Statistics
import Testing

@testable import Reporting

@Suite("What a planned design can show") struct DesignAdviceTests {
    private func panel(
        _ dataset: String, pairs: Int, comparisons: Int = 1, _ resampling: Resampling? = .independent
    ) -> PlannedDesign.Panel {
        .init(
            dataset: dataset, model: "mlp", metric: "accuracy", pairs: pairs, comparisons: comparisons,
            resampling: resampling)
    }

    private func advice(
        _ panels: [PlannedDesign.Panel], _ wish: DesignAdvice.Wish = .init(), pilot: DesignPilot? = nil
    ) -> DesignAdvice {
        DesignAdvice(PlannedDesign(panels: panels, baseline: "plain"), wish, pilot: pilot)
    }

    @Test("five pairs cannot go below 0.0625 by signs and ranks; six can") func fivePairs() {
        let five = advice([panel("a", pairs: 5)])
        #expect(five.warnings.contains { $0.contains("with 5 pairs") && $0.contains("p = 0.063") })
        #expect(five.panels[0].smallestSignP == 0.0625)
        #expect(advice([panel("a", pairs: 6)]).warnings.isEmpty)
        // Six do not suffice for two comparisons.
        #expect(advice([panel("a", pairs: 6, comparisons: 2)]).warnings.count == 1)
    }

    @Test("five datasets cannot show anything about others, and how many could is said") func datasets() {
        let panels = (0..<5).map { panel("data\($0)", pairs: 20) }
        let text = advice(panels).text
        #expect(
            text.contains(
                "with 5 datasets the Wilcoxon test across datasets (accuracy) cannot go below p = 0.063"))
        #expect(text.contains("it takes 6"))
        #expect(advice(panels + [panel("data5", pairs: 20)]).overDatasets[0].canDecide)
    }

    @Test("one seed, no baseline: said") func nothing() {
        #expect(advice([panel("a", pairs: 1)]).warnings.first?.contains("1 pair per method: no test") == true)
        #expect(
            advice([panel("a", pairs: 0, comparisons: 0)]).warnings.first?.contains("nothing is compared")
                == true)
    }

    @Test("the needed seeds are R's: d = 0.5 at 80 % power takes 33.367, so 34") func needed() {
        let wish = DesignAdvice.Wish(difference: 0.01, deviation: 0.02)
        let found = advice([panel("a", pairs: 10)], wish)
        #expect(found.panels[0].seedsNeeded == 34)
        #expect(found.text.contains("a: 34 seeds, it has 10"))
        #expect(advice([panel("a", pairs: 40)], wish).text.contains("a: 34 seeds, which it has"))
    }

    @Test("where seeds draw the same rows again, no number of them may suffice") func outOfReach() throws {
        let wish = DesignAdvice.Wish(difference: 0.01, deviation: 0.02)
        let found = advice([panel("a", pairs: 10, .repeatedSplits(testToTrain: 1.0 / 3))], wish)
        #expect(found.panels[0].isOutOfReach && found.text.contains("no number of seeds suffices"))
        // (1.959964 + 0.841621) √(1/3)
        #expect(abs(try #require(found.panels[0].limitingEffect) - 1.617_496) < 1e-5)
        #expect(try #require(found.panels[0].smallestEffect) > 1.62)
        #expect(found.text.contains("never one below 1.6"))
    }

    @Test("the spread comes from stored results where none is given, and that is said") func pilot() throws {
        let input = Samples.input([
            ("plain", [0.8, 0.8, 0.8]), ("sam", [0.81, 0.82, 0.83]), ("l2", [0.83, 0.83, 0.83]),
        ])
        let pilot = try #require(DesignPilot(input, source: "experiment 3"))
        // l2 has no spread; sam's is 0.01.
        #expect(abs(try #require(pilot.deviation(dataset: "moons", model: "mlp")) - 0.01) < 1e-12)
        let found = advice([panel("moons", pairs: 3)], .init(difference: 0.005), pilot: pilot)
        #expect(found.panels[0].seedsNeeded == 34)
        #expect(found.text.contains("standard deviations from experiment 3"))
        let unknown = advice([panel("other", pairs: 3)], .init(difference: 0.005), pilot: pilot)
        #expect(unknown.text.contains("other: the spread is not known"))
        #expect(DesignPilot(Samples.input([("plain", [0.8])]), source: "") == nil)
    }

    @Test("a design of planned cells counts shared seeds, comparisons and how rows are drawn")
    func planned() throws {
        var cells = PlannedCells()
        for (method, seeds) in [("plain", 0..<6), ("sam", 0..<6), ("l2", 2..<6)] {
            let number = cells.append(
                PlannedConfiguration(
                    configuration: try Self.configuration(method), datasetLabel: "moons", modelLabel: "mlp",
                    methodLabel: method))
            for seed in seeds {
                cells.append(
                    configuration: number, seed: seed,
                    identity: CellIdentity(SHA256.hash("\(method) \(seed)")))
            }
        }
        let design = PlannedDesign(cells, datasets: [Samples.dataset("moons")], baseline: "plain") { _ in
            "accuracy"
        }
        #expect(design.panels.count == 1 && design.familySize == 2)
        #expect(design.panels[0].pairs == 4)
        #expect(design.panels[0].resampling == .repeatedSplits(testToTrain: 1.0 / 3))
    }

    private static func configuration(_ method: String) throws -> CellConfiguration {
        let use = ComponentUse(id: "x", version: 1, arguments: try Arguments([:], for: []))
        var named = use
        named.id = method
        return CellConfiguration(
            CellSpecification(
                dataset: use, datasetHash: SHA256.hash("data"), split: use, preprocessing: [], model: use,
                optimizer: use, methods: [named], training: use, seed: 0, numericsVersion: 1))
    }

    @Test("the JSON has the numbers and the warnings") func json() {
        let json = advice([panel("a", pairs: 5)]).json
        #expect(json["family_size"] == 1 && json["power"] == 0.8)
        guard case .array(let warnings)? = json["warnings"] else {
            Issue.record("no warnings")
            return
        }
        #expect(warnings.count == 1)
    }
}
