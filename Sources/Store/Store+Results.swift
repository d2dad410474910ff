import GRDB
import Primitives
import Records

extension Store {
    /// An experiment's cells in the suite's order, each with the attempt that counts; empty when there is no such
    /// experiment.
    ///
    /// A completed attempt counts before a diverged one before any other, among equals the latest. Cells without an
    /// attempt have a nil status. Metrics come by part (train, validation, test), then name.
    ///
    /// Where `program` is given, only attempts that the executable with that SHA-256 made are chosen from.
    public func results(experiment id: Int, program: Digest? = nil) throws(BenchError) -> ResultTable {
        try read { database in
            var reader = ResultReader(experiment: id, choice: .of(program), in: database)
            return try reader.table()
        }
    }

    /// An experiment's cells, each with the attempt that counts among those of other executables than the one with
    /// the SHA-256 `program`, and where there are none among its own; and at how many cells it is its own.
    public func results(
        experiment id: Int, preferringOthersTo program: Digest
    ) throws(BenchError) -> (table: ResultTable, own: Int) {
        try read { database in
            let choice = AttemptChoice.preferringOthers(program)
            var reader = ResultReader(experiment: id, choice: choice, in: database)
            let own = try Int.fetchOne(
                database,
                sql: """
                    SELECT count(*) FROM experiment_cells AS ec JOIN \(choice.table) AS r ON r.cell_id = ec.cell_id
                    JOIN attempts AS a ON a.id = r.attempt_id JOIN environments AS e ON e.id = a.environment_id
                    WHERE ec.experiment_id = ? AND e.binary_sha256 = ?
                    """, arguments: [id, program.hexadecimal])
            return (try reader.table(), own ?? 0)
        }
    }
}

/// Reads an experiment's results into columns.
///
/// Tables are read in the order of their keys, once, where the experiment's rows are a good part of them, and row
/// by row otherwise; a join would find each row by search.
private struct ResultReader {
    private let experiment: Int
    private let choice: AttemptChoice
    private let database: Database
    /// The cell's number of each row.
    private var cells: [Int] = []

    init(experiment: Int, choice: AttemptChoice, in database: Database) {
        self.experiment = experiment
        self.choice = choice
        self.database = database
    }

    mutating func table() throws -> ResultTable {
        var builder = ResultTable.Builder()
        var known: [Int: Int] = [:]
        let configurations = try StepCursor(
            database,
            """
            SELECT n.number, n.dataset_label, n.model_label, n.method_label, f.cost_in_passes
            FROM experiment_configurations AS n JOIN configurations AS f ON f.id = n.configuration_id
            WHERE n.experiment_id = ? ORDER BY n.number
            """, [experiment])
        while let row = try configurations.next() {
            known[row.integer(0)] = builder.labels.count
            try builder.labels.append(
                .init(
                    dataset: row.text(1), model: row.text(2), method: row.text(3), costInPasses: row.real(4)))
        }
        let count = try Int.fetchOne(
            database, sql: "SELECT count(*) FROM experiment_cells WHERE experiment_id = ?",
            arguments: [experiment])
        builder.reserveCapacity(count ?? 0)
        let rows = try StepCursor(
            database,
            """
            SELECT ec.position, ec.number, c.id, c.identity, c.seed
            FROM experiment_cells AS ec CROSS JOIN cells AS c ON c.id = ec.cell_id
            WHERE ec.experiment_id = ? ORDER BY ec.position
            """, [experiment])
        cells.reserveCapacity(count ?? 0)
        while let row = try rows.next() {
            guard let configuration = known[row.integer(1)] else {
                throw StoreFailure.damaged("a cell of an unknown configuration")
            }
            cells.append(row.integer(2))
            try builder.append(
                configuration: configuration, identity: CellIdentity(row.digest(3)), seed: row.integer(4),
                position: row.integer(0), status: nil)
        }
        let attempts = try readAttempts(into: &builder)
        try readDigests(of: attempts, into: &builder)
        try readMetrics(of: attempts, into: &builder)
        return builder.table()
    }

    /// The rows of each attempt.
    private func readAttempts(into builder: inout ResultTable.Builder) throws -> RowsByKey {
        var attempts = [Int](repeating: -1, count: cells.count)
        try RowsByKey(cells).read(
            "SELECT r.cell_id, a.id, a.status, a.cause, a.cpu_ns FROM \(choice.table) AS r "
                + "CROSS JOIN attempts AS a ON a.id = r.attempt_id", key: "r.cell_id", from: database
        ) { row, place in
            attempts[place] = row.integer(1)
            builder.set(
                status: try Store.status(row.text(2), cause: row.optionalText(3)),
                cpuNanoseconds: row.integer(4), row: place)
        }
        return RowsByKey(attempts)
    }

    private func readDigests(of attempts: RowsByKey, into builder: inout ResultTable.Builder) throws {
        try attempts.read(
            "SELECT attempt_id, sha256 FROM digests", key: "attempt_id", and: "kind = 'parameters'",
            from: database
        ) { row, place in builder.set(parametersDigest: try row.digest(1), row: place) }
    }

    private func readMetrics(of attempts: RowsByKey, into builder: inout ResultTable.Builder) throws {
        let measures = try Store.measures(in: database)
        var columns = [Int](repeating: -1, count: (measures.keys.max() ?? 0) + 1)
        try attempts.read(
            "SELECT attempt_id, measure_id, value, value_text FROM metrics", key: "attempt_id", from: database
        ) { row, place in
            let measure = row.integer(1)
            guard columns.indices.contains(measure), let name = measures[measure] else {
                throw StoreFailure.damaged("a metric of an unknown measure")
            }
            if columns[measure] < 0 { columns[measure] = builder.column(name) }
            try builder.set(row.number(2), row: place, column: columns[measure])
        }
    }
}
