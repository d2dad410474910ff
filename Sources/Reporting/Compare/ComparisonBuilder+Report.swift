import Primitives
import Records
import Statistics

extension ComparisonBuilder {
    /// The comparison as a report: verdict, sides, a table per panel, then what could not be matched.
    ///
    /// `reasons` says how the specifications of a changed configuration differ, in words.
    public func report(reasons: [ChangedConfiguration: String] = [:]) -> Report {
        var sections = [verdict, sides]
        sections += panels.compactMap(panelSection)
        if let section = specifications(reasons) { sections.append(section) }
        if let section = endings { sections.append(section) }
        if let section = unmatched { sections.append(section) }
        sections.append(reading)
        return Report(title: "\(first.name) (A) against \(second.name) (B)", sections: sections)
    }

    // MARK: Verdict

    private var verdict: Section {
        let matched = cells.value.count
        let identical = panels.reduce(0) { $0 + $1.methods.reduce(0) { $0 + $1.identical } }
        var blocks: [Section.Block] = []
        if comparedPairs == 0 {
            let reason =
                matched == 0
                ? "no cell of A has the dataset, model, method and seed of one of B"
                : "no matched cell has a value on both sides"
            blocks.append(.paragraph("Nothing was compared: \(reason)."))
        } else {
            let share = identical == matched ? "all" : String(identical)
            blocks.append(
                .paragraph(
                    "\(Self.count(matched, "cell")) of A and B matched by dataset, model, method and seed; "
                        + "\(share) of them identical to the last bit.\(shared)"))
        }
        let findings = panels.flatMap(findings)
        if !findings.isEmpty { blocks.append(.findings(findings)) }
        return Section(id: "verdict", title: "Verdict", blocks: blocks)
    }

    /// Two experiments of one store share the results of what both ask for.
    private var shared: String {
        guard let store = first.store, store == second.store else { return "" }
        let (a, b) = (first.input.rows, second.input.rows)
        let count = cells.value.panels.flatMap(\.methods).flatMap(\.pairs)
            .count { a[$0.first].identity == b[$0.second].identity }
        guard count > 0 else { return "" }
        return
            " Both are of one store, which keeps one result per cell: \(count) of the pairs are one and the "
            + "same stored cell, so that their equality says nothing. `bench verify` trains cells again."
    }

    private func findings(_ panel: PanelComparison) -> [Finding] {
        guard let metric = panel.metric else { return [] }
        return panel.methods.compactMap { method -> Finding? in
            let label = method.method.labels.method
            let id = "\(panel.id)-\(label.slug)"
            let place = "\(label) on \(title(panel))"
            guard let difference = method.difference else { return nil }
            let delta = NumberText.estimate(difference.estimate, showsPlus: true)
            let p = method.adjustedP.map { ", p = \(NumberText.p($0, threshold: options.threshold))" } ?? ""
            let numbers =
                "\(metric.id)\(metric.arrow) \(delta)\(p), \(Self.count(method.rows.count, "pair"))"
            switch method.verdict {
            case .better:
                return Finding(id: id, verdict: .better, sentence: "\(place) is better in B: \(numbers).")
            case .worse:
                return Finding(id: id, verdict: .worse, sentence: "\(place) is worse in B: \(numbers).")
            case .higher, .lower:
                let word = method.verdict == .higher ? "higher" : "lower"
                return Finding(id: id, verdict: .notice, sentence: "\(place) is \(word) in B: \(numbers).")
            case .equivalent:
                return Finding(
                    id: id, verdict: .equivalent,
                    sentence: "\(place) is equal in A and B to within ±\(margin(metric)): \(numbers).")
            case .undecided, .untestable:
                guard method.hasChanged else { return nil }
                return Finding(
                    id: id, verdict: .undecided,
                    sentence: "\(place) has changed, and no difference is shown: \(numbers).")
            case .identical: return nil
            }
        }
    }

    // MARK: The two sides

    private var sides: Section {
        let inputs = [first.input, second.input]
        func row(_ id: String, _ title: String, _ text: (ReportInput) -> String) -> (String, [Table.Cell]) {
            (id, [Table.Cell(title)] + inputs.map { Table.Cell(text($0)) })
        }
        func environments(_ member: @escaping (Environment) -> String) -> (ReportInput) -> String {
            { input in
                var known: [String] = []
                for text in input.environments.map(member) where !known.contains(text) { known.append(text) }
                return known.isEmpty ? "–" : known.joined(separator: ", ")
            }
        }
        var rows = [
            ("side", [Table.Cell("named"), Table.Cell(first.name), Table.Cell(second.name)]),
            row("suite", "suite") { $0.experiment.name },
            row("experiment", "experiment") { $0.experimentID.map(String.init) ?? "–" },
            row("created", "recorded") { $0.createdAt ?? "–" },
            row("cells", "cells, completed") { input in
                "\(input.rows.count), \(input.rows.indices.count { input.rows.kind(of: $0) == .completed })"
            },
        ]
        rows.append(
            row(
                "commit", "commit of the program",
                environments { environment in
                    guard let commit = environment.gitCommit else { return "unknown" }
                    return String(commit.prefix(12)) + (environment.gitDirty == true ? " and changes" : "")
                }))
        rows.append(row("program", "version of the program", environments(\.programVersion)))
        rows.append(
            row("numerics", "version of the arithmetic", environments { String($0.numericsVersion) }))
        let table = Table(
            id: "sides",
            columns: [Table.Column("what", ""), Table.Column("first", "A"), Table.Column("second", "B")],
            rows: rows.map(\.1), rowIDs: rows.map(\.0))
        return Section(id: "sides", title: "What is compared", blocks: [.table(table)])
    }

