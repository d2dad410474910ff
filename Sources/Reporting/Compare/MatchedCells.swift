import Records

/// The cells of two experiments, matched by dataset, model, method and seed.
struct MatchedCells {
    /// A row of each experiment, as their tables count.
    struct Pair {
        var first: Int
        var second: Int
    }

    /// A method in a panel: its pairs, and the rows without a partner.
    struct Method {
        var labels: ResultTable.Labels
        var pairs: [Pair] = []
        var onlyFirst: [Int] = []
        var onlySecond: [Int] = []
    }

    /// A dataset with a model.
    struct Panel {
        var key: PanelKey
        var methods: [Method] = []
    }

    /// In the order of the second experiment, then what only the first one has.
    private(set) var panels: [Panel] = []
    let first: ResultTable
    let second: ResultTable

    init(_ first: ResultTable, _ second: ResultTable) {
        self.first = first
        self.second = second
        var places: [PanelKey: Int] = [:]
        var methodPlaces: [[String: Int]] = []
        func place(_ key: PanelKey, _ method: String, _ labels: ResultTable.Labels) -> (Int, Int) {
            if places[key] == nil {
                places[key] = panels.count
                panels.append(Panel(key: key))
                methodPlaces.append([:])
            }
            let panel = places[key]!
            if methodPlaces[panel][method] == nil {
                methodPlaces[panel][method] = panels[panel].methods.count
                panels[panel].methods.append(Method(labels: labels))
            }
            return (panel, methodPlaces[panel][method]!)
        }
        for panel in RowGroups(second).panels {
            for method in panel.methods {
                guard let row = method.rows.first else { continue }
                let (p, m) = place(panel.key, method.label, second[row].labels)
                panels[p].methods[m].onlySecond = method.rows
            }
        }
        for panel in RowGroups(first).panels {
            for method in panel.methods {
                guard let row = method.rows.first else { continue }
                let (p, m) = place(panel.key, method.label, first[row].labels)
                Self.match(method.rows, of: first, with: second, in: &panels[p].methods[m])
            }
        }
    }

    /// Pairs rows by seed; a seed that one side has twice is matched once, with its first row.
    private static func match(
        _ rows: [Int], of first: ResultTable, with second: ResultTable, in method: inout Method
    ) {
        var partners: [Int: Int] = [:]
        for row in method.onlySecond.reversed() { partners[second.seed(of: row)] = row }
        var used: Set<Int> = []
        for row in rows {
            if let partner = partners.removeValue(forKey: first.seed(of: row)) {
                method.pairs.append(Pair(first: row, second: partner))
                used.insert(partner)
            } else {
                method.onlyFirst.append(row)
            }
        }
        method.onlySecond.removeAll { used.contains($0) }
    }

    /// How many cells have a partner.
    var count: Int { panels.reduce(0) { $0 + $1.methods.reduce(0) { $0 + $1.pairs.count } } }

    /// Whether both cells were completed with the same parameters and the same bits in every metric of both.
    func areIdentical(_ pair: Pair) -> Bool {
        guard first.kind(of: pair.first) == .completed, second.kind(of: pair.second) == .completed else {
            return false
        }
        let (a, b) = (first[pair.first], second[pair.second])
        guard a.parametersDigest == b.parametersDigest, a.parametersDigest != nil else { return false }
        for (column, measure) in first.measures.enumerated() {
            guard let other = second.column(measure) else { continue }
            let values = (
                first.value(row: pair.first, column: column), second.value(row: pair.second, column: other)
            )
            // What one program measures and the other does not is no difference of the cell.
            guard let x = values.0, let y = values.1 else { continue }
            if x.bitPattern != y.bitPattern { return false }
        }
        return true
    }

    /// The configurations that have the same names and different specifications, in the order of the panels.
    var changedConfigurations: [ChangedConfiguration] {
        panels.flatMap(\.methods).compactMap { method in
            guard
                let pair = method.pairs.first(where: {
                    first[$0.first].identity != second[$0.second].identity
                })
            else { return nil }
            return ChangedConfiguration(
                labels: method.labels, first: first[pair.first].identity,
                second: second[pair.second].identity)
        }
    }
}
