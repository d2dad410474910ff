import ArgumentParser
import Primitives
import Reporting

/// The options that say how stored results are looked at.
struct ReportFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp("The metric that decides, in place of the suite's.", valueName: "name"))
    var metric: String?

    @Option(
        help: ArgumentHelp(
            "The method that others are compared with, in place of the suite's.", valueName: "label"))
    var baseline: String?

    @Option(
        help: ArgumentHelp(
            "A corrected p-value below this counts as a difference (default: 0.05).", valueName: "level"))
    var alpha: Double?

    @Option(help: ArgumentHelp("The confidence level of intervals (default: 0.95).", valueName: "level"))
    var level: Double?

    @Option(help: "How p-values are corrected (default: holm).")
    var correction: ReportOptions.Correction?

    @Option(help: "How intervals are made (default: auto).")
    var ci: ReportOptions.IntervalKind?

    @Option(help: "What stands for a method's values over seeds (default: mean).")
    var aggregate: ReportOptions.Aggregate?

    @Option(
        help: ArgumentHelp(
            "Differences within ± this do not matter, in the unit of the metric.", valueName: "difference"))
    var margin: Double?

    @Option(
        help: ArgumentHelp(
            "Only these sections, by name or by the beginning of several before a hyphen.",
            valueName: "name,…"))
    var sections: String?

    @Flag(help: "Leave out what differs between machines and moments: times, hosts, commits, dates.")
    var reproducible = false

    func validate() throws {
        for case (let name, let value?) in [("--alpha", alpha), ("--level", level)]
        where !(value > 0 && value < 1) {
            throw ValidationError("\(name) must lie between 0 and 1: \(value)")
        }
        if let margin, !(margin > 0 && margin.isFinite) {
            throw ValidationError("--margin must be above 0: \(margin)")
        }
        if let sections, names(in: sections).isEmpty { throw ValidationError("--sections names nothing.") }
    }

    /// As the analysis takes them.
    var options: ReportOptions {
        let usual = ReportOptions()
        return ReportOptions(
            level: level ?? usual.level, threshold: alpha ?? usual.threshold,
            aggregate: aggregate ?? usual.aggregate, interval: ci ?? usual.interval,
            correction: correction ?? usual.correction, metric: metric, baseline: baseline, margin: margin,
            sections: sections.map(names), isReproducible: reproducible)
    }

    /// The options that were given, as they are spelled.
    var given: [String] {
        let all = [
            ("--metric", metric != nil), ("--baseline", baseline != nil), ("--alpha", alpha != nil),
            ("--level", level != nil), ("--correction", correction != nil), ("--ci", ci != nil),
            ("--aggregate", aggregate != nil), ("--margin", margin != nil),
            ("--sections", sections != nil), ("--reproducible", reproducible),
        ]
        return all.filter(\.1).map(\.0)
    }

    private func names(in text: String) -> [String] {
        text.split(separator: ",").map { part in
            var part = part
            while part.first == " " { part.removeFirst() }
            while part.last == " " { part.removeLast() }
            return String(part)
        }.filter { !$0.isEmpty }
    }
}

extension ReportOptions.Correction: ExpressibleByArgument {}
extension ReportOptions.IntervalKind: ExpressibleByArgument {}
extension ReportOptions.Aggregate: ExpressibleByArgument {}
