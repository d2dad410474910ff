import Primitives
import Records

extension ReportOptions {
    /// Throws `.usage`, naming what there is, where a metric or a baseline was asked for that the experiment does
    /// not have.
    public func check(_ input: ReportInput) throws(BenchError) {
        if let metric {
            var names: Set<String> = []
            for measure in input.rows.measures where measure.part == .test { names.insert(measure.name) }
            try Self.check(metric, "metric on the test part", names.sorted())
        }
        if let baseline {
            // In the suite's order.
            let methods = Grouping(input.rows.labels, by: \.method).groups.map(\.key)
            try Self.check(baseline, "method", methods)
        }
    }

    /// Throws `.usage`, naming what there is, where a section was asked for that the whole report does not have.
    ///
    /// `whole` is asked for only where something is wrong.
    public func check(_ report: Report, whole: () -> Report) throws(BenchError) {
        guard let sections else { return }
        func isThere(_ name: String, in report: Report) -> Bool {
            report.sections.contains { $0.id == name || $0.id.hasPrefix(name + "-") }
        }
        for name in sections where !isThere(name, in: report) {
            try Self.check(name, "section", whole().sections.map(\.id))
        }
    }

    /// The same for the whole report.
    public var withAllSections: ReportOptions {
        var options = self
        options.sections = nil
        return options
    }

    private static func check(_ name: String, _ noun: String, _ known: [String]) throws(BenchError) {
        guard !known.contains(name) else { return }
        let most = 40
        let list = known.prefix(most).joined(separator: ", ")
        let more = known.count > most ? " and \(known.count - most) more" : ""
        throw BenchError(
            .usage, "the experiment has no \(noun) \"\(name)\"" + Suggestion.hint(for: name, among: known),
            remedy: known.isEmpty ? "leave the option out" : "choose one of: \(list)\(more)")
    }
}
