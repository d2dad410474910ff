import GRDB
import Primitives
import Records

/// Looks for one store's experiment in another, or copies it there.
struct ExperimentCopier {
    let source: Database
    let id: Int
    /// The other store's numbers of this one's environments, datasets, configurations and cells.
    let environments: [Int: Int64]
    let datasets: [Int: Int64]
    let configurations: [Int: Int64]
    let cells: [Int: Int64]

    /// A configuration under its names, in the other store's numbers.
    private struct Entry: Hashable {
        var configuration: Int64
        var dataset: Int64
        var labels: [String]
    }

    private static let texts =
        "name, suite_path, suite_sha256, suite_text, resolved_json, baseline, primary_metrics_json"
    private static let places =
        "SELECT position, cell_id, number FROM experiment_cells WHERE experiment_id = ? ORDER BY position"

    /// The first experiment of the same suite with the same cells; nil when there is none.
    func equal(in database: Database) throws -> Int64? {
        let condition = Self.texts.split(separator: ", ").map { "\($0) = ?" }.joined(separator: " AND ")
        let candidates = try Int64.fetchAll(
            database, sql: "SELECT id FROM experiments WHERE \(condition) ORDER BY id",
            arguments: StatementArguments(try texts()))
        return try candidates.first { try isEqual(to: $0, in: database) }
    }

    private func texts() throws -> [String] {
        guard
            let row = try StepCursor(source, "SELECT \(Self.texts) FROM experiments WHERE id = ?", [id])
                .next()
        else { throw StoreFailure.damaged("the experiment \(id) is missing") }
        return try (0..<7).map { try row.text($0) }
    }

    private func isEqual(to candidate: Int64, in database: Database) throws -> Bool {
        let ours = try entries()
        let theirs = try Self.entries(of: candidate, in: database)
        let ourPlaces = try StepCursor(source, Self.places, [id])
        let theirPlaces = try StepCursor(database, Self.places, [candidate])
        while let our = try ourPlaces.next() {
            guard let their = try theirPlaces.next(), our.integer(0) == their.integer(0),
                cells[our.integer(1)] == Int64(their.integer(1)),
                ours[our.integer(2)] == theirs[their.integer(2)]
            else { return false }
        }
        return try theirPlaces.next() == nil
    }

    /// The configurations by number, in the other store's numbers.
    private func entries() throws -> [Int: Entry] {
        try Self.entries(of: Int64(id), in: source).mapValues { entry in
            guard let configuration = configurations[Int(entry.configuration)],
                let dataset = datasets[Int(entry.dataset)]
            else { throw StoreFailure.damaged("an experiment of an unknown configuration") }
            return Entry(configuration: configuration, dataset: dataset, labels: entry.labels)
        }
    }

    private static func entries(of id: Int64, in database: Database) throws -> [Int: Entry] {
        var entries: [Int: Entry] = [:]
        let cursor = try StepCursor(
            database,
            """
            SELECT number, configuration_id, dataset_id, dataset_label, model_label, method_label
            FROM experiment_configurations WHERE experiment_id = ?
            """, [id])
        while let row = try cursor.next() {
            entries[row.integer(0)] = try Entry(
                configuration: Int64(row.integer(1)), dataset: Int64(row.integer(2)),
                labels: [row.text(3), row.text(4), row.text(5)])
        }
        return entries
    }

    /// The number of the copy.
    func copy(into database: Database) throws -> Int64 {
        guard
            let row = try StepCursor(
                source, "SELECT environment_id, created_at FROM experiments WHERE id = ?", [id]
            ).next(), let environment = environments[row.integer(0)]
        else { throw StoreFailure.damaged("an experiment of an unknown environment") }
        var arguments = StatementArguments(try texts())
        arguments += [environment, try row.text(1)] as StatementArguments
        try database.execute(
            sql: """
                INSERT INTO experiments (\(Self.texts), environment_id, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, arguments: arguments)
        let copy = database.lastInsertedRowID
        let treatments = try StepCursor(
            source,
            """
            SELECT dataset_label, corruptions_json, split_json, preprocessing_json, resamples
            FROM experiment_treatments WHERE experiment_id = ? ORDER BY dataset_label
            """, [id])
        while let row = try treatments.next() {
            try Store.insert(
                .init(
                    corruptions: Store.parse(row.text(1)), split: Store.parse(row.text(2)),
                    preprocessing: Store.parse(row.text(3)), resamples: row.integer(4) != 0),
                of: row.text(0), experiment: copy, in: database)
        }
        for (number, entry) in try entries().sorted(by: { $0.key < $1.key }) {
            try database.cachedStatement(sql: Store.insertExperimentConfiguration).execute(arguments: [
                copy, number, entry.configuration, entry.labels[0], entry.labels[1], entry.labels[2],
                entry.dataset,
            ])
        }
        let insertPlace = try database.makeStatement(sql: Store.insertExperimentCell)
        let places = try StepCursor(source, Self.places, [id])
        while let row = try places.next() {
            guard let cell = cells[row.integer(1)] else {
                throw StoreFailure.damaged("an experiment of an unknown cell")
            }
            insertPlace.setUncheckedArguments([copy, row.integer(0), cell, row.integer(2)])
            try insertPlace.execute()
        }
        return copy
    }
}
