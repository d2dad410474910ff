import Primitives
import Records

extension GateMeasurements {
    /// What a store has of a suite's cells.
    ///
    /// `specifications` gives the canonical configuration (without a seed) of each of the table's labels, by
    /// number. Of the metrics only `measures` are kept. Cells that have not been run are left out, and so are
    /// configurations without a cell. Throws `.usage` where a dataset, model and method are not one
    /// configuration for all seeds.
    public init(
        suite: String, programVersion: String, numericsVersion: Int, results: ResultTable,
        specifications: [JSONValue], measures: [ResultTable.Measure],
        costs: [Labels: [GateRules.Cost: [Double]]] = [:]
    ) throws(BenchError) {
        precondition(specifications.count == results.labels.count, "a specification for each configuration")
        var columns: [(measure: ResultTable.Measure, column: Int)] = []
        for measure in measures {
            if let column = results.column(measure) { columns.append((measure, column)) }
        }
        var cells = [[Cell]](repeating: [], count: specifications.count)
        for row in results {
            guard let status = row.status else { continue }
            var values: [ResultTable.Measure: Double] = [:]
            if status.kind == .completed {
                for (measure, column) in columns {
                    values[measure] = results.value(row: row.index, column: column)
                }
            }
            cells[results.configurationNumber(of: row.index)].append(
                Cell(
                    seed: row.seed, identity: row.identity, status: status, values: values,
                    parametersDigest: row.parametersDigest))
        }
        var known: [Labels: Int] = [:]
        var configurations: [Configuration] = []
        for (number, names) in results.labels.enumerated() where !cells[number].isEmpty {
            let labels = Labels(dataset: names.dataset, model: names.model, method: names.method)
            guard known.updateValue(number, forKey: labels) == nil else {
                throw BenchError(
                    .usage, "\(labels) is another configuration for some seeds than for others",
                    remedy: "gate a suite whose overrides say nothing of seeds: a gate compares seeds with "
                        + "each other")
            }
            configurations.append(
                Configuration(
                    labels: labels, specification: specifications[number],
                    cells: cells[number].sorted { $0.seed < $1.seed }, costs: costs[labels] ?? [:]))
        }
        self.init(
            suite: suite, programVersion: programVersion, numericsVersion: numericsVersion,
            configurations: configurations.sorted { $0.labels < $1.labels })
    }
}
