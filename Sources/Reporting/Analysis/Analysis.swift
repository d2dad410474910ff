import Primitives
import Records
import Statistics

/// What the numbers of an experiment say, before any wording: one panel per dataset and model.
struct Analysis {
    let panels: [Panel]
    /// The names of the configurations, in the order of their first cell.
    let labels: [ResultTable.Labels]
    /// How many contrasts with the baseline the report shows: the family that p-values are corrected over.
    let familySize: Int
    /// How the experiment is looked at.
    let options: ReportOptions
    /// The method that others are compared with.
    let baseline: String
    /// The metrics that the program knows.
    let metrics: [MetricDeclaration]
    /// What the datasets say together; nil where fewer than two can be compared.
    private(set) var across: AcrossDatasets?
    /// Whether all panels have the same model, which then need not be named.
    let hasOneModel: Bool

    /// The confidence level of all intervals.
    var level: Double { options.level }
    /// The smallest corrected p-value that does not count as a difference.
    var threshold: Double { options.threshold }

    init(_ input: ReportInput, _ options: ReportOptions = ReportOptions()) {
        self.options = options
        metrics = input.metrics
        baseline = options.baseline ?? input.experiment.baseline
        let groups = RowGroups(input.rows)
        labels = groups.labels
        var panels = groups.panels.map { Panel($0, input: input, options: options) }
        familySize = panels.reduce(0) { $0 + $1.contrasts.count }
        // One family over all panels: the p-values in the order of the report.
        Self.correct(&panels, by: options.correction.correction, familySize: familySize, \.difference?.p) {
            $0.adjustedP = $1
        }
        Self.correct(
            &panels, by: options.correction.correction, familySize: familySize, \.difference?.equivalenceP
        ) { $0.adjustedEquivalenceP = $1 }
        var names: Set<String> = []
        for index in panels.indices {
            // Two labels may differ in punctuation alone.
            if !names.insert(panels[index].id).inserted { panels[index].id += "-\(index + 1)" }
            names.insert(panels[index].id)
        }
        for index in panels.indices {
            panels[index].tieGroups = TieGroups(panels[index], options)
        }
        self.panels = panels
        hasOneModel = panels.allSatisfy { $0.key.model == panels[0].key.model }
        across = AcrossDatasets(self)
    }

    private static func correct(
        _ panels: inout [Panel], by correction: Correction, familySize: Int,
        _ p: (MethodSummary) -> Double?, _ store: (inout MethodSummary, Double) -> Void
    ) {
        var values: [Double] = []
        var places: [(panel: Int, method: Int)] = []
        for panel in panels.indices {
            for method in panels[panel].methods.indices {
                guard let p = p(panels[panel].methods[method]) else { continue }
                values.append(p)
                places.append((panel, method))
            }
        }
        for (place, p) in zip(places, adjusted(values, by: correction, familySize: familySize)) {
            store(&panels[place.panel].methods[place.method], p)
        }
    }

    /// Whether a method differs from the baseline.
    func isSignificant(_ method: MethodSummary) -> Bool { method.adjustedP.map { $0 < threshold } ?? false }

    /// Whether a method is shown to be within the margin of the baseline.
    func isEquivalent(_ method: MethodSummary) -> Bool {
        method.adjustedEquivalenceP.map { $0 < threshold } ?? false
    }
}

/// What one panel is about.
struct PanelKey: Hashable {
    var dataset: String
    var model: String
}

/// The primary metric of a panel.
struct PrimaryMetric: Hashable {
    var id: String
    /// Which way its values are better; nil for a metric that the program does not know, and for one with a target.
    var direction: MetricDeclaration.Direction?
    /// The value that it should have, where neither more nor less of it is better.
    var target: Double?

    /// A metric with what is known of it.
    init(id: String, direction: MetricDeclaration.Direction?) {
        self.id = id
        self.direction = direction
    }

    /// A metric as the catalogue declares it, where it does.
    ///
    /// The declared direction of a metric with a target is that of the distance to it, which is not what is compared.
    init(id: String, _ declaration: MetricDeclaration?) {
        self.init(id: id, direction: declaration?.target == nil ? declaration?.direction : nil)
        target = declaration?.target
    }

    /// `↑` where higher is better, `↓` where lower is; `(near 0.9)` for a target.
    var arrow: String {
        switch direction {
        case .higher: " ↑"
        case .lower: " ↓"
        case nil: target.map { " (near \(NumberText.given($0)))" } ?? ""
        }
    }

    /// "better", "worse", or without a direction "higher", "lower".
    func word(for difference: Double) -> String {
        switch direction {
        case .higher: difference > 0 ? "better" : "worse"
        case .lower: difference < 0 ? "better" : "worse"
        case nil: difference > 0 ? "higher" : "lower"
        }
    }
}

/// Values in groups, in the order in which each group first occurs: the hash order of a key decides nothing.
struct Grouping<Key: Hashable, Value> {
    private(set) var groups: [(key: Key, values: [Value])] = []

    init(_ values: [Value], by key: (Value) -> Key) {
        var places: [Key: Int] = [:]
        for value in values {
            let key = key(value)
            if let place = places[key] {
                groups[place].values.append(value)
            } else {
                places[key] = groups.count
                groups.append((key, [value]))
            }
        }
    }
}