    // MARK: Panels

    private func panelSection(_ panel: PanelComparison) -> Section? {
        let matched = panel.methods.filter { !$0.method.pairs.isEmpty }
        let shown = options.showsOnlyChanged ? matched.filter(\.hasChanged) : matched
        guard !shown.isEmpty, let metric = panel.metric else { return nil }
        let percent = NumberText.given(options.level * 100) + " %"
        let name = metric.id + metric.arrow
        var notes = panel.warnings
        if shown.count < matched.count {
            notes.append(
                "\(Self.count(matched.count - shown.count, "method")) with the same bits throughout: left out."
            )
        }
        if panel.resampling == nil {
            notes.append("No intervals: the sizes of the training and test parts are not known.")
        }
        let table = Table(
            id: "compare-\(panel.id)",
            columns: [
                Table.Column("method", "method"), Table.Column("matched", "matched", .right),
                Table.Column("identical", "identical bits", .right), Table.Column("pairs", "pairs", .right),
                Table.Column("first", "A: \(name)", .right), Table.Column("second", "B: \(name)", .right),
                Table.Column("difference", "B − A (± \(percent))", .right), Table.Column("p", "p", .right),
                Table.Column("adjusted", "p (Holm)", .right), Table.Column("verdict", "B is"),
            ],
            rows: shown.map { row($0, metric) }, rowIDs: shown.map(\.method.labels.method), notes: notes)
        return Section(
            id: "compare-\(panel.id)", title: "On \(title(panel))", blocks: [.table(table)])
    }

    private func row(_ method: MethodComparison, _ metric: PrimaryMetric) -> [Table.Cell] {
        func integer(_ value: Int) -> Table.Cell { Table.Cell(String(value), value: .integer(value)) }
        let isStrong = method.verdict == .better || method.verdict == .worse
        var cells = [
            Table.Cell(method.method.labels.method), integer(method.method.pairs.count),
            integer(method.identical), integer(method.rows.count),
        ]
        let places = digits(method)
        if let means = method.means {
            cells += [means.first, means.second].map {
                Table.Cell(DecimalText($0).fixed(places: places), value: .real($0))
            }
        } else {
            cells += [.blank, .blank]
        }
        if let estimate = method.difference?.estimate, method.verdict != .identical {
            cells.append(
                Table.Cell(
                    NumberText.estimate(estimate, showsPlus: true),
                    value: [
                        "mean": .real(estimate.mean), "n": .integer(estimate.count),
                        "lower": (estimate.interval?.lower).map(JSONValue.real) ?? .null,
                        "upper": (estimate.interval?.upper).map(JSONValue.real) ?? .null,
                    ]))
        } else {
            cells.append(method.verdict == .identical ? Table.Cell("0", value: .integer(0)) : .blank)
        }
        cells.append(
            method.difference?.p.map {
                Table.Cell(NumberText.p($0, threshold: options.threshold), value: .real($0))
            } ?? .blank)
        cells.append(
            method.adjustedP.map {
                Table.Cell(NumberText.p($0, threshold: options.threshold), value: .real($0))
            } ?? .blank)
        cells.append(Table.Cell(words(method.verdict, metric), isStrong: isStrong))
        return cells
    }

    /// Decimals for means: as many as the difference's interval supports, or four significant digits.
    private func digits(_ method: MethodComparison) -> Int {
        let reach = method.difference?.estimate.interval?.halfWidth ?? 0
        if reach > 0 { return max(0, min(12, 1 - DecimalText(reach).exponent)) }
        return max(0, min(12, 3 - DecimalText(method.means?.second ?? 0).exponent))
    }

    private func words(_ verdict: MethodComparison.Verdict, _ metric: PrimaryMetric) -> String {
        switch verdict {
        case .identical: "identical"
        case .better: "better"
        case .worse: "worse"
        case .higher: "higher"
        case .lower: "lower"
        case .equivalent: "equal to within ±\(margin(metric))"
        case .undecided: "no difference shown"
        case .untestable: "not testable"
        }
    }

    private func margin(_ metric: PrimaryMetric) -> String {
        options.margin.map { DecimalText($0).plain } ?? "0"
    }

    private func title(_ panel: PanelComparison) -> String {
        let hasOneModel = panels.allSatisfy { $0.key.model == panel.key.model }
        return hasOneModel ? panel.key.dataset : "\(panel.key.dataset), \(panel.key.model)"
    }

    static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
