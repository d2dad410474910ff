import GRDB
import Primitives
import Records

extension Store {
    /// All experiments, oldest first: by the moment of their beginning, since numbers depend on the order of merges.
    public func experiments() throws(BenchError) -> [StoredExperiment] {
        try fetchExperiments(condition: "1 ORDER BY e.created_at, e.id", arguments: [])
    }

    /// The latest experiment of that name; nil when there is none.
    ///
    /// A nil name means the latest of all.
    public func latestExperiment(named name: String? = nil) throws(BenchError) -> StoredExperiment? {
        try fetchExperiments(
            condition: "(:name IS NULL OR e.name = :name) ORDER BY e.created_at DESC, e.id DESC LIMIT 1",
            arguments: ["name": name]
        ).first
    }

    /// The experiment with that number; nil when there is none.
    public func experiment(_ id: Int) throws(BenchError) -> StoredExperiment? {
        try fetchExperiments(condition: "e.id = ?", arguments: [id]).first
    }

    private func fetchExperiments(
        condition: String, arguments: StatementArguments
    ) throws(BenchError) -> [StoredExperiment] {
        try read { try Store.experiments(condition: condition, arguments: arguments, in: $0) }
    }

    static func experiments(
        condition: String, arguments: StatementArguments, in database: Database
    ) throws -> [StoredExperiment] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT v.*, e.id AS experiment_id, e.name, e.suite_path, e.suite_text, e.resolved_json,
                    e.baseline, e.primary_metrics_json, e.created_at
                FROM experiments AS e JOIN environments AS v ON v.id = e.environment_id WHERE \(condition)
                """,
            arguments: arguments)
        return try rows.map { row in
            guard case .object(let members) = try Store.parse(row.get("primary_metrics_json")) else {
                throw StoreFailure.damaged("an experiment's primary metrics")
            }
            let record = try ExperimentRecord(
                name: row.get("name"), suitePath: row.get("suite_path"), suiteText: row.get("suite_text"),
                resolved: Store.parse(row.get("resolved_json")), baseline: row.get("baseline"),
                primaryMetrics: members.compactMapValues(\.text))
            return try StoredExperiment(
                id: row.get("experiment_id"), createdAt: row.get("created_at"), record: record,
                environment: Store.environment(row))
        }
    }
}
