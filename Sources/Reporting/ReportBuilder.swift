import Primitives
import Records

/// Makes the report of one experiment.
///
/// Pure: the same input gives the same report.
public struct ReportBuilder: Sendable {
    /// The confidence level of all intervals, between 0 and 1.
    public var level: Double
    /// A corrected p-value below this counts as a difference.
    public var threshold: Double

    /// A builder; the usual 0.95 and 0.05 unless told otherwise.
    public init(level: Double = 0.95, threshold: Double = 0.05) {
        precondition(level > 0 && level < 1 && threshold > 0 && threshold < 1, "levels lie between 0 and 1")
        self.level = level
        self.threshold = threshold
    }

    /// The report: verdict, setup, a table per dataset and model, how to read them, failures, provenance.
    public func report(_ input: ReportInput) -> Report {
        let analysis = Analysis(input, level: level, threshold: threshold)
        let sections: [Section?] =
            [VerdictSection.make(analysis, input), SetupSection.make(analysis, input)]
            + ResultsSection.make(analysis)
            + [ReadingSection.make(analysis), FailuresSection.make(analysis), ProvenanceSection.make(input)]
        return Report(title: "Results of \(input.experiment.name)", sections: sections.compactMap { $0 })
    }
}
