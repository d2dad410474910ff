import Gating
import Primitives
import Records
import Testing

@Suite("What no table says is hidden by no number of other statements") struct GateFoldingTests {
    private static let formats = ["text", "markdown", "html", "github"]

    private func render(
        _ format: String, _ decision: GateDecision, _ change: (inout GateOutputContext) -> Void = { _ in }
    ) throws -> String {
        var context = GateSamples.context
        change(&context)
        return try GateOutputs.output(format).render(decision, context)
    }

    private func regressed(_ count: Int) -> [GateDecision.Row] {
        (0..<count).map { GateSamples.row("m\($0)", .regressed, .worse, difference: -0.031) }
    }

    private func missing(
        _ method: String, _ cause: String = "the baseline has no values of it", isLost: Bool = false
    ) -> GateDecision.Row {
        var row = GateDecision.Row(
            id: "test.log_loss:\(method)", subject: .metric(GateSamples.logLoss), method: method,
            verdict: isLost ? .nothingMeasured : .incomparable, reason: isLost ? .noPairs : .notInBaseline,
            sentence: "test log_loss of \(method): \(cause).")
        row.cause = cause
        return row
    }

    @Test("a metric that the baseline lacks is said whatever else regressed", arguments: [12, 24, 60])
    func metric(_ count: Int) throws {
        let one = GateSamples.decision(regressed(count) + [missing("sam")])
        let several = GateSamples.decision(regressed(count) + (0..<count).map { missing("m\($0)") })
        for format in Self.formats {
            let text = try render(format, one)
            #expect(text.contains("test log_loss of sam: the baseline has no values of it."), "\(format)")
            let grouped = try render(format, several)
            #expect(
                grouped.contains("test log_loss: the baseline has no values of it in \(count) statements"),
                "\(format)")
            #expect(try render(format, one) { $0.listsAll = true }.contains("log_loss of sam: the baseline"))
        }
    }

    @Test("it stands with what is not compared, and only what stands below is counted") func below() throws {
        let decision = GateSamples.decision(
            regressed(24) + (0..<11).map { missing("m\($0)", "cause \($0)") })
        let markdown = try render("markdown", decision)
        let parts = markdown.components(separatedBy: "## Not compared\n\n")
        #expect(parts.count == 2)
        // One of each kind first: 8 that regressed make room for the metric.
        #expect(parts[0].contains("> - **Note:** 26 more stand below.\n"), "\(parts[0])")
        for index in 0..<11 {
            #expect(parts.last?.contains("- test log_loss of m\(index): cause \(index).\n") == true)
        }
        let whole = try render("markdown", decision) { $0.listsAll = true }
        #expect(whole.contains("## Not compared\n\n- test log_loss of m0: cause 0.\n"))
    }

    @Test("of more than ten annotations each kind is among the first, and the tenth names what is left out")
    func annotations() throws {
        var decision = GateSamples.decision(
            regressed(12) + [missing("a"), missing("b", "it could not be measured any more", isLost: true)])
        decision.mismatches = (0..<12).map { GateSamples.mismatch(.changed, "c\($0)", "cause \($0)") }
        let lines = try render("github", decision).split(separator: "\n")
        #expect(lines.count == 10 + 1)
        #expect(lines.contains { $0.contains("test log_loss of a: the baseline has no values") })
        #expect(lines.contains { $0.contains("test log_loss of b: it could not") })
        #expect(lines.contains { $0.contains("cause 0.") })
        #expect(
            lines[9].contains(
                "::17 more statements of the gate of ci (regressed: test accuracy and incomparable: changed); the step "
                    + "summary has all."), "\(lines[9])")
    }

    @Test("--all-rows lists all of it, and does not advise itself") func all() throws {
        var decision = GateSamples.decision([GateSamples.row("sam", .pass, .identical)])
        decision.mismatches = (0..<70).map { GateSamples.mismatch(.changed, "m\($0)", "cause \($0)") }
        let text = try render("text", decision) { $0.listsAll = true }
        #expect(text.split(separator: "\n").count { $0.hasPrefix("incomparable: ") } == 70)
        #expect(!text.contains("--all-rows") && !text.contains("left out"))
        let few = try render("text", decision)
        #expect(few.contains("… and 50 more statements (--all-rows lists all)"))
        for format in ["markdown", "html"] {
            #expect(try render(format, decision).contains("… and 50 more; --all-rows lists all."))
            #expect(try !render(format, decision) { $0.listsAll = true }.contains("--all-rows"))
        }
    }

    @Test("what has different causes is not said as one") func causes() throws {
        let decision = GateSamples.decision(
            (0..<2).map { missing("a\($0)") }
                + (0..<2).map {
                    missing("b\($0)", "the baseline has no values of it for some configurations")
                }
                + (0..<2).map { missing("c\($0)", "it could not be measured any more", isLost: true) }
                + (0..<2).map { missing("d\($0)", "no seed has usable values on both sides", isLost: true) })
        for format in Self.formats {
            let text = try render(format, decision)
            for statement in [
                "the baseline has no values of it in 2 statements (a0 and a1); save the baseline again.",
                "the baseline has no values of it for some configurations in 2 statements (b0 and b1); save the ",
                "it could not be measured any more in 2 statements (c0 and c1).",
                "no seed has usable values on both sides in 2 statements (d0 and d1).",
            ] { #expect(text.contains("test log_loss: " + statement), "\(format): \(statement)") }
        }
    }
}

