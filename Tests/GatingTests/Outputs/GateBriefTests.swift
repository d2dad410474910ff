import Gating
import Primitives
import Records
import Statistics
import Testing

@Suite("What a large decision says together") struct GateBriefTests {
    private func render(_ format: String, _ decision: GateDecision, listsAll: Bool = false) throws -> String {
        var context = GateSamples.context
        context.listsAll = listsAll
        return try GateOutputs.output(format).render(decision, context)
    }

    private func occurrences(_ part: String, in text: String) -> Int { text.ranges(of: part).count }

    @Test("of many rows those that pass are one line, with the one nearest to its margin")
    func folded() throws {
        var rows = (0..<30).map { GateSamples.row("same-\($0)", .pass, .identical) }
        rows += [-0.001, -0.0015, 0.002].enumerated().map {
            GateSamples.row("other-\($0.offset)", .pass, .withinMargin, difference: $0.element)
        }
        rows.append(GateSamples.row("mixup", .regressed, .worse, difference: -0.031))
        rows = rows.map(\.method!).map { GateSamples.failures($0, 0, 0) } + rows
        let text = try render("text", GateSamples.decision(rows))
        let expected = """

            verdict    what           of     baseline     now        difference  margin        p  pairs
            regressed  test accuracy  mixup    0.9123  0.8813  −0.0310 ± 0.0080    0.01  0.00012     20

            pass: test accuracy: 33 of 34 statements, 30 of them by the same bits; nearest to its margin \
            of 0.01: −0.0015 ± 0.0080 of other-1.
            pass: failures: none in 680 cells.

            regressed: test accuracy of mixup: worse.
            verdict: regressed

            """
        #expect(text.hasSuffix(expected), "\(text)")
        let all = try render("text", GateSamples.decision(rows), listsAll: true)
        #expect(all.split(separator: "\n").count { $0.hasPrefix("pass ") } == 67)
        #expect(!all.contains("pass: "))
    }

