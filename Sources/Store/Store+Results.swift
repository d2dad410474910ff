import GRDB
import Primitives
import Records

extension Store {
    /// An experiment's cells in the suite's order, each with its latest attempt; empty when there is no such
    /// experiment.
    ///
    /// The latest attempt counts, whatever it and earlier ones gave: a completed attempt that later failed
    /// shows as failed. Cells without an attempt have a nil status. Metrics come by part (train, validation,
    /// test), then name.
    public func results(experiment id: Int) throws(BenchError) -> ResultTable {
        try read { database in
            let metrics = try Store.latestMetrics(experiment: id, in: database)
            let cursor = try Row.fetchCursor(
                database,
                sql: """
                    SELECT ec.position, ec.identity, ec.dataset_label, ec.model_label, ec.method_label,
                        c.seed, c.cost_in_passes, a.id AS attempt_id, a.status, a.cause, a.cpu_ns, d.sha256
                    FROM experiment_cells AS ec
                    JOIN cells AS c ON c.identity = ec.identity
                    LEFT JOIN attempts AS a
                        ON a.id = \(Store.latestAttempt)
                    LEFT JOIN digests AS d ON d.attempt_id = a.id AND d.kind = 'parameters'
                    WHERE ec.experiment_id = ? ORDER BY ec.position
                    """,
                arguments: [id])
            var entries: [ResultTable.Entry] = []
            while let row = try cursor.next() {
                let attempt: Int64? = try row.get("attempt_id")
                let status: String? = try row.get("status")
                try entries.append(
                    ResultTable.Entry(
                        labels: .init(
                            dataset: row.get("dataset_label"), model: row.get("model_label"),
                            method: row.get("method_label"), costInPasses: row.get("cost_in_passes")),
                        identity: CellIdentity(Store.digest(row.get("identity"))), seed: row.get("seed"),
                        position: row.get("position"),
                        status: try status.map { try Store.status($0, cause: row.get("cause")) },
                        metrics: attempt.flatMap { metrics[$0] } ?? [],
                        parametersDigest: (row.get("sha256") as String?).map(Store.digest),
                        cpuNanoseconds: row.get("cpu_ns")))
            }
            return ResultTable(entries)
        }
    }

    /// The learning curves of a cell's latest attempt, by epoch, part and name; empty when there is none.
    public func curves(_ identity: CellIdentity) throws(BenchError) -> [CurvePoint] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT epoch, part, name, value, value_text FROM curves
                    WHERE attempt_id = (SELECT max(id) FROM attempts WHERE identity = ?)
                    ORDER BY epoch, \(Store.partOrder), name
                    """,
                arguments: [identity.description])
            return try rows.map { row in
                try CurvePoint(
                    epoch: row.get("epoch"), part: Store.part(row.get("part")), name: row.get("name"),
                    value: StoredNumber.value(row.get("value"), text: row.get("value_text")))
            }
        }
    }

    /// The datasets that an experiment's cells use, in the order of their first cell.
    public func datasets(experiment id: Int) throws(BenchError) -> [DatasetRecord] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT d.*, u.dataset_label, t.corruptions_json, t.split_json, t.preprocessing_json,
                        t.resamples
                    FROM datasets AS d JOIN (
                        SELECT dataset_id, dataset_label, min(position) AS first FROM experiment_cells
                        WHERE experiment_id = :id GROUP BY dataset_id, dataset_label
                    ) AS u ON u.dataset_id = d.id
                    LEFT JOIN experiment_treatments AS t
                        ON t.experiment_id = :id AND t.dataset_label = u.dataset_label
                    ORDER BY u.first
                    """,
                arguments: ["id": id])
            return try rows.map { row in
                func json(_ column: String) throws -> JSONValue {
                    try (row[column] as String?).map(Store.parse) ?? .null
                }
                return try DatasetRecord(
                    label: row.get("dataset_label"), kind: row.get("kind"),
                    contentHash: Store.digest(row.get("content_sha256")),
                    arguments: Store.parse(row.get("arguments_json")), rows: row.get("rows"),
                    features: row.get("features"),
                    classes: row.get("classes"), trainRows: row.get("train_rows"),
                    validationRows: row.get("validation_rows"),
                    testRows: row.get("test_rows"),
                    treatment: .init(
                        corruptions: json("corruptions_json"), split: json("split_json"),
                        preprocessing: json("preprocessing_json"), resamples: row["resamples"] ?? true))
            }
        }
    }

    /// A cell's canonical specification; nil when the store does not know the cell.
    public func specification(of identity: CellIdentity) throws(BenchError) -> JSONValue? {
        try read { database in
            try String.fetchOne(
                database, sql: "SELECT specification_json FROM cells WHERE identity = ?",
                arguments: [identity.description]
            ).map(Store.parse)
        }
    }

    private static func latestMetrics(experiment id: Int, in database: Database) throws -> [Int64:
        [MetricValue]]
    {
        let cursor = try Row.fetchCursor(
            database,
            sql: """
                SELECT m.attempt_id, m.part, m.name, m.value, m.value_text
                FROM (SELECT DISTINCT identity FROM experiment_cells WHERE experiment_id = ?) AS ec
                JOIN metrics AS m
                    ON m.attempt_id = \(Store.latestAttempt)
                ORDER BY m.attempt_id, \(partOrder), m.name
                """,
            arguments: [id])
        var metrics: [Int64: [MetricValue]] = [:]
        while let row = try cursor.next() {
            let metric = try MetricValue(
                part: part(row.get("part")), name: row.get("name"),
                value: StoredNumber.value(row.get("value"), text: row.get("value_text")))
            try metrics[row.get("attempt_id"), default: []].append(metric)
        }
        return metrics
    }

    /// The number of the attempt that counts for the cell `ec`; the latest.
    static let latestAttempt =
        "(SELECT max(id) FROM attempts AS latest WHERE latest.identity = ec.identity)"
    private static let partOrder = "CASE part WHEN 'train' THEN 0 WHEN 'validation' THEN 1 ELSE 2 END"

    private static func part(_ text: String) throws -> DataPart {
        guard let part = DataPart(rawValue: text) else {
            throw StoreFailure.damaged("the data part \"\(text)\"")
        }
        return part
    }

    private static func digest(_ text: String) throws -> Digest {
        guard let digest = Digest(hexadecimal: text) else {
            throw StoreFailure.damaged("the digest \"\(text)\"")
        }
        return digest
    }
}
