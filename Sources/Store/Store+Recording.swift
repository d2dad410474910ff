import GRDB
import Primitives
import Records

extension Store {
    /// Records a run of a suite with all its cells, in one transaction, and returns its number.
    ///
    /// `datasets` has one record per dataset label of `cells`, `costs` the declared forward-backward passes
    /// per step of each configuration of `cells`; a configuration that the store knows already keeps its first
    /// cost. `createdAt` is in seconds since 1970, now when nil. Throws `.storeBusy` when it cannot be written.
    @discardableResult
    public func record(
        experiment: ExperimentRecord, environment: Environment, datasets: [DatasetRecord],
        cells: PlannedCells, costs: [Double], createdAt: Double? = nil
    ) throws(BenchError) -> Int {
        try write { database in
            try Store.withLargeCache(database, rows: cells.count) {
                let id = try Store.insert(
                    experiment, environment: Store.identifier(of: environment, in: database),
                    createdAt: Timestamp.text(createdAt ?? Timestamp.now), in: database)
                var datasetIDs: [String: Int64] = [:]
                for dataset in datasets {
                    precondition(
                        datasetIDs[dataset.label] == nil, "two datasets are labelled \"\(dataset.label)\"")
                    datasetIDs[dataset.label] = try Store.identifier(of: dataset, in: database)
                    try Store.insert(dataset.treatment, of: dataset.label, experiment: id, in: database)
                }
                var configurations: [(id: Int64, isNew: Bool)] = []
                for (number, entry) in cells.configurations.enumerated() {
                    guard let dataset = datasetIDs[entry.datasetLabel] else {
                        preconditionFailure("no dataset is labelled \"\(entry.datasetLabel)\"")
                    }
                    let configuration = try Store.identifier(
                        of: entry.configuration, cost: costs[number], in: database)
                    configurations.append(configuration)
                    try database.cachedStatement(sql: Store.insertExperimentConfiguration).execute(
                        arguments: [
                            id, number, configuration.id, entry.datasetLabel, entry.modelLabel,
                            entry.methodLabel,
                            dataset,
                        ])
                }
                let inserter = try CellInserter(database)
                let insertPlace = try database.makeStatement(sql: Store.insertExperimentCell)
                for (position, identity) in cells.identities.enumerated() {
                    let number = cells.configurationNumber(at: position)
                    let cell = try inserter.identifier(
                        of: identity.description, configuration: configurations[number].id,
                        seed: cells.seed(at: position), isExpected: !configurations[number].isNew)
                    insertPlace.setUncheckedArguments([id, position, cell, number])
                    try insertPlace.execute()
                }
                return Int(id)
            }
        }
    }

    static let insertExperimentConfiguration = """
        INSERT INTO experiment_configurations (experiment_id, number, configuration_id, dataset_label,
            model_label, method_label, dataset_id) VALUES (?, ?, ?, ?, ?, ?, ?)
        """
    static let insertExperimentCell = """
        INSERT INTO experiment_cells (experiment_id, position, cell_id, number) VALUES (?, ?, ?, ?)
        """

    /// A new experiment's number.
    static func insert(
        _ experiment: ExperimentRecord, environment: Int64, createdAt: String, in database: Database
    ) throws -> Int64 {
        let metrics = JSONValue.object(experiment.primaryMetrics.mapValues(JSONValue.string))
        try database.execute(
            sql: """
                INSERT INTO experiments (name, suite_path, suite_sha256, suite_text, resolved_json,
                    baseline, primary_metrics_json, environment_id, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                experiment.name, experiment.suitePath, SHA256.hash(experiment.suiteText).hexadecimal,
                experiment.suiteText, experiment.resolved.canonical, experiment.baseline, metrics.canonical,
                environment, createdAt,
            ])
        return database.lastInsertedRowID
    }

    static func insert(
        _ treatment: DatasetRecord.Treatment, of label: String, experiment: Int64, in database: Database
    ) throws {
        try database.execute(
            sql: """
                INSERT INTO experiment_treatments (experiment_id, dataset_label, corruptions_json,
                    split_json, preprocessing_json, resamples) VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                experiment, label, treatment.corruptions.canonical, treatment.split.canonical,
                treatment.preprocessing.canonical, treatment.resamples,
            ])
    }

    /// The configuration's row, made when it is new.
    private static func identifier(
        of configuration: CellConfiguration, cost: Double, in database: Database
    ) throws -> (id: Int64, isNew: Bool) {
        let text = configuration.canonical.canonical
        return try identifier(
            ofConfiguration: SHA256.hash(text).hexadecimal, text: text,
            numericsVersion: configuration.specification(seed: 0).numericsVersion, cost: cost, in: database)
    }

    /// The row of the configuration with that SHA-256, made when it is new.
    static func identifier(
        ofConfiguration hash: String, text: String, numericsVersion: Int, cost: Double, in database: Database
    ) throws -> (id: Int64, isNew: Bool) {
        let find = try database.cachedStatement(sql: "SELECT id FROM configurations WHERE sha256 = ?")
        if let id = try Int64.fetchOne(find, arguments: [hash]) { return (id, false) }
        try database.cachedStatement(
            sql: """
                INSERT INTO configurations (sha256, specification_json, numerics_version, cost_in_passes)
                VALUES (?, ?, ?, ?)
                """
        ).execute(arguments: [hash, text, numericsVersion, cost])
        return (database.lastInsertedRowID, true)
    }

    /// Runs `body` with a page cache that holds the index of identities: these come in random order, and every
    /// page of the index would be written many times.
    static func withLargeCache<Value>(
        _ database: Database, rows: Int, _ body: () throws -> Value
    ) throws -> Value {
        guard rows > 20_000 else { return try body() }
        let usual = try Int.fetchOne(database, sql: "PRAGMA cache_size") ?? -2000
        try database.execute(sql: "PRAGMA cache_size = -120000")
        defer { try? database.execute(sql: "PRAGMA cache_size = \(usual)") }
        return try body()
    }
}

/// Finds the rows of cells, making those that are new.
struct CellInserter {
    private let database: Database
    private let find: Statement
    private let insert: Statement

    init(_ database: Database) throws {
        self.database = database
        find = try database.makeStatement(sql: "SELECT id FROM cells WHERE identity = ?")
        insert = try database.makeStatement(
            sql: """
                INSERT INTO cells (identity, configuration_id, seed) VALUES (?, ?, ?)
                ON CONFLICT (identity) DO NOTHING
                """)
    }

    /// `isExpected`: whether the cell is likely there already; it only decides what is tried first.
    func identifier(of identity: String, configuration: Int64, seed: Int, isExpected: Bool) throws -> Int64 {
        if isExpected, let id = try id(of: identity) { return id }
        insert.setUncheckedArguments([identity, configuration, seed])
        do {
            try insert.execute()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            throw StoreFailure.damaged("the cell \(identity) (seed \(seed)) is stored under another identity")
        }
        if database.changesCount == 0, let id = try id(of: identity) { return id }
        return database.lastInsertedRowID
    }

    private func id(of identity: String) throws -> Int64? {
        find.setUncheckedArguments([identity])
        return try Int64.fetchOne(find)
    }
}
