import ArgumentParser
import Foundation
import Gating
import Primitives
import Records
import Reporting
import Runner
import Store
import Suites

/// The command `bench baseline save NAME SUITE`.
struct BaselineSaveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "save",
        abstract: "Train what is missing of a suite and save what it gives as a baseline.",
        discussion: """
            Only what this very program trained counts. The suite's section "gate" says which metrics and costs \
            are kept, and with max_seeds how many seeds are trained; without it the primary metric is. The file \
            has a line per cell and no times, so that git shows and merges what changed: commit it. Where it replaces \
            another, it is said what that does to the bar: the old and the new means, the worst first.
            """)

    @Argument(help: "The baseline's name: letters, digits, -, _ and .")
    var name: String

    @Argument(help: "The suite, a YAML file.")
    var suite: String

    @OptionGroup var folder: BaselineFolder

    @OptionGroup var store: StoreOptions

    @Option(help: "Why it is saved, in a few words; kept in the file.")
    var note: String?

    @Option(help: "Train so many seeds (default: max_seeds of the suite's gate, or the suite's own).")
    var seeds: Int?

    @Flag(help: "Save it even where every cell failed.")
    var allowFailures = false

    @Flag(help: "Train again the cells whose stored result is a failure.")
    var retryFailed = false

    @OptionGroup var dispatch: DispatchFlags

    @OptionGroup var progress: ProgressOptions

    @Flag(help: "Print what was saved as JSON.")
    var json = false

    /// So many statements are shown of what it replaces: the worst.
    private static let mostRows = 20

    func validate() throws {
        if let seeds, !(1...10_000).contains(seeds) {
            throw ValidationError("--seeds must lie in 1 ... 10000.")
        }
    }

    func run() throws {
        let file = try folder.file(name)
        let seeds = seeds
        let plan = try SuitePlan(path: suite) { suite throws(BenchError) in
            suite.seeds(atMost: seeds ?? suite.gate?.mostSeeds ?? suite.seeds.count)
        }
        try plan.sayChecks()
        // The margin decides nothing here.
        let rules = plan.gateRules(margin: 1)
        let database = try Store(path: store.path, mode: .readWriteCreate)
        let measuring = try GateMeasuring(
            plan, into: database, dispatch: dispatch, progress: progress, retriesFailed: retryFailed)
        let experiment = try measuring.train()
        let baseline = Baseline(
            note: note,
            measurements: try measuring.measurements(
                experiment: experiment, rules, costs: measuring.costs(rules)))
        database.close()
        let cells = baseline.measurements.configurations.flatMap(\.cells)
        let failed = cells.count { $0.status.kind != .completed }
        if failed == cells.count, !allowFailures {
            throw BenchError(
                .cellsFailed, "every cell failed: there is nothing to hold a program to",
                at: .init(file: suite),
                remedy: "see bench status for the causes; --allow-failures saves it all the same")
        }
        try checkMetrics(rules, cells)
        let before = earlier(file)
        let commit = before == nil ? nil : committed(file)
        let target = OutputFile(path: file)
        try target.makeFolder(option: "--folder")
        try target.write(BaselineFile.text(of: baseline), protecting: [store.path])
        let comparison = before.map {
            BaselineComparison(
                old: $0.measurements, new: baseline.measurements, rules: rules,
                hasMargins: plan.suite.gate != nil, explain: { StaleReason.text(from: $0, to: $1) })
        }
        let change = before.map { BaselineChange(from: $0, to: baseline) }
        let command = commit.map {
            BaselineCompareCommand.line(name, since: $0, suite: plan.suite, folder: folder)
        }
        try say(
            baseline, file: file, rules, cells: cells.count, failed: failed, change, comparison,
            hasGate: plan.suite.gate != nil, command: command)
    }

    /// A metric that no completed cell has would make every later gate incomparable.
    private func checkMetrics(_ rules: GateRules, _ cells: [GateMeasurements.Cell]) throws(BenchError) {
        guard cells.contains(where: { $0.status.kind == .completed }) else { return }
        for metric in rules.metrics where !cells.contains(where: { $0.values[metric.measure] != nil }) {
            throw BenchError(
                .usage, "no cell has a \(metric.measure.name) on the \(metric.measure.part.rawValue) part",
                at: .init(file: suite, line: metric.line),
                remedy: "gate a metric that is measured on the suite's datasets; bench describe "
                    + "\(metric.measure.name) says which those are")
        }
    }

    /// The baseline that is replaced; nil where there is none that can be read.
    private func earlier(_ file: String) -> Baseline? {
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        do throws(BenchError) {
            return try BaselineFolder.read(file)
        } catch {
            // The remedy, to save it again, is what is being done.
            let reasons = error.diagnostics.map(\.message).joined(separator: "; ")
            Terminal.error("replacing a file that cannot be read: \(reasons)\n")
            return nil
        }
    }

    /// The commit that has the file as it is; nil where none has, so that nothing can show it once it is
    /// replaced.
    private func committed(_ file: String) -> GitRevision? {
        guard let commit = try? GitFile.resolved("HEAD", around: file),
            let text = try? GitFile.textIfAny(file, at: commit.commit),
            FileManager.default.contents(atPath: file) == Data(text.utf8)
        else { return nil }
        return commit
    }

    private func say(
        _ baseline: Baseline, file: String, _ rules: GateRules, cells: Int, failed: Int,
        _ change: BaselineChange?, _ comparison: BaselineComparison?, hasGate: Bool, command: String?
    ) throws {
        let measurements = baseline.measurements
        let kept = rules.metrics.map(\.measure.key) + rules.costs.map(\.cost.rawValue)
        guard !json else {
            let document: JSONValue = [
                "name": .string(name), "file": .string(file), "suite": .string(measurements.suite),
                "configurations": .integer(measurements.configurations.count), "cells": .integer(cells),
                "failed": .integer(failed), "numerics": .integer(measurements.numericsVersion),
                "measures": .array(kept.map(JSONValue.string)),
                "change": change.map { change in
                    [
                        "added": .integer(change.added), "removed": .integer(change.removed),
                        "changed": .integer(change.changed), "same": .integer(change.same),
                    ]
                } ?? .null,
                "comparison": comparison.map(\.canonical) ?? .null,
            ]
            return try Terminal.output(document.canonical + "\n")
        }
        var lines = [
            "saved \(file): \(cells) \(cells == 1 ? "cell" : "cells") of "
                + "\(measurements.configurations.count) "
                + (measurements.configurations.count == 1 ? "configuration" : "configurations")
                + " of the suite \(measurements.suite), \(kept.joined(separator: ", "))"
        ]
        if let change { lines.append("against the file before: \(change.text)") }
        if failed > 0 { lines.append("\(failed) of the cells failed, and are kept as failures") }
        let gate = ShellWord.line(["bench", "gate", suite, "--baseline", name] + folder.words)
        lines.append(
            "commit it; later changes are held to it by: \(gate)"
                + (hasGate
                    ? "" : " --margin MARGIN (the suite has no section \"gate\" to say what may get worse)"))
        if let comparison, !comparison.isNone {
            let report = comparison.report(
                old: "the file before", new: "now", mostRows: Self.mostRows, command: command)
            lines.append("")
            lines.append(try ReportFormats.renderer("markdown").render(report))
            lines.append("the new baseline is \(comparison.summary)")
        }
        try Terminal.output(lines.joined(separator: "\n") + "\n")
    }
}
