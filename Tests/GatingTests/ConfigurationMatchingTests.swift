import Gating
import Primitives
import Records
import Testing

@Suite("Which configurations a gate compares") struct ConfigurationMatchingTests {
    private typealias Sides = DecisionSides

    private func one(
        _ method: String, specification: JSONValue? = nil, _ values: [Double] = [0.8, 0.81, 0.79]
    ) -> GateMeasurements.Configuration {
        var configuration = Sides.configuration(method, values, side: "same")
        if let specification { configuration.specification = specification }
        return configuration
    }

    @Test("a renamed method is compared, with a notice") func renamed() {
        let specification = Sides.specification(Sides.labels("sam"))
        let decision = Sides.decide(
            (
                Sides.side([one("sam", specification: specification)]),
                Sides.side([one("sharpness", specification: specification)])
            ))
        #expect(decision.mismatches.isEmpty && decision.verdict == .pass)
        #expect(Sides.row(decision, "test.accuracy:sharpness")?.reason == .identical)
        #expect(
            decision.notices == [
                "The method sharpness was called sam in the baseline; it is configured as before and is compared."
            ])
    }

    /// A new name for another version of the arithmetic is that version's mismatch, and no compared renaming.
    @Test("what is renamed and not compared is not called compared") func renamedNumerics() {
        let (old, new) = (Sides.labels("sam"), Sides.labels("sharpness"))
        let sides = (
            Sides.side([one("sam", specification: Sides.specification(old))]),
            Sides.side([one("sharpness", specification: Sides.specification(old, numerics: 2))], numerics: 2)
        )
        let decision = Sides.decide(sides)
        #expect(decision.mismatches.map(\.kind) == [.numerics] && decision.mismatches[0].labels == new)
        #expect(decision.notices.isEmpty)
        #expect(Sides.decide(sides, comparesChanged: true).notices.count == 2)
    }

    @Test("configurations that exchange their names are compared with what they were, and nothing else is")
    func exchanged() {
        func side(_ names: [(String, String)]) -> GateMeasurements {
            Sides.side(names.map { one($0.0, specification: Sides.specification(Sides.labels($0.1))) })
        }
        let old = side([("a", "x"), ("b", "y"), ("c", "z")])
        for forced in [false, true] {
            let swapped = Sides.decide(
                (old, side([("a", "y"), ("b", "x"), ("c", "z")])), comparesChanged: forced)
            #expect(swapped.mismatches.isEmpty && swapped.verdict == .pass && swapped.identicalCells == 9)
            #expect(swapped.notices.count == 2 && swapped.notices[0].contains("a was called b"))
            let turned = Sides.decide(
                (old, side([("a", "y"), ("b", "z"), ("c", "x")])), comparesChanged: forced)
            #expect(turned.mismatches.isEmpty && turned.notices.count == 3)
        }
        // "a" took the place of "b", which is something new: both changed.
        let moved = Sides.decide((old, side([("a", "y"), ("b", "w"), ("c", "z")])))
        #expect(moved.mismatches.map(\.kind) == [.changed, .changed] && moved.notices.isEmpty)
    }

    @Test(
        "other rows, other damage and another split are other data, never compared",
        arguments: ["dataset_sha256", "corruptions", "split"])
    func data(_ key: String) {
        var other = Sides.specification(Sides.labels("sam"))
        if case .object(var members) = other {
            members[key] = "other"
            other = .object(members)
        }
        let sides = (Sides.side([one("sam")]), Sides.side([one("sam", specification: other)]))
        let decision = Sides.decide(sides, comparesChanged: true)
        #expect(decision.mismatches.map(\.kind) == [.changed] && decision.verdict == .incomparable)
        #expect(decision.comparedCells == 0)
    }

    @Test("the same names with another configuration are incomparable, and say what changed") func changed() {
        let labels = Sides.labels("sam")
        var other = Sides.specification(labels)
        if case .object(var members) = other {
            members["model"] = "wider"
            other = .object(members)
        }
        let sides = (Sides.side([one("sam")]), Sides.side([one("sam", specification: other)]))
        let decision = Sides.decide(sides)
        #expect(decision.mismatches.map(\.kind) == [.changed] && decision.verdict == .incomparable)
        #expect(
            decision.mismatches[0].sentence
                == "digits / mlp / sam: another configuration under the same names: model differs.")
        #expect(decision.comparedCells == 0 && decision.exitCode == .nothingCompared)
        let explained = Gate.decide(
            baseline: sides.0, candidate: sides.1, rules: Sides.rules(),
            options: GateOptions(baselineName: "main") { _, _ in "model: mlp is now wider." })
        #expect(explained.mismatches[0].sentence.hasSuffix("names: model: mlp is now wider."))
        let forced = Sides.decide(sides, comparesChanged: true)
        #expect(forced.mismatches.isEmpty && forced.verdict == .pass)
        #expect(forced.notices == ["Compared although changed: digits / mlp / sam."])
    }

    @Test("other data are never compared") func data() {
        let labels = Sides.labels("sam")
        let sides = (
            Sides.side([one("sam")]),
            Sides.side([one("sam", specification: Sides.specification(labels, data: "other"))])
        )
        for comparesChanged in [false, true] {
            let decision = Sides.decide(sides, comparesChanged: comparesChanged)
            #expect(decision.mismatches.map(\.kind) == [.changed] && decision.verdict == .incomparable)
            #expect(decision.mismatches[0].sentence.contains("other data"))
        }
    }

    @Test("another numerics version is said to be that, and can be compared") func numerics() {
        let labels = Sides.labels("sam")
        let sides = (
            Sides.side([one("sam")]),
            Sides.side([one("sam", specification: Sides.specification(labels, numerics: 2))], numerics: 2)
        )
        let decision = Sides.decide(sides)
        #expect(decision.mismatches.map(\.kind) == [.numerics] && decision.verdict == .incomparable)
        #expect(
            decision.mismatches[0].sentence
                == "digits / mlp / sam: the version of the arithmetic changed from 1 to 2.")
        let forced = Sides.decide(sides, Sides.rules { $0.requiresSameBits = true }, comparesChanged: true)
        #expect(forced.verdict == .pass && Sides.row(forced, "bits:all") == nil)
        #expect(
            forced.notices == [
                "Compared although changed: digits / mlp / sam. The version of the arithmetic is 2, that of the "
                    + "baseline 1."
            ])
    }

    @Test("what only one side has is gone or new, by labels") func leftOver() {
        let decision = Sides.decide(
            (
                Sides.side([one("base"), one("old")]), Sides.side([one("base"), one("a-new")])
            ))
        #expect(decision.mismatches.map(\.kind) == [.new, .gone] && decision.verdict == .incomparable)
        #expect(
            decision.mismatches.map(\.sentence) == [
                "digits / mlp / a-new: not in the baseline.", "digits / mlp / old: only in the baseline.",
            ])
        #expect(decision.comparedCells == 3)
        let empty = Sides.decide((Sides.side([]), Sides.side([one("base")])))
        #expect(empty.verdict == .incomparable && empty.exitCode == .nothingCompared)
    }

    /// Numbers that were read from a file may be integers where those in memory are not.
    @Test("specifications are compared by what they mean") func canonical() {
        let decision = Sides.decide(
            (
                Sides.side([one("m", specification: ["rate": 1])]),
                Sides.side([one("m", specification: ["rate": 1.0])])
            ))
        #expect(decision.mismatches.isEmpty && decision.comparedCells == 3)
    }

    @Test("other bits are a notice, or a regression where they may not change") func bits() throws {
        let sides = Sides.pair([("m", [0.001, -0.001, 0, 0.001, -0.001, 0])])
        let decision = Sides.decide(sides)
        #expect(decision.verdict == .pass && Sides.row(decision, "bits:all") == nil)
        #expect(decision.notices.contains { $0.hasPrefix("6 cells of 6 have other bits") })
        let strict = Sides.decide(sides, Sides.rules { $0.requiresSameBits = true })
        let row = try #require(strict.rows.first)
        #expect(row.id == "bits:all" && row.verdict == .regressed && row.reason == .otherBits)
        #expect(strict.verdict == .regressed && strict.notices.isEmpty)
        let same = Sides.decide((sides.baseline, sides.baseline), Sides.rules { $0.requiresSameBits = true })
        #expect(
            same.rows[0].reason == .identical && same.rows[0].identicalPairs == 6 && same.verdict == .pass)
        #expect(same.rows.map(\.id) == ["bits:all", "failures:m", "test.accuracy:m"])
    }

    @Test("a time limit is no fact of the arithmetic") func timeLimit() {
        var sides = Sides.pair([("m", [0, 0, 0])])
        sides.candidate = sides.baseline
        sides.candidate.configurations[0].cells[1].status = .timedOut("60 s")
        sides.candidate.configurations[0].cells[1].values = [:]
        let decision = Sides.decide(sides, Sides.rules { $0.requiresSameBits = true })
        #expect(Sides.row(decision, "bits:all")?.verdict == .pass)
        #expect(Sides.row(decision, "failures:m")?.verdict == .regressed)
        sides.candidate.configurations[0].cells[1].status = .diverged("in step 3")
        let diverged = Sides.decide(sides, Sides.rules { $0.requiresSameBits = true })
        #expect(Sides.row(diverged, "bits:all")?.verdict == .regressed)
    }
}
