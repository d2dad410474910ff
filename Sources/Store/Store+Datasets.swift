import GRDB
import Primitives
import Records

extension Store {
    /// The datasets that an experiment's cells use, in the order of their first cell.
    public func datasets(experiment id: Int) throws(BenchError) -> [DatasetRecord] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT d.*, u.dataset_label, t.corruptions_json, t.split_json, t.preprocessing_json,
                        t.resamples
                    FROM datasets AS d JOIN (
                        -- Configurations are numbered in the order of their first cell.
                        SELECT dataset_id, dataset_label, min(number) AS first FROM experiment_configurations
                        WHERE experiment_id = :id GROUP BY dataset_id, dataset_label
                    ) AS u ON u.dataset_id = d.id
                    LEFT JOIN experiment_treatments AS t
                        ON t.experiment_id = :id AND t.dataset_label = u.dataset_label
                    ORDER BY u.first
                    """,
                arguments: ["id": id])
            return try rows.map(Store.dataset)
        }
    }

    /// The dataset in a row of `datasets` with `dataset_label` and the columns of `experiment_treatments`.
    static func dataset(_ row: Row) throws -> DatasetRecord {
        func json(_ column: String) throws -> JSONValue {
            try (row.get(column) as String?).map(Store.parse) ?? .null
        }
        return try DatasetRecord(
            label: row.get("dataset_label"), kind: row.get("kind"),
            contentHash: Store.digest(row.get("content_sha256")),
            arguments: Store.parse(row.get("arguments_json")), rows: row.get("rows"),
            features: row.get("features"), classes: row.get("classes"), trainRows: row.get("train_rows"),
            validationRows: row.get("validation_rows"), testRows: row.get("test_rows"),
            treatment: .init(
                corruptions: json("corruptions_json"), split: json("split_json"),
                preprocessing: json("preprocessing_json"),
                resamples: (row.get("resamples") as Bool?) ?? true))
    }

    /// The dataset's row, made when it is new.
    static func identifier(of dataset: DatasetRecord, in database: Database) throws -> Int64 {
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
}
