import Gating
import Primitives
import Records
import Statistics

/// Decisions made by hand, of every verdict and with labels that every format has to survive.
enum GateSamples {
    static let accuracy = GateRules.Metric(
        measure: .init(part: .test, name: "accuracy"), direction: .higher, margin: .absolute(0.01), line: 12)
    static let logLoss = GateRules.Metric(
        measure: .init(part: .test, name: "log_loss"), direction: .lower, margin: .relative(0.05), line: 13)
    static let memory = GateRules.CostLimit(cost: .memory, margin: 0.1, line: 15)
    static let speed = GateRules.CostLimit(cost: .speed, margin: 0.3, line: 16)
    static let rules = GateRules(metrics: [accuracy, logLoss], costs: [memory, speed], line: 10)
    static let context = GateOutputContext(
        suitePath: "suites/ci.yaml", command: "bench gate suites/ci.yaml --baseline main")

    /// Quotes, markup, ends of lines and of sections, what commands and comments give a meaning to, an emoji,
    /// a mark that combines with what stands before it, and a control character.
    static let awkward = "a\"b'<c>&|\n]]>%::x,y--> `z` 😀 ,\u{301} \u{7} $HOME -- *s* \\"

    /// A decided row of test accuracy.
    static func row(
        _ method: String, _ verdict: GateVerdict, _ reason: GateDecision.Reason, difference: Double = 0,
        reach: Double = 0.008
    ) -> GateDecision.Row {
        var row = GateDecision.Row(
            id: "test.accuracy:\(method)", subject: .metric(accuracy), method: method, verdict: verdict,
            reason: reason, pairs: 20)
        row.baseline = 0.9123
        row.candidate = 0.9123 + difference
        row.difference = MeanEstimate(
            count: 20, mean: difference, standardError: reach / 2,
            interval: Interval(lower: difference - reach, upper: difference + reach, level: 0.9))
        row.margin = 0.01
        row.sentence = "test accuracy of \(method): \(reason.rawValue)."
        switch reason {
        case .identical:
            row.identicalPairs = 20
        case .withinMargin: row.pWithinMargin = 0.0004
        case .worse: row.pWorse = 0.00012
        case .better: row.pBetter = 3e-9
        case .undecided:
            row.pWithinMargin = 0.31
            row.pairsNeeded = 64
        default: break
        }
        return row
    }

    /// A row of failures: so many of 20 cells fail in the baseline and now.
    static func failures(_ method: String, _ before: Int, _ now: Int) -> GateDecision.Row {
        let new = max(0, now - before)
        var row = GateDecision.Row(
            id: "failures:\(method)", subject: .failures, method: method,
            verdict: new > 0 ? .regressed : .pass, reason: new > 0 ? .moreFailures : .noMoreFailures,
            pairs: 20,
            sentence: "failures of \(method): \(now).")
        (row.baseline, row.candidate, row.margin) = (Double(before) / 20, Double(now) / 20, 0)
        row.newFailures = new
        row.difference = MeanEstimate(
            count: 20, mean: Double(now - before) / 20, standardError: nil, interval: nil)
        return row
    }

    static func decision(_ rows: [GateDecision.Row], rules: GateRules = rules) -> GateDecision {
        GateDecision(
            suite: "ci", baselineName: "main", rules: rules, rows: rows, comparedCells: 60,
            identicalCells: 20,
            familySize: 2)
    }

    private static var failures: GateDecision.Row {
        var row = GateDecision.Row(
            id: "failures:sam", subject: .failures, method: "sam", verdict: .regressed, reason: .moreFailures,
            pairs: 20, sentence: "failures of sam: 2 of 20 cells fail anew (seeds 3, 7).")
        (row.baseline, row.candidate, row.margin, row.newFailures) = (0, 0.1, 0, 2)
        row.difference = MeanEstimate(count: 20, mean: 0.1, standardError: nil, interval: nil)
        return row
    }

    private static var costs: [GateDecision.Row] {
        var bytes = GateDecision.Row(
            id: "memory:all", subject: .cost(memory), verdict: .pass, reason: .withinMargin, pairs: 1,
            sentence:
                "memory of the suite: 65540 bytes before, 66560 now (+1.56 %), within the margin of 10 %.")
        (bytes.baseline, bytes.candidate, bytes.margin) = (65540, 66560, 6554)
        bytes.difference = MeanEstimate(count: 1, mean: 1020, standardError: nil, interval: nil)
        var steps = GateDecision.Row(
            id: "speed:all", subject: .cost(speed), verdict: .pass, reason: .withinMargin, pairs: 7,
            sentence: "speed of the suite: −4.9 %, not slower by the margin of 30 %.")
        (steps.baseline, steps.candidate, steps.margin, steps.pWithinMargin) = (-0.2, -0.25, 0.3567, 0.002)
        steps.difference = MeanEstimate(
            count: 7, mean: -0.05, standardError: 0.02,
            interval: Interval(lower: -0.09, upper: -0.01, level: 0.9))
        return [bytes, steps]
    }

