import Primitives
import Statistics

/// How far the findings depend on how one looks at the numbers.
enum StabilitySection: ReportSection {
    static let id = "stability"
    /// At most so many lines of what overturns findings.
    private static let mostOverturned = 100

    static func make(_ context: ReportContext) -> [Section] {
        let stability = context.stability
        guard !stability.claims.isEmpty else {
            guard stability.untried > 0 else { return [] }
            return [
                Section(
                    id: id, title: "Stability of the findings", isAside: true,
                    blocks: [.paragraph("Not tried: the experiment has too many cells.")])
            ]
        }
        var blocks: [Section.Block] = [
            .paragraph(
                "Every decided contrast was computed again from the stored values in the other ways in which one could "
                    + "have looked at them. A finding holds in an analysis that decides the same statement at "
                    + "the same corrected level; the rest of its family stays as it is in this report."),
            .table(summary(stability, context)),
        ]
        let overturned = stability.claims.flatMap { claim in
            claim.results.filter { $0.outcome != .holds }.map { (claim: claim, result: $0) }
        }
        if overturned.isEmpty {
            blocks.append(.paragraph("None of these analyses overturns a finding."))
        } else {
            blocks.append(.table(table(overturned, threshold: context.options.threshold)))
        }
        return [Section(id: id, title: "Stability of the findings", isAside: true, blocks: blocks)]
    }

    private static func summary(_ stability: StabilityAnalysis, _ context: ReportContext) -> Table {
        let kinds = AlternativeAnalysis.Kind.allCases.filter { kind in
            stability.claims.contains { $0.results.contains { $0.analysis.kind == kind } }
        }
        let rows = stability.claims.map { claim -> [Table.Cell] in
            [name(claim), Table.Cell(claim.statement.words), cell(claim.results)]
                + kinds.map { kind in cell(claim.results.filter { $0.analysis.kind == kind }) }
        }
        var notes: [String] = []
        let impossible = stability.claims.reduce(0) { $0 + $1.impossible }
        if impossible > 0 {
            notes.append(
                "\(impossible) \(impossible == 1 ? "analysis" : "analyses") of single findings could not have "
                    + "decided anything with so few values; not counted, for or against.")
        }
        if stability.untried > 0 {
            notes.append(
                "\(Phrases.count(stability.untried, "more decided contrast")) not tried: the first "
                    + "\(StabilityAnalysis.mostClaims) were.")
        }
        notes.append(
            "Signed-rank and sign tests take seeds as independent, also where they share rows. Leaving out a method "
                + "changes nothing in a single panel but the size of the family.")
        return Table(
            id: "stability",
            columns: [
                Table.Column("finding", "finding"), Table.Column("statement", "is"),
                Table.Column("all", "holds in", .right),
            ] + kinds.map { Table.Column($0.rawValue, $0.title, .right) },
            rows: rows, rowIDs: stability.claims.map(address), notes: notes)
    }

    private static func cell(_ results: [AlternativeResult]) -> Table.Cell {
        guard !results.isEmpty else { return .blank }
        let holds = results.count { $0.outcome == .holds }
        return Table.Cell(
            "\(holds) of \(results.count)", value: ["holds": .integer(holds), "of": .integer(results.count)])
    }

    private static func table(
        _ overturned: [(claim: StabilityClaim, result: AlternativeResult)], threshold: Double
    ) -> Table {
        let shown = overturned.prefix(mostOverturned)
        let rows = shown.map { claim, result -> [Table.Cell] in
            [
                name(claim), Table.Cell(claim.statement.words), Table.Cell(result.analysis.words),
                Table.Cell(result.outcome.words),
                result.difference.map {
                    Table.Cell(NumberText.significant($0, 3, showsPlus: true), value: .real($0))
                } ?? .blank,
                result.p.map { Table.Cell(NumberText.p($0, threshold: threshold), value: .real($0)) }
                    ?? .blank,
            ]
        }
        let rest = overturned.count - shown.count
        return Table(
            id: "stability-overturned", title: "What overturns them",
            columns: [
                Table.Column("finding", "finding"), Table.Column("statement", "was"),
                Table.Column("analysis", "analysis"), Table.Column("outcome", "outcome"),
                Table.Column("difference", "Δ", .right), Table.Column("p", "p (corrected)", .right),
            ],
            rows: Array(rows),
            rowIDs: shown.map { "\(address($0.claim)) \($0.result.analysis.words)" },
            notes: [
                "Δ is in the unit of the metric that the analysis looks at, and in ranks for Nemenyi's test."
            ] + (rest > 0 ? ["and \(rest) more"] : []))
    }

    private static func name(_ claim: StabilityClaim) -> Table.Cell {
        Table.Cell("\(claim.place): \(claim.method)")
    }

    private static func address(_ claim: StabilityClaim) -> String { "\(claim.place) / \(claim.method)" }
}