    @Test("where all is the same, the rows are a line") func allTheSame() throws {
        let rows = (0..<242).map { GateSamples.row("m\($0)", .pass, .identical) }
        let text = try render("text", GateSamples.decision(rows))
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count == 7)
        #expect(text.contains("\npass: test accuracy: all 242 statements by the same bits.\n"))
    }

    @Test("few rows are listed one by one, but for those that say that nothing failed") func few() throws {
        let rows =
            [GateSamples.failures("a", 0, 0), GateSamples.failures("b", 2, 2)]
            + (0..<19).map { GateSamples.row("m\($0)", .pass, .withinMargin) }
        let text = try render("text", GateSamples.decision(rows))
        #expect(text.split(separator: "\n").count { $0.hasPrefix("pass ") } == 20)
        #expect(text.contains("\npass: failures: none in 20 cells (1 of 2 statements).\n"), "\(text)")
        for format in ["markdown", "html"] {
            let document = try render(format, GateSamples.decision(rows))
            #expect(document.contains("failures: none in 20 cells (1 of 2 statements)."), "\(format)")
            #expect(document.contains("10 %"), "\(format)")
        }
    }

    @Test("failures that are the same on both sides are counted") func failing() throws {
        let rows =
            [GateSamples.failures("a", 3, 3), GateSamples.failures("b", 1, 1)]
            + (0..<30).flatMap {
                [GateSamples.failures("m\($0)", 0, 0), GateSamples.row("m\($0)", .pass, .identical)]
            }
        let text = try render("text", GateSamples.decision(rows))
        #expect(text.contains("\npass: failures: 4 of 640 cells fail, none of them anew.\n"), "\(text)")
    }

    @Test("the nearest to its margin is so in the direction and unit of its subject")
    func nearest() throws {
        func loss(_ method: String, _ difference: Double, margin: Double) -> GateDecision.Row {
            var row = GateSamples.row(method, .pass, .withinMargin, difference: difference, reach: 0.001)
            row.subject = .metric(GateSamples.logLoss)
            row.id = "test.log_loss:\(method)"
            row.margin = margin
            return row
        }
        func speed(_ method: String, _ difference: Double) -> GateDecision.Row {
            var row = GateDecision.Row(
                id: "speed:\(method)", subject: .cost(GateSamples.speed), method: method, verdict: .pass,
                reason: .withinMargin, pairs: 5)
            (row.baseline, row.candidate, row.margin) = (0, difference, 0.3567)
            row.difference = MeanEstimate(count: 5, mean: difference, standardError: nil, interval: nil)
            return row
        }
        // The larger loss is that of b; that of c is the larger share of its margin.
        let rows =
            [
                loss("a", -0.02, margin: 0.01), loss("b", 0.005, margin: 0.02),
                loss("c", 0.004, margin: 0.01),
                speed("a", 0.2), speed("b", -0.1),
            ] + (0..<20).map { GateSamples.row("m\($0)", .pass, .identical) }
        let text = try render("text", GateSamples.decision(rows))
        #expect(
            text.contains(
                "test log_loss: all 3 statements; nearest to its margin of 0.0100 (5 %): +0.0040 ± 0.0010 of c."
            ), "\(text)")
        #expect(
            text.contains("speed: all 2 statements; nearest to its margin of 30 %: −9.52 % of b."),
            "\(text)")
    }

    @Test("of very many rows that are better the first are listed and the others counted") func better()
        throws
    {
        let rows = (0..<50).map { GateSamples.row("m\($0)", .improved, .better, difference: 0.02) }
        let text = try render("text", GateSamples.decision(rows))
        #expect(text.split(separator: "\n").count { $0.hasPrefix("improved ") } == 20)
        #expect(text.contains("… and 30 more rows that improved"))
        let markdown = try render("markdown", GateSamples.decision(rows))
        #expect(occurrences("| improved |", in: markdown) == 50)
        #expect(markdown.contains("41 more stand below"))
    }

    @Test("in Markdown and the page no row is lost, and the first of very many stand above the fold")
    func unfolded() throws {
        let decision = GateSamples.large(100, regressed: 60)
        let text = try render("markdown", decision)
        let fold = try #require(text.firstRange(of: "<details>"))
        #expect(occurrences("| **regressed** |", in: String(text[..<fold.lowerBound])) == 50)
        #expect(occurrences("| **regressed** |", in: text) == 60)
        #expect(text.contains("<strong>The other statements</strong>"))
        let page = try render("html", decision)
        for index in 0..<100 {
            #expect(text.contains("| method-\(index) "), "\(index)")
            #expect(occurrences("<th scope=\"row\">method-\(index)</th>", in: page) == 1, "\(index)")
        }
        #expect(
            text.contains("## What passes\n\n- test accuracy: 40 of 100 statements; nearest"), "\(text)")
        let all = try render("markdown", decision, listsAll: true)
        let first = try #require(all.firstRange(of: "<details>"))
        #expect(occurrences("| **regressed** |", in: String(all[..<first.lowerBound])) == 60)
    }

    @Test("sentences of very many rows are cut, those of configurations all the same") func manySentences()
        throws
    {
        var decision = GateSamples.large(100, regressed: 60)
        decision.mismatches = [GateSamples.mismatch(.gone, "sam", "only in the baseline")]
        let text = try render("text", decision)
        #expect(text.split(separator: "\n").count { $0.hasPrefix("regressed: ") } == 20)
        #expect(text.contains("… and 40 more statements (--all-rows lists all)"), "\(text)")
        #expect(text.contains("\nincomparable: digits / mlp / sam: only in the baseline.\n"))
        #expect(text.split(separator: "\n").count { $0.hasPrefix("regressed ") } == 60)
        let all = try render("text", decision, listsAll: true)
        #expect(all.split(separator: "\n").count { $0.hasPrefix("regressed: ") } == 60)
    }

    @Test("configurations that changed in one way are said once for people and one by one for programs")
    func causes() throws {
        var decision = GateSamples.decision([])
        decision.mismatches =
            (0..<8).map { GateSamples.mismatch(.changed, "m\($0)", "training.epochs 30 → 12") }
            + [GateSamples.mismatch(.changed, "n", "model.width 8 → 16")]
            + (0..<2).map { GateSamples.mismatch(.gone, "g\($0)", "only in the baseline") }
            + (0..<2).map { GateSamples.mismatch(.new, "h\($0)", "not in the baseline") }
            + (0..<2).map { GateSamples.mismatch(.seeds, "s\($0)", "seed 2 is not in the baseline") }
        let statements = [
            "8 configurations changed under the same names: training.epochs 30 → 12 (digits / mlp / m0, "
                + "digits / mlp / m1, digits / mlp / m2 and 5 more).",
            "digits / mlp / n: another configuration under the same names: model.width 8 → 16.",
            "2 configurations are only in the baseline (digits / mlp / g0 and digits / mlp / g1).",
            "2 configurations are not in the baseline (digits / mlp / h0 and digits / mlp / h1).",
            "2 configurations: seed 2 is not in the baseline (digits / mlp / s0 and digits / mlp / s1).",
        ]
        let text = try render("text", decision)
        #expect(
            text.split(separator: "\n").filter { $0.hasPrefix("incomparable: ") }.map { $0.dropFirst(14) }
                == statements.map { $0[...] })
        let markdown = try render("markdown", decision)
        #expect(markdown.contains(statements.map { "- \($0)\n" }.joined()), "\(markdown)")
        let page = try render("html", decision)
        for statement in statements { #expect(page.contains(">\(statement)<"), "\(statement)") }
        let annotations = try render("github", decision).split(separator: "\n")
        #expect(annotations.count == 5 + 1)
        #expect(
            annotations[0].hasSuffix(",title=incomparable%3A changed%3A 8 configurations::\(statements[0])"))
        for format in ["json", "junit", "sarif"] {
            let document = try render(format, decision)
            for mismatch in decision.mismatches { #expect(document.contains(mismatch.sentence), "\(format)") }
        }
        #expect(try render("text", decision, listsAll: true).contains(decision.mismatches[3].sentence))
    }

    @Test("of very many causes, and of notices, the first are said and the others counted") func manyCauses()
        throws
    {
        var decision = GateSamples.decision([])
        decision.mismatches = (0..<25).map { GateSamples.mismatch(.changed, "m\($0)", "cause \($0)") }
        decision.notices = (0..<22).map { "Notice \($0)." }
        let text = try render("text", decision)
        #expect(text.split(separator: "\n").count { $0.hasPrefix("incomparable: ") } == 20)
        #expect(text.contains("\n… and 5 more statements (--all-rows lists all)\n"), "\(text)")
        #expect(text.contains("\nnote: Notice 19.\n… and 2 more notes (--all-rows lists all)\n"), "\(text)")
        for format in ["markdown", "html"] {
            let document = try render(format, decision)
            #expect(document.contains("… and 5 more; --all-rows lists all."), "\(format)")
            #expect(document.contains("… and 2 more; --all-rows lists all."), "\(format)")
        }
        let all = try render("text", decision, listsAll: true)
        #expect(all.contains("cause 24.") && all.contains("Notice 21."))
    }

    @Test("rows without values for one reason are one statement and no rows") func withoutValues() throws {
        func row(_ method: String, _ reason: GateDecision.Reason) -> GateDecision.Row {
            var row = GateDecision.Row(
                id: "test.log_loss:\(method)", subject: .metric(GateSamples.logLoss), method: method,
                verdict: reason == .noPairs ? .nothingMeasured : .incomparable, reason: reason,
                sentence: "test log_loss of \(method): nothing.")
            row.cause = reason == .noPairs ? "no values on both sides" : "the baseline has no values of it"
            return row
        }
        let rows =
            [row("a", .noPairs), row("b", .noPairs)] + (0..<6).map { row("m\($0)", .notInBaseline) }
            + [GateSamples.row("sam", .pass, .identical)]
        let decision = GateSamples.decision(rows)
        for format in ["text", "markdown", "html", "github"] {
            let text = try render(format, decision)
            #expect(
                text.contains(
                    "test log_loss: the baseline has no values of it in 6 statements (m0, m1, m2 and 3 more); save "
                        + "the baseline again."), "\(format)")
            #expect(
                text.contains("test log_loss: no values on both sides in 2 statements (a and b)."),
                "\(format)")
            #expect(!text.contains("m5"), "\(format)")
        }
        let all = try render("text", decision, listsAll: true)
        #expect(all.contains("m5"))
        let json = try JSONParser.parse(String(render("json", decision).dropLast()))
        guard case .array(let entries)? = json["rows"] else {
            Issue.record("no rows")
            return
        }
        #expect(entries.count == rows.count)
    }

    @Test("a decision of one cause has a whole that is not green") func colour() throws {
        var decision = GateSamples.decision([])
        decision.mismatches = (0..<3).map { GateSamples.mismatch(.new, "m\($0)", "not in the baseline") }
        #expect(try render("github", decision).split(separator: "\n").count == 2)
        #expect(try render("github", decision).hasPrefix("::error "))
    }
}
