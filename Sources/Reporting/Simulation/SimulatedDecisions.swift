import Statistics

/// What a report decides, by what it is called in docs/statistics.md.
///
/// Each case is a family: it errs when any statement of it is wrong, and may do so as often as the threshold says.
public enum SimulatedDecision: String, Sendable, Hashable, CaseIterable {
    /// Some method differs from the baseline on some dataset (all contrasts of the report are one family).
    case contrasts = "a contrast with the baseline"
    /// Two methods of the first dataset's table are told apart (share no letter).
    case tieGroups = "letters of a table"
    /// Friedman's test shows a difference over datasets.
    case friedman = "Friedman's test"
    /// Two methods are told apart over datasets: the bars of the diagram.
    case rankGroups = "groups over datasets"
    /// Some method differs from the baseline over datasets, by Wilcoxon's test.
    case overall = "an overall contrast"
    /// The first method's interval over datasets leaves out 0; one interval, not a family.
    case overallInterval = "an overall interval"
    /// The first method's interval of the mixed model leaves out 0; one interval, not a family.
    case mixedInterval = "an interval of the mixed model"
    /// The first method's interval on the first dataset leaves out 0; one interval, not a family.
    case contrastInterval = "an interval of a contrast"

    /// Whether the report errs in it, where methods do not differ; nil where it does not decide.
    func errs(_ analysis: Analysis) -> Bool? {
        switch self {
        case .contrasts:
            return analysis.panels.contains { $0.contrasts.contains(where: analysis.isSignificant) }
        case .tieGroups:
            guard let letters = analysis.panels.first?.tieGroups?.letters.compactMap({ $0 }) else {
                return nil
            }
            return Set(letters).count > 1
        case .friedman: return analysis.across.map { $0.friedman.p < analysis.threshold }
        case .rankGroups:
            guard let across = analysis.across else { return nil }
            return Set(across.display?.letters ?? []).count > 1
        case .overall:
            return overall(analysis).map { $0.rows.contains { ($0.adjustedP ?? 1) < analysis.threshold } }
        case .overallInterval:
            return overall(analysis)?.rows.first?.estimate.interval.map { !$0.contains(0) }
        case .mixedInterval:
            return overall(analysis)?.rows.first?.mixed.map { !$0.interval.contains(0) }
        case .contrastInterval:
            return analysis.panels.first?.contrasts.first?.difference?.estimate.interval
                .map { !$0.contains(0) }
        }
    }

    private func overall(_ analysis: Analysis) -> OverallContrasts? { analysis.across?.overall.first }
}

/// How often a report errs about methods that do not differ.
public struct SimulatedErrors: Sendable {
    /// By decision, in the order of `SimulatedDecision.allCases`; nil where the report never decides.
    public var rates: [SimulatedRate?]

    /// Simulates `repetitions` experiments and their reports.
    init(_ experiment: SimulatedExperiment, _ options: ReportOptions = ReportOptions(), repetitions: Int) {
        var rates = [SimulatedRate](repeating: SimulatedRate(), count: SimulatedDecision.allCases.count)
        for repetition in 0..<repetitions {
            let analysis = Analysis(experiment.input(repetition), options)
            for (index, decision) in SimulatedDecision.allCases.enumerated() {
                if let errs = decision.errs(analysis) { rates[index].add(errs) }
            }
        }
        self.rates = rates.map { $0.repetitions == 0 ? nil : $0 }
    }
}
