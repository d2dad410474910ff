import Primitives
import Records
import Reporting
import Statistics

extension SelfTestResult {
    /// The self-test as a report.
    public var report: Report {
        var sections = [verdictSection, linesSection]
        if lines.contains(where: { $0.kind == .planted }) { sections.append(changesSection) }
        sections += [reachSection, readingSection]
        return Report(title: "Self-test of the gate of \(suite)", sections: sections)
    }

    /// For people: Markdown that also reads well in a terminal, and the verdict as its last line.
    public var text: String { MarkdownRenderer().render(report) + "\n" + conclusion + "\n" }

    private var verdictSection: Section {
        let metrics = rules.metrics.map { "\(SelfTestWords.name($0)) by \(SelfTestWords.margin($0))" }
        let setting =
            "\(Phrases.count(seedsPerGate, "seed")) per gate, drawn from a pool of \(pool); "
            + "\(Phrases.count(reaches.count, "row")) (\(Phrases.list(metrics)), by \(rules.scope.rawValue)) share "
            + "α = \(NumberText.given(rules.alpha)); \(Phrases.count(lines.first?.trials ?? 0, "gate")) per line."
        return Section(
            id: "verdict", title: isGate ? "This is a gate" : "Refused: this is no gate",
            blocks: [.paragraph(setting), .list((refusals + notices).map(Self.sentence))])
    }

    private static func sentence(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst() + "."
    }

    private var linesSection: Section {
        let columns: [Table.Column] = [
            .init("line", "change"), .init("wanted", "regressed should be"),
            .init("regressed", "regressed", .right), .init("interval", "95 % interval", .right),
            .init("inconclusive", "inconclusive", .right), .init("pass", "pass", .right),
            .init("improved", "improved", .right), .init("other", "other", .right),
            .init("stopped", "would stop", .right),
        ]
        let rows = lines.map { line -> [Table.Cell] in
            let interval = line.interval(line.count(.regressed))
            let others = line.trials - line.passes - line.count(.regressed) - line.count(.inconclusive)
            return [
                Table.Cell(line.title), Table.Cell(wanted(line)),
                SelfTestWords.share(line.count(.regressed), of: line.trials),
                Table.Cell(
                    NumberText.interval(interval), value: [.real(interval.lower), .real(interval.upper)]),
                SelfTestWords.share(line.count(.inconclusive), of: line.trials),
                SelfTestWords.share(line.count(.pass), of: line.trials),
                SelfTestWords.share(line.count(.improved), of: line.trials),
                SelfTestWords.share(others, of: line.trials),
                SelfTestWords.share(line.stops(rules), of: line.trials),
            ]
        }
        var notes = lines.filter { $0.ofFailuresAlone > 0 }.map { line in
            "\(line.title): \(line.ofFailuresAlone) of \(line.count(.regressed)) say so because cells fail, not "
                + "because of a metric."
        }
        notes += omitted.map { "Not planted: \($0.id): \($0.reason)." }
        return Section(
            id: "rates", title: "How often the gate says what",
            blocks: [
                .table(
                    Table(id: "rates", columns: columns, rows: rows, rowIDs: lines.map(\.id), notes: notes))
            ])
    }

    private func wanted(_ line: Line) -> String {
        switch line.kind {
        case .noChange: "at most \(NumberText.given(rules.alpha))"
        case .atMargin: "at least \(NumberText.given(rules.power))"
        case .planted: "as often as it is worse"
        }
    }

    private var changesSection: Section {
        let columns =
            [Table.Column("change", "change")]
            + rules.metrics.map {
                Table.Column(
                    $0.measure.key, SelfTestWords.name($0), .right)
            }
        let planted = lines.filter { $0.kind == .planted }
        return Section(
            id: "changes", title: "What the planted changes did",
            blocks: [
                .paragraph("Mean change of every gated metric over all cells of the pool that have it."),
                .table(
                    Table(
                        id: "changes", columns: columns,
                        rows: planted.map { line in
                            [Table.Cell(line.title)]
                                + line.changes.map { SelfTestWords.number($0, showsPlus: true) }
                        }, rowIDs: planted.map(\.id))),
            ])
    }

    private var reachSection: Section {
        let columns: [Table.Column] = [
            .init("metric", "metric"), .init("place", rules.scope == .suite ? "place" : rules.scope.rawValue),
            .init("deviation", "sd of a pair", .right), .init("margin", "margin", .right),
            .init("detectable", "detectable", .right), .init("seeds", "seeds needed", .right),
            .init("found", "found at its margin", .right),
        ]
        let rows = reaches.map { reach -> [Table.Cell] in
            [
                Table.Cell(SelfTestWords.name(reach.metric)), Table.Cell(reach.place),
                SelfTestWords.number(reach.deviation), SelfTestWords.number(reach.margin),
                SelfTestWords.number(reach.detectable), SelfTestWords.count(reach.seedsNeeded),
                reach.worsened == 0
                    ? .blank : SelfTestWords.share(reach.found, of: reach.worsened),
            ]
        }
        return Section(
            id: "reach", title: "What each row can see",
            blocks: [
                .table(
                    Table(
                        id: "reach", columns: columns, rows: rows,
                        rowIDs: reaches.map { "\(SelfTestWords.name($0.metric)):\($0.place)" }))
            ])
    }

    private var readingSection: Section {
        Section(
            id: "reading", title: "How to read this", isAside: true,
            blocks: [
                .list([
                    "Fresh seeds: both sides are this program, on seeds that they do not share: the noisiest gate there is.",
                    "Training restarted: the same seeds and rows, with other initial weights, batches and noise: what "
                        + "a change of bits without an effect looks like; a coin says per seed which side is which.",
                    "Worse by its margin: as restarted, and one row, drawn at random, is worse by exactly its margin.",
                    "Would stop: the share of gates that end with another exit code than 0: regressed, incomparable, "
                        + "nothing measured, and inconclusive\(rules.inconclusivePasses ? " does not, since it passes here" : "").",
                    "Detectable: the smallest difference that a row finds with a chance of "
                        + "\(Phrases.percent(rules.power)) at α / \(Phrases.count(reaches.count, "row")), by the spread "
                        + "of the pool's restarted pairs, were their differences normal.",
                    "The rates are those of gates drawn from this pool; what they say of other seeds is as good as the "
                        + "pool is large.",
                ])
            ])
    }
}
