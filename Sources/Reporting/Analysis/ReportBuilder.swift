import Primitives
import Records

/// Makes the report of one experiment.
///
/// Pure: the same input gives the same report.
public struct ReportBuilder: Sendable {
    /// How the experiment is looked at.
    public var options: ReportOptions

    /// A builder.
    public init(_ options: ReportOptions = ReportOptions()) { self.options = options }

    /// The report, in the order of `ReportSections.all`.
    public func report(_ input: ReportInput) -> Report {
        let analysis = Analysis(input, options)
        let stability = StabilityAnalysis(analysis, input)
        let context = ReportContext(
            analysis: analysis, input: input, options: options, stability: stability)
        let chosen = ReportSections.all.filter { section in
            options.sections.map { $0.contains { $0 == section.id || $0.hasPrefix(section.id + "-") } }
                ?? true
        }
        let sections = chosen.flatMap { $0.make(context) }.map(stability.annotated).filter { section in
            options.sections.map { $0.contains { section.id == $0 || section.id.hasPrefix($0 + "-") } }
                ?? true
        }
        return Report(title: "Results of \(input.experiment.name)", sections: sections)
    }
}