    /// One decision of every verdict and of the special cases, by name.
    static var all: [(name: String, decision: GateDecision)] {
        var lenient = rules
        lenient.inconclusivePasses = true
        var empty = GateDecision(suite: "ci", baselineName: "main", rules: rules)
        let identical = row("baseline", .pass, .identical)
        let passing = row("dropout", .pass, .withinMargin, difference: -0.001)
        let undecided = row("sam", .inconclusive, .undecided, difference: -0.004, reach: 0.02)
        let regressed = row("mixup", .regressed, .worse, difference: -0.031)
        let better = row("swa", .improved, .better, difference: 0.02)
        var missing = GateDecision.Row(
            id: "test.log_loss:sam", subject: .metric(logLoss), method: "sam", verdict: .incomparable,
            reason: .notInBaseline, sentence: "test log_loss of sam: the baseline has no values of it.")
        missing.pairs = 0
        var same = decision([identical])
        (same.comparedCells, same.familySize) = (20, 0)
        var changed = decision([identical])
        changed.mismatches = [
            .init(
                kind: .changed, labels: .init(dataset: "digits", model: "mlp", method: "sam"),
                cause: "rho of sam was 0.05 and is 0.1"),
            .init(
                kind: .gone, labels: .init(dataset: "moons", model: "mlp", method: "sam"),
                cause: "only in the baseline"),
        ]
        changed.notices = ["3 cells have other bits."]
        var odd = decision([
            row(awkward, .regressed, .worse, difference: -0.5), row("b" + awkward, .pass, .identical),
            row("c" + awkward, .inconclusive, .undecided), row("d" + awkward, .improved, .better),
            row("e" + awkward, .nothingMeasured, .noPairs),
        ])
        odd.baselineName = "results/\(awkward)"
        odd.mismatches = [
            .init(
                kind: .new, labels: .init(dataset: awkward, model: awkward, method: awkward),
                cause: awkward)
        ]
        odd.notices = [awkward]
        var extreme = row("nan", .regressed, .worse)
        (extreme.baseline, extreme.candidate) = (.infinity, .nan)
        extreme.difference = MeanEstimate(
            count: 2, mean: -.infinity, standardError: nil,
            interval: Interval(lower: -.infinity, upper: .nan, level: 0.9))
        (extreme.margin, extreme.pWorse) = (.infinity, .nan)
        empty.notices = ["the baseline has no cell of this suite"]
        return [
            ("pass", decision([passing, identical] + costs)), ("identical", same),
            ("regressed", decision([failures, passing, regressed, undecided, better] + costs)),
            ("incomparable", changed), ("not-in-baseline", decision([identical, missing])),
            ("nothing-measured", empty), ("inconclusive", decision([identical, undecided])),
            ("inconclusive-passes", decision([identical, undecided], rules: lenient)),
            ("improved", decision([identical, better])), ("awkward", odd), ("extreme", decision([extreme])),
            ("many", many),
        ]
    }

    /// A configuration that the two sides do not share.
    static func mismatch(
        _ kind: GateDecision.Mismatch.Kind, _ method: String, _ cause: String
    ) -> GateDecision.Mismatch {
        .init(kind: kind, labels: .init(dataset: "digits", model: "mlp", method: method), cause: cause)
    }

    /// A decision of a suite with very many methods, of which most are as they were.
    static var many: GateDecision {
        var rows = (0..<242).map { failures("method-\($0)", 0, $0 == 7 ? 1 : 0) }
        rows += (0..<242).map { index in
            switch index {
            case 7: row("method-7", .regressed, .worse, difference: -0.031)
            case 11: row("method-11", .inconclusive, .undecided, difference: -0.004, reach: 0.02)
            case 30..<55: row("method-\(index)", .improved, .better, difference: 0.02)
            case 60..<64:
                row("method-\(index)", .pass, .withinMargin, difference: -0.0005 * Double(index - 59))
            default: row("method-\(index)", .pass, .identical)
            }
        }
        rows += (0..<3).map { index in
            var row = GateDecision.Row(
                id: "test.log_loss:method-\(index)", subject: .metric(logLoss), method: "method-\(index)",
                verdict: .incomparable, reason: .notInBaseline,
                sentence: "test log_loss of method-\(index): the baseline has no values of it.")
            row.cause = "the baseline has no values of it"
            return row
        }
        var decision = decision(rows)
        decision.mismatches = (0..<8).map { mismatch(.changed, "new-\($0)", "training.epochs 30 → 12") }
        return decision
    }

    /// A decision of very many rows, the fourth of which regressed.
    static func large(_ count: Int, regressed: Int = 1) -> GateDecision {
        decision(
            (0..<count).map { index in
                (3..<3 + regressed).contains(index)
                    ? row("method-\(index)", .regressed, .worse, difference: -0.05)
                    : row("method-\(index)", .pass, .withinMargin)
            })
    }
}
