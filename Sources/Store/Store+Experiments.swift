import GRDB
import Primitives
import Records

extension Store {
    /// Records a run of a suite with all its cells, in one transaction, and returns its number.
    ///
    /// `datasets` has one record per dataset label of `cells`, `costs` the declared forward-backward passes
    /// per step of each configuration of `cells`; a cell that the store knows already keeps its first cost. `createdAt` is in
    /// seconds since 1970, now when nil. Throws `.storeBusy` when it cannot be written.
    @discardableResult
    public func record(
        experiment: ExperimentRecord, environment: Environment, datasets: [DatasetRecord],
        cells: PlannedCells,
        costs: [Double], createdAt: Double? = nil
    ) throws(BenchError) -> Int {
        try write { database in
            let metrics = JSONValue.object(experiment.primaryMetrics.mapValues(JSONValue.string))
            try database.execute(
                sql: """
                    INSERT INTO experiments (name, suite_path, suite_sha256, suite_text, resolved_json,
                        baseline, primary_metrics_json, environment_id, created_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    experiment.name, experiment.suitePath, SHA256.hash(experiment.suiteText).hexadecimal,
                    experiment.suiteText, experiment.resolved.canonical, experiment.baseline,
                    metrics.canonical,
                    try Store.identifier(of: environment, in: database),
                    Timestamp.text(createdAt ?? Timestamp.now),
                ])
            let experimentID = database.lastInsertedRowID
            var datasetIDs: [String: Int64] = [:]
            for dataset in datasets {
                precondition(
                    datasetIDs[dataset.label] == nil, "two datasets are labelled \"\(dataset.label)\"")
                datasetIDs[dataset.label] = try Store.identifier(of: dataset, in: database)
                try database.execute(
                    sql: """
                        INSERT INTO experiment_treatments (experiment_id, dataset_label, corruptions_json,
                            split_json, preprocessing_json, resamples) VALUES (?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        experimentID, dataset.label, dataset.treatment.corruptions.canonical,
                        dataset.treatment.split.canonical, dataset.treatment.preprocessing.canonical,
                        dataset.treatment.resamples,
                    ])
            }
            let known = try database.makeStatement(sql: "SELECT 1 FROM cells WHERE identity = ?")
            let insertCell = try database.makeStatement(
                sql: """
                    INSERT INTO cells (identity, specification_json, numerics_version, seed, cost_in_passes)
                    VALUES (?, ?, ?, ?, ?)
                    """)
            let insertPlace = try database.makeStatement(
                sql: """
                    INSERT INTO experiment_cells (experiment_id, position, identity, dataset_label,
                        model_label, method_label, dataset_id) VALUES (?, ?, ?, ?, ?, ?, ?)
                    """)
            for cell in cells {
                let identity = cell.identity.description
                if try Int.fetchOne(known, arguments: [identity]) == nil {
                    let cost = costs[cells.configurationNumber(at: cell.position)]
                    try insertCell.execute(arguments: [
                        identity, cell.specification.canonical.canonical, cell.specification.numericsVersion,
                        cell.specification.seed, cost,
                    ])
                }
                guard let datasetID = datasetIDs[cell.datasetLabel] else {
                    preconditionFailure("no dataset is labelled \"\(cell.datasetLabel)\"")
                }
                try insertPlace.execute(arguments: [
                    experimentID, cell.position, identity, cell.datasetLabel, cell.modelLabel,
                    cell.methodLabel,
                    datasetID,
                ])
            }
            return Int(experimentID)
        }
    }

    /// All experiments, oldest first.
    public func experiments() throws(BenchError) -> [StoredExperiment] {
        try fetchExperiments(condition: "1 ORDER BY e.id", arguments: [])
    }

    /// The latest experiment of that name; nil when there is none.
    ///
    /// A nil name means the latest of all.
    public func latestExperiment(named name: String? = nil) throws(BenchError) -> StoredExperiment? {
        try fetchExperiments(
            condition: "(:name IS NULL OR e.name = :name) ORDER BY e.id DESC LIMIT 1",
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
        try read { database in
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

    private static func identifier(of dataset: DatasetRecord, in database: Database) throws -> Int64 {
        let arguments = dataset.arguments.canonical
        let find = """
            SELECT id FROM datasets WHERE content_sha256 = ? AND kind = ? AND arguments_json = ?
                AND train_rows = ? AND validation_rows = ? AND test_rows = ?
            """
        let key: StatementArguments = [
            dataset.contentHash.hexadecimal, dataset.kind, arguments, dataset.trainRows,
            dataset.validationRows,
            dataset.testRows,
        ]
        if let id = try Int64.fetchOne(database, sql: find, arguments: key) { return id }
        try database.execute(
            sql: """
                INSERT INTO datasets (content_sha256, kind, arguments_json, train_rows, validation_rows,
                    test_rows, rows, features, classes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: key + [dataset.rows, dataset.features, dataset.classes])
        return database.lastInsertedRowID
    }

    static func parse(_ text: String) throws -> JSONValue {
        do {
            return try JSONParser.parse(text)
        } catch {
            throw StoreFailure.damaged("a stored JSON text: \(error)")
        }
    }
}
