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
    /// The confidence level of all intervals.
    let level: Double
    /// The smallest p-value that does not count as a difference.
    let threshold: Double
    /// The metrics that the program knows.
    let metrics: [MetricDeclaration]

    init(_ input: ReportInput, level: Double, threshold: Double) {
        self.level = level
        self.threshold = threshold
        metrics = input.metrics
        let groups = RowGroups(input.rows)
        labels = groups.labels
        var panels = groups.panels.map { Panel($0, input: input, level: level) }
        // One family over all panels: the p-values in the order of the report.
        var values: [Double] = []
        var places: [(panel: Int, method: Int)] = []
        for panel in panels.indices {
            for method in panels[panel].methods.indices {
                guard let p = panels[panel].methods[method].difference?.p else { continue }
                values.append(p)
                places.append((panel, method))
            }
        }
        familySize = panels.reduce(0) { $0 + $1.contrasts.count }
        for (place, p) in zip(places, holmAdjusted(values, familySize: familySize)) {
            panels[place.panel].methods[place.method].adjustedP = p
        }
        var names: Set<String> = []
        for index in panels.indices {
            // Two labels may differ in punctuation alone.
            if !names.insert(panels[index].id).inserted { panels[index].id += "-\(index + 1)" }
            names.insert(panels[index].id)
        }
        for index in panels.indices { panels[index].markBest(level: level, threshold: threshold) }
        self.panels = panels
    }

    /// Whether a method differs from the baseline.
    func isSignificant(_ method: MethodSummary) -> Bool { method.adjustedP.map { $0 < threshold } ?? false }
}

/// What one panel is about.
struct PanelKey: Hashable {
    var dataset: String
    var model: String
}

/// The primary metric of a panel.
struct PrimaryMetric: Hashable {
    var id: String
    /// Nil for a metric that the program does not know.
    var direction: MetricDeclaration.Direction?

    /// `↑` where higher is better, `↓` where lower is.
    var arrow: String {
        switch direction {
        case .higher: " ↑"
        case .lower: " ↓"
        case nil: ""
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
