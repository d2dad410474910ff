import Records
import Statistics

/// How much paired differences spread in results that are stored already.
public struct DesignPilot: Sendable {
    /// Where they are from, for people: "experiment 3 (quickstart)".
    public var source: String
    /// The median over the methods of the standard deviation of their differences from the baseline, by panel.
    private var deviations: [PanelKey: Double] = [:]

    /// The spread in an experiment; nil where no panel has a method with two pairs that differ.
    public init?(_ input: ReportInput, source: String) {
        self.source = source
        for panel in RowGroups(input.rows).panels {
            let record = input.datasets.first { $0.label == panel.key.dataset }
            let task = record?.classes == nil ? "regression" : "classification"
            guard let metric = input.experiment.primaryMetrics[task] else { continue }
            let methods = panel.methods.map { MethodSummary($0, of: input.rows, metric: metric) }
            guard let baseline = methods.first(where: { $0.label == input.experiment.baseline }) else {
                continue
            }
            let spreads = methods.filter { $0.label != baseline.label }.compactMap { method -> Double? in
                let pairs = Panel.pairs(method, baseline)
                let differences = zip(pairs.own, pairs.others).map { $0 - $1 }
                return sampleVariance(differences).flatMap { $0 > 0 ? $0.squareRoot() : nil }
            }
            if let spread = median(spreads) { deviations[panel.key] = spread }
        }
        if deviations.isEmpty { return nil }
    }

    /// The spread to expect on a dataset with a model; nil where nothing is known of it.
    public func deviation(dataset: String, model: String) -> Double? {
        deviations[PanelKey(dataset: dataset, model: model)]
    }
}
