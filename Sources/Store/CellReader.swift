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
        public let rawValue: Int
        /// Parts by their bits.
        public init(rawValue: Int) { self.rawValue = rawValue }
        /// The final metrics.
        public static let metrics = Parts(rawValue: 1)
        /// The learning curves.
        public static let curves = Parts(rawValue: 2)
        /// What the model says of held-out rows.
        public static let predictions = Parts(rawValue: 4)
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
            let known = try AttemptValues.measures(in: database)
            let used = try Int64.fetchAll(
                database,
                sql: """
                    SELECT DISTINCT m.measure_id FROM current_attempts AS k
                    JOIN metrics AS m ON m.attempt_id = k.attempt_id WHERE k.cell_id IN (\(cells))
                    """, arguments: arguments)
            return used.compactMap { known[$0] }.sorted { AttemptValues.precedes($0, $1) }
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
            let values = try AttemptValues(database: database, parts: parts)
            let rows = try Row.fetchCursor(database, sql: query(order), arguments: arguments)
            while let row = try rows.next() { try body(record(row, order, values)) }
        }
    }

    private func query(_ order: Order) -> String {
        let columns = """
            c.id, c.identity, c.seed, g.specification_json, g.numerics_version, g.cost_in_passes, a.id,
            a.environment_id, a.status, a.cause, a.started_at, a.wall_ns, a.cpu_ns, a.peak_bytes,
            (SELECT count(*) FROM attempts AS every WHERE every.cell_id = c.id)
            """
        let joins = """
            JOIN configurations AS g ON g.id = c.configuration_id
            LEFT JOIN current_attempts AS k ON k.cell_id = c.id LEFT JOIN attempts AS a ON a.id = k.attempt_id
            """
        switch order {
        case .position:
            precondition(experiment != nil, "only the cells of an experiment have positions")
            return """
                SELECT \(columns), ec.position, x.dataset_label, x.model_label, x.method_label
                FROM experiment_cells AS ec
                JOIN experiment_configurations AS x
                    ON x.experiment_id = ec.experiment_id AND x.number = ec.number
                JOIN cells AS c ON c.id = ec.cell_id \(joins)
                WHERE ec.experiment_id = :experiment ORDER BY ec.position
                """
        case .identity:
            return "SELECT \(columns) FROM cells AS c \(joins) WHERE c.id IN (\(cells)) ORDER BY c.identity"
        }
    }

    private func record(_ row: Row, _ order: Order, _ values: AttemptValues) throws -> CellRecord {
        let seed: Int = try row.decode(atIndex: 2)
        let specification = try SpecificationText(configuration: row.decode(atIndex: 3), seed: seed)
        guard let digest = Digest(hexadecimal: try row.decode(atIndex: 1)) else {
            throw StoreFailure.damaged("a cell's identity")
        }
        var record = try CellRecord(
            identity: CellIdentity(digest), specification: specification.text, seed: seed,
            numericsVersion: row.decode(atIndex: 4), datasetHash: specification.datasetHash,
            attemptCount: row.decode(atIndex: 14))
        if order == .position {
            record.place = try CellRecord.Place(
                position: row.decode(atIndex: 15),
                labels: .init(
                    dataset: row.decode(atIndex: 16), model: row.decode(atIndex: 17),
                    method: row.decode(atIndex: 18), costInPasses: row.decode(atIndex: 5)))
        }
        if let attempt: Int64 = try row.decode(atIndex: 6) {
            let started: String = try row.decode(atIndex: 10)
            guard let kind = Status.Kind(rawValue: try row.decode(atIndex: 8)) else {
                throw StoreFailure.damaged("the status of attempt \(attempt)")
            }
            guard let startedAt = Timestamp.seconds(started) else {
                throw StoreFailure.damaged("the moment \"\(started)\"")
            }
            var outcome = Outcome(
                status: Status(kind: kind, cause: try row.decode(atIndex: 9)), startedAt: startedAt,
                wallNanoseconds: try row.decode(atIndex: 11), cpuNanoseconds: try row.decode(atIndex: 12),
                peakBytes: try row.decode(atIndex: 13))
            try values.read(attempt, into: &outcome)
            record.attempt = CellRecord.Attempt(
                id: Int(attempt), startedAt: started, environment: try row.decode(atIndex: 7),
                outcome: outcome)
        }
        return record
    }
}
