import GRDB
import Primitives
import Records

extension Store {
    /// The cells whose identity begins with these hexadecimal digits, in the order of identities.
    ///
    /// Throws `.data` where a stored specification does not have the identity that it is stored under.
    public func cells(matching prefix: String, limit: Int = .max) throws(BenchError) -> [StoredCell] {
        let prefix = prefix.lowercased()
        guard prefix.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) else {
            return []
        }
        return try read { database in
            let cursor = try StepCursor(
                database,
                """
                SELECT c.identity, f.specification_json, f.sha256, c.seed, f.numerics_version, f.cost_in_passes
                FROM cells AS c JOIN configurations AS f ON f.id = c.configuration_id
                WHERE c.identity >= ?1 AND c.identity < ?1 || 'g' ORDER BY c.identity LIMIT ?2
                """, [prefix, limit])
            var cells: [StoredCell] = []
            while let row = try cursor.next() {
                let seed = row.integer(3)
                let cell = try StoredCell(
                    identity: CellIdentity(row.digest(0)),
                    specification: SeedMember.inserted(seed, into: row.text(1)),
                    configuration: row.digest(2), seed: seed, numericsVersion: row.integer(4),
                    costInPasses: row.real(5))
                guard SHA256.hash(cell.specification) == cell.identity.digest else {
                    throw StoreFailure.damaged("the cell \(cell.identity) has another specification")
                }
                cells.append(cell)
            }
            return cells
        }
    }

    /// A cell's canonical specification; nil when the store does not know the cell.
    public func specification(of identity: CellIdentity) throws(BenchError) -> JSONValue? {
        guard let cell = try cells(matching: identity.description).first else { return nil }
        do {
            return try Store.parse(cell.specification)
        } catch {
            throw StoreFailure.translate(error, path: path)
        }
    }

    /// Where experiments ask for a cell, oldest experiment first.
    public func places(of identity: CellIdentity) throws(BenchError) -> [CellPlace] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT ec.experiment_id, ec.position, n.dataset_label, n.model_label, n.method_label,
                        f.cost_in_passes, d.*, t.corruptions_json, t.split_json, t.preprocessing_json, t.resamples
                    FROM cells AS c
                    JOIN experiment_cells AS ec ON ec.cell_id = c.id
                    JOIN experiments AS e ON e.id = ec.experiment_id
                    JOIN experiment_configurations AS n
                        ON n.experiment_id = ec.experiment_id AND n.number = ec.number
                    JOIN configurations AS f ON f.id = n.configuration_id
                    JOIN datasets AS d ON d.id = n.dataset_id
                    LEFT JOIN experiment_treatments AS t
                        ON t.experiment_id = ec.experiment_id AND t.dataset_label = n.dataset_label
                    WHERE c.identity = ? ORDER BY e.created_at, e.id, ec.position
                    """,
                arguments: [identity.description])
            return try rows.map { row in
                let id: Int = try row.get("experiment_id")
                guard
                    let experiment = try Store.experiments(
                        condition: "e.id = ?", arguments: [id], in: database
                    ).first
                else { throw StoreFailure.damaged("the experiment \(id) is missing") }
                return try CellPlace(
                    experiment: experiment, position: row.get("position"), labels: Store.labels(row),
                    dataset: Store.dataset(row))
            }
        }
    }

    /// The configurations that an experiment asked for, in the order of their numbers.
    public func predecessors(experiment id: Int) throws(BenchError) -> [StoredConfiguration] {
        try read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT n.dataset_label, n.model_label, n.method_label, f.cost_in_passes, f.sha256,
                        f.specification_json
                    FROM experiment_configurations AS n JOIN configurations AS f ON f.id = n.configuration_id
                    WHERE n.experiment_id = ? ORDER BY n.number
                    """,
                arguments: [id])
            var configurations: [StoredConfiguration] = []
            while let row = try rows.next() {
                try configurations.append(
                    StoredConfiguration(
                        labels: Store.labels(row), digest: Store.digest(row.get("sha256")),
                        specification: row.get("specification_json")))
            }
            return configurations
        }
    }

    static func labels(_ row: Row) throws -> ResultTable.Labels {
        try .init(
            dataset: row.get("dataset_label"), model: row.get("model_label"), method: row.get("method_label"),
            costInPasses: row.get("cost_in_passes"))
    }
}
