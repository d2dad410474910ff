import Primitives
import Records
import Statistics

/// Compares two experiments cell by cell: what is the same to the last bit, what is better, what is worse.
///
/// Pure: the same two inputs give the same report.
public struct ComparisonBuilder: Sendable {
    let first: ComparedExperiment
    let second: ComparedExperiment
    let options: ComparisonOptions
    let cells: Cells
    let panels: [PanelComparison]
    /// How many comparisons p-values are corrected over.
    let familySize: Int

    /// The matched cells, shared and never changed.
    final class Cells: Sendable {
        let value: MatchedCells
        init(_ value: MatchedCells) { self.value = value }
    }

    /// The methods of a dataset with a model, on both sides.
    struct PanelComparison: Sendable {
        var key: PanelKey
        /// Unique in the report.
        var id: String
        var metric: PrimaryMetric?
        var methods: [MethodComparison]
        var resampling: Resampling?
        /// What readers must know before they believe the table.
        var warnings: [String]
    }

    /// Throws `.usage` where a metric is named that neither experiment has on its test part.
    public init(
        _ first: ComparedExperiment, _ second: ComparedExperiment, _ options: ComparisonOptions = .init()
    ) throws(BenchError) {
        try Self.check(options, first.input, second.input)
        self.first = first
        self.second = second
        self.options = options
        let cells = MatchedCells(first.input.rows, second.input.rows)
        self.cells = Cells(cells)
        var names: Set<String> = []
        var panels: [PanelComparison] = []
        for (number, panel) in cells.panels.enumerated() {
            var id = "\(panel.key.dataset) \(panel.key.model)".slug
            if !names.insert(id).inserted { id += "-\(number + 1)" }
            names.insert(id)
            panels.append(Self.compare(panel, id: id, of: cells, first.input, second.input, options))
        }
        let places = panels.indices.flatMap { panel in
            panels[panel].methods.indices.map { (panel: panel, method: $0) }
        }
        let tested = places.filter { panels[$0.panel].methods[$0.method].difference?.p != nil }
        // Identical cells are no test that could err.
        familySize = places.count {
            let difference = panels[$0.panel].methods[$0.method].difference
            return difference != nil && difference?.test != .identical
        }
        let adjusted = holmAdjusted(
            tested.map { panels[$0.panel].methods[$0.method].difference!.p! }, familySize: familySize)
        for (place, p) in zip(tested, adjusted) { panels[place.panel].methods[place.method].adjustedP = p }
        for place in places {
            guard let metric = panels[place.panel].metric else { continue }
            panels[place.panel].methods[place.method].decide(metric, options, familySize: familySize)
        }
        self.panels = panels
    }

    /// How many pairs of cells have a value on both sides; with none, nothing was compared.
    public var comparedPairs: Int {
        panels.reduce(0) { $0 + $1.methods.reduce(0) { $0 + $1.rows.count } }
    }

    /// The configurations with the same names and different specifications: ask the stores how they differ.
    public var changedConfigurations: [ChangedConfiguration] { cells.value.changedConfigurations }

    private static func check(_ options: ComparisonOptions, _ first: ReportInput, _ second: ReportInput)
        throws(BenchError)
    {
        guard let metric = options.metric else { return }
        var known: [String] = []
        for measure in first.rows.measures + second.rows.measures
        where measure.part == .test && !known.contains(measure.name) {
            known.append(measure.name)
        }
        guard !known.contains(metric) else { return }
        throw BenchError(
            .usage,
            "neither experiment has \"\(metric)\" on its test part"
                + Suggestion.hint(for: metric, among: known),
            remedy: known.isEmpty ? nil : "measured were: \(known.sorted().joined(separator: ", "))")
    }

    private static func compare(
        _ panel: MatchedCells.Panel, id: String, of cells: MatchedCells, _ first: ReportInput,
        _ second: ReportInput, _ options: ComparisonOptions
    ) -> PanelComparison {
        let datasets = [first, second].map { input in
            input.datasets.first { $0.label == panel.key.dataset }
        }
        let record = datasets[1] ?? datasets[0]
        var warnings: [String] = []
        if let a = datasets[0], let b = datasets[1] {
            if a.contentHash != b.contentHash {
                warnings.append("The data differ: A has \(a.contentHash.short), B \(b.contentHash.short).")
            }
            if a.treatment != b.treatment {
                warnings.append(
                    "The data were split, corrupted or prepared otherwise, so seeds do not pair the same rows."
                )
            }
        }
        let metric = Self.metric(record, first, second, options)
        var resampling: Resampling?
        if let record, record.trainRows > 0, record.testRows > 0 {
            resampling =
                record.treatment.resamples
                ? .repeatedSplits(testToTrain: Double(record.testRows) / Double(record.trainRows))
                : .independent
        }
        let methods = panel.methods.map {
            MethodComparison(
                $0, of: cells, metric: metric?.id ?? "", resampling: resampling, level: options.level)
        }
        return PanelComparison(
            key: panel.key, id: id, metric: metric, methods: methods, resampling: resampling,
            warnings: warnings)
    }

    private static func metric(
        _ dataset: DatasetRecord?, _ first: ReportInput, _ second: ReportInput, _ options: ComparisonOptions
    ) -> PrimaryMetric? {
        guard let dataset else { return nil }
        let task: MetricDeclaration.TaskKind = dataset.classes == nil ? .regression : .classification
        let primary = [second, first].lazy.compactMap { $0.experiment.primaryMetrics[task.rawValue] }.first
        let declarations = second.metrics + first.metrics
        func declaration(_ id: String) -> MetricDeclaration? { declarations.first { $0.id == id } }
        // A metric of classes says nothing of a regression: there the primary one stays.
        let asked = options.metric.flatMap { id in
            declaration(id).map { $0.tasks.contains(task) } ?? true ? id : nil
        }
        guard let id = asked ?? primary else { return nil }
        return PrimaryMetric(id: id, declaration(id))
    }
}
