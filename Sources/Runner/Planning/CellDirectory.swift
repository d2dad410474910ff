import Primitives
import Records
import Suites

/// Cells by the names that a selection may say.
public struct CellDirectory: Sendable {
    /// The entries of an axis: labels in the order of their first cell, and what a grid was expanded from.
    struct Axis: Sendable {
        private(set) var labels: [String] = []
        private(set) var groups: [String] = []
        private var places: [String: Int] = [:]

        /// The place of a label, added when it is new.
        mutating func place(_ label: String, group: @autoclosure () -> String) -> Int {
            if let place = places[label] { return place }
            places[label] = labels.count
            labels.append(label)
            groups.append(group())
            return labels.count - 1
        }
    }

    /// Where a configuration stands on each axis.
    struct Place: Sendable {
        var dataset: Int
        var model: Int
        var method: Int
    }

    private(set) var datasets = Axis()
    private(set) var models = Axis()
    private(set) var methods = Axis()
    /// By the configuration's number.
    private(set) var places: [Place] = []
    /// How many cells there are.
    let count: Int
    let configuration: @Sendable (Int) -> Int
    let seed: @Sendable (Int) -> Int
    let identity: @Sendable (Int) -> CellIdentity

    /// The cells of a suite.
    public init(_ plan: SuitePlan) {
        let cells = plan.cells
        count = cells.count
        configuration = { cells.configurationNumber(at: $0) }
        seed = { cells.seed(at: $0) }
        identity = { cells.identities[$0] }
        func groups(_ entries: [(label: String, group: String)]) -> [String: String] {
            Dictionary(entries.map { ($0.label, $0.group) }, uniquingKeysWith: { first, _ in first })
        }
        let ofDatasets = groups(plan.suite.datasets.map { ($0.label, $0.group) })
        let ofModels = groups(plan.suite.models.map { ($0.label, $0.group) })
        let ofMethods = groups(plan.suite.stacks.map { ($0.label, $0.group) })
        for entry in cells.configurations {
            let (dataset, model, method) = (entry.datasetLabel, entry.modelLabel, entry.methodLabel)
            places.append(
                Place(
                    dataset: datasets.place(dataset, group: ofDatasets[dataset] ?? dataset),
                    model: models.place(model, group: ofModels[model] ?? model),
                    method: methods.place(method, group: ofMethods[method] ?? method)))
        }
    }

    /// The cells of a stored experiment; what a grid was expanded from is read off the labels.
    public init(_ table: ResultTable) {
        count = table.count
        configuration = { table.configurationNumber(of: $0) }
        seed = { table[$0].seed }
        identity = { table[$0].identity }
        for labels in table.labels {
            places.append(
                Place(
                    dataset: datasets.place(labels.dataset, group: Self.group(labels.dataset)),
                    model: models.place(labels.model, group: Self.group(labels.model)),
                    method: methods.place(labels.method, group: Self.group(labels.method))))
        }
    }

    /// A label without the parameters that a grid gave it: `dropout` of `dropout rate=0.2`.
    static func group(_ label: String) -> String {
        var parts: [[Substring]] = [[]]
        var isSkipping = false
        for word in label.split(separator: " ", omittingEmptySubsequences: false) {
            if word == "+" {
                parts.append([])
                isSkipping = false
            } else if !isSkipping {
                // What follows a parameter belongs to its value, up to the next method.
                isSkipping = word.contains("=") && !parts[parts.count - 1].isEmpty
                if !isSkipping { parts[parts.count - 1].append(word) }
            }
        }
        return parts.map { $0.joined(separator: " ") }.joined(separator: " + ")
    }

    /// The places of the first cell of each identity.
    var distinctPositions: [Int] {
        var seen = Set<CellIdentity>(minimumCapacity: count)
        return (0..<count).filter { seen.insert(identity($0)).inserted }
    }
}
