import Records

/// The rows of a result table by dataset and model, then by method, everything in the suite's order.
///
/// Names are compared once per configuration and not once per row: a table may have a million rows.
struct RowGroups {
    /// The rows of a method in a panel.
    struct Method {
        var label: String
        var rows: [Int] = []
    }

    /// The rows of a dataset with a model.
    struct Panel {
        var key: PanelKey
        var methods: [Method] = []
    }

    private(set) var panels: [Panel] = []
    /// The names of the configurations, in the order of their first row.
    private(set) var labels: [ResultTable.Labels] = []

    init(_ table: ResultTable) {
        var places = [(panel: Int, method: Int)?](repeating: nil, count: table.labels.count)
        var panelPlaces: [PanelKey: Int] = [:]
        var methodPlaces: [[String: Int]] = []
        for row in Self.order(table) {
            let number = table.configurationNumber(of: row)
            if places[number] == nil {
                let names = table.labels[number]
                labels.append(names)
                let key = PanelKey(dataset: names.dataset, model: names.model)
                if panelPlaces[key] == nil {
                    panelPlaces[key] = panels.count
                    panels.append(Panel(key: key))
                    methodPlaces.append([:])
                }
                let panel = panelPlaces[key]!
                if methodPlaces[panel][names.method] == nil {
                    methodPlaces[panel][names.method] = panels[panel].methods.count
                    panels[panel].methods.append(Method(label: names.method))
                }
                places[number] = (panel, methodPlaces[panel][names.method]!)
            }
            let place = places[number]!
            panels[place.panel].methods[place.method].rows.append(row)
        }
    }

    /// The rows by position, then seed: as a store gives them, almost always.
    private static func order(_ table: ResultTable) -> [Int] {
        func isBefore(_ a: Int, _ b: Int) -> Bool {
            (table.position(of: a), table.seed(of: a)) < (table.position(of: b), table.seed(of: b))
        }
        let rows = Array(table.indices)
        let isSorted = !rows.dropFirst().contains { isBefore($0, $0 - 1) }
        return isSorted ? rows : rows.sorted(by: isBefore)
    }
}