@Suite("Why a row has no values") struct RowCauseTests {
    private typealias Sides = DecisionSides

    /// The row of a method with two configurations, which have these costs on the two sides.
    private func cost(_ old: [[Double]], _ new: [[Double]]) throws -> GateDecision.Row {
        func side(_ costs: [[Double]]) -> GateMeasurements {
            Sides.side(
                costs.enumerated().map {
                    Sides.configuration("m", dataset: "d\($0)", [0.5], side: "s", costs: [.memory: $1])
                })
        }
        let rules = Sides.rules { $0.costs = [.init(cost: .memory, margin: 0.1)] }
        return try #require(
            Sides.decide((side(old), side(new)), rules).rows.first { $0.id.hasPrefix("memory:") })
    }

    @Test("a cost that is lost is told from one that the baseline lacks, and some from all") func costs()
        throws
    {
        #expect(try cost([[1], [1]], [[], []]).cause == "it could not be measured any more")
        #expect(
            try cost([[1], [1]], [[1], []]).cause
                == "it could not be measured any more for some configurations")
        #expect(try cost([[], []], [[1], [1]]).cause == "the baseline has no values of it")
        #expect(
            try cost([[1], []], [[1], [1]]).cause
                == "the baseline has no values of it for some configurations")
        #expect(try cost([[], []], [[], []]).cause == "no configuration has values on both sides")
        #expect(try cost([[1], [1]], [[1], [1]]).cause == nil)
    }

    @Test("a metric that the baseline lacks in some configurations is told from one it lacks in all")
    func metrics() throws {
        func row(_ lacking: Set<Int>) throws -> GateDecision.Row {
            let old = Sides.side(
                (0..<2).map { number in
                    var one = Sides.configuration("m", dataset: "d\(number)", [0.8, 0.9], side: "s")
                    if lacking.contains(number) {
                        for index in one.cells.indices { one.cells[index].values = [:] }
                    }
                    return one
                })
            let new = Sides.side(
                (0..<2).map { Sides.configuration("m", dataset: "d\($0)", [0.8, 0.9], side: "s") })
            return try #require(Sides.row(Sides.decide((old, new)), "test.accuracy:m"))
        }
        #expect(try row([0, 1]).cause == "the baseline has no values of it")
        #expect(try row([1]).cause == "the baseline has no values of it for some configurations")
        #expect(try row([]).cause == nil)
    }
}

extension String {
    /// The parts between occurrences of a separator.
    fileprivate func components(separatedBy separator: String) -> [String] {
        var parts: [String] = []
        var rest = self[...]
        while let range = rest.firstRange(of: separator) {
            parts.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        return parts + [String(rest)]
    }
}
