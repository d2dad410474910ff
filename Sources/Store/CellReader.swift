import GRDB
import Primitives
import Records

extension Store {
    /// Reads cells one by one from a snapshot: what other processes write meanwhile is not seen.
    ///
    /// `experiment` is an experiment's number, nil for all cells of the store. `body` must not use the store.
    public func readCells<Value>(
        experiment: Int?, _ body: (CellReader) throws(BenchError) -> Value
    ) throws(BenchError) -> Value {
        try read { database in try body(CellReader(database: database, experiment: experiment, path: path)) }
    }
}

/// Reads the cells of an experiment, or of a whole store, one by one.
public struct CellReader {
    /// In which order cells come.
    public enum Order: Sendable, Hashable {
        /// As the suite lists them, one for each of its places; only for an experiment.
        case position
        /// By identity, each once.
        case identity
    }

    /// What is read beside a cell's specification, status and digests.
    public struct Parts: OptionSet, Sendable {
        /// The bits.
        public let rawValue: Int
        /// Parts by their bits.
        public init(rawValue: Int) { self.rawValue = rawValue }
        /// The final metrics.
        public static let metrics = Parts(rawValue: 1)
        /// The learning curves.
        public static let curves = Parts(rawValue: 2)
        /// What the model says of held-out rows.
        public static let predictions = Parts(rawValue: 4)
        /// All of these.
        public static let all: Parts = [.metrics, .curves, .predictions]
    }

    fileprivate let database: Database
    fileprivate let experiment: Int?
    fileprivate let path: String

    private func translate<Value>(_ body: () throws -> Value) throws(BenchError) -> Value {
        do {
            return try body()
        } catch {
            throw StoreFailure.translate(error, path: path)
        }
    }

    /// The numbers of the cells, each once, as a subquery.
    private var cells: String {
        experiment == nil
            ? "SELECT id FROM cells"
            : "SELECT DISTINCT cell_id AS id FROM experiment_cells WHERE experiment_id = :experiment"
    }
    private var arguments: StatementArguments { experiment.map { ["experiment": $0] } ?? [] }

    /// How many different cells there are.
    public func count() throws(BenchError) -> Int {
        try translate {
            try Int.fetchOne(database, sql: "SELECT count(*) FROM (\(cells))", arguments: arguments) ?? 0
        }
    }

    /// The versions of the arithmetic that the cells are of, ascending.
    public func numericsVersions() throws(BenchError) -> [Int] {
        try translate {
            try Int.fetchAll(
                database,
                sql: """
                    SELECT DISTINCT numerics_version FROM configurations WHERE id IN (
                        SELECT configuration_id FROM cells WHERE id IN (\(cells))) ORDER BY 1
                    """, arguments: arguments)
        }
    }

    /// The metrics that the cells have, by part, then name.
    public func measures() throws(BenchError) -> [ResultTable.Measure] {
        try translate {
            let known = try Store.measures(in: database)
            let used = try StepCursor(
                database,
                """
                SELECT DISTINCT m.measure_id FROM current_attempts AS k
                JOIN metrics AS m ON m.attempt_id = k.attempt_id WHERE k.cell_id IN (\(cells))
                """, arguments)
            var measures: [ResultTable.Measure] = []
            while let row = try used.next() {
                guard let measure = known[row.integer(0)] else {
                    throw StoreFailure.damaged("a value of an unknown measure")
                }
                measures.append(measure)
            }
            return measures.sorted { ($0.part.order, $0.name) < ($1.part.order, $1.name) }
        }
    }

    /// The environments of the attempts that count, by their numbers.
    public func environments() throws(BenchError) -> [Int: Environment] {
        try translate {
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM environments WHERE id IN (
                        SELECT a.environment_id FROM current_attempts AS k
                        JOIN attempts AS a ON a.id = k.attempt_id WHERE k.cell_id IN (\(cells)))
                    """, arguments: arguments)
            return try Dictionary(
                rows.map { try ($0.get("id"), Store.environment($0)) },
                uniquingKeysWith: { first, _ in first }
            )
        }
    }

    /// Hands over every cell; memory does not grow with their number.
    public func forEach(
        order: Order, parts: Parts, _ body: (CellRecord) throws(BenchError) -> Void
    ) throws(BenchError) {
        try translate {
            let reader = try AttemptContents.Reader(database, parts: parts)
            let rows = try StepCursor(database, query(order), arguments)
            while let row = try rows.next() { try body(record(row, order, reader)) }
        }
    }

    private func query(_ order: Order) -> String {
        let columns = """
            c.identity, c.seed, f.specification_json, f.numerics_version, f.cost_in_passes, a.id,
            a.environment_id, (SELECT count(*) FROM attempts AS every WHERE every.cell_id = c.id)
            """
        let joins = """
            JOIN configurations AS f ON f.id = c.configuration_id
            LEFT JOIN current_attempts AS k ON k.cell_id = c.id LEFT JOIN attempts AS a ON a.id = k.attempt_id
            """
        switch order {
        case .position:
            precondition(experiment != nil, "only the cells of an experiment have positions")
            return """
                SELECT \(columns), ec.position, n.dataset_label, n.model_label, n.method_label
                FROM experiment_cells AS ec
                JOIN experiment_configurations AS n
                    ON n.experiment_id = ec.experiment_id AND n.number = ec.number
                JOIN cells AS c ON c.id = ec.cell_id \(joins)
                WHERE ec.experiment_id = :experiment ORDER BY ec.position
                """
        case .identity where experiment == nil:
            return "SELECT \(columns) FROM cells AS c \(joins) ORDER BY c.identity"
        case .identity:
            return "SELECT \(columns) FROM cells AS c \(joins) WHERE c.id IN (\(cells)) ORDER BY c.identity"
        }
    }

    private func record(_ row: StepRow, _ order: Order, _ reader: AttemptContents.Reader) throws -> CellRecord
    {
        let seed = row.integer(1)
        let specification = try SpecificationText(configuration: row.text(2), seed: seed)
        var record = try CellRecord(
            identity: CellIdentity(row.digest(0)), specification: specification.text, seed: seed,
            numericsVersion: row.integer(3), datasetHash: specification.datasetHash,
            attemptCount: row.integer(7))
        if order == .position {
            record.place = try CellRecord.Place(
                position: row.integer(8),
                labels: .init(
                    dataset: row.text(9), model: row.text(10), method: row.text(11),
                    costInPasses: row.real(4)))
        }
        if let attempt = row.optionalInteger(5) {
            let contents = try reader.contents(of: attempt)
            record.attempt = CellRecord.Attempt(
                id: attempt, startedAt: contents.startedAt, environment: row.integer(6),
                outcome: try contents.outcome)
        }
        return record
    }
}
