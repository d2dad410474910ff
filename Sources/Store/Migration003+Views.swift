extension Migration {
    /// What people and other programs read.
    static let views = """
        CREATE VIEW v_results AS
            -- Tidy results for pandas, R or datasette: one row per experiment, cell, part and metric of
            -- the attempt that counts for the cell. A cell without metrics has one row: status tells whether it
            -- failed, or (NULL) has not been run. value is NULL where there is none, or where value_text
            -- names a NaN or an infinity.
            SELECT e.id AS experiment_id, e.name AS experiment, e.created_at, ec.position, c.identity,
                n.dataset_label AS dataset, n.model_label AS model, n.method_label AS method, c.seed,
                a.status, a.cause, m.part, m.name AS metric, v.value, v.value_text,
                f.cost_in_passes, a.wall_ns / 1e9 AS wall_seconds, a.cpu_ns / 1e9 AS cpu_seconds,
                a.id AS attempt_id, d.content_sha256 AS dataset_sha256, f.numerics_version
            FROM experiment_cells AS ec
            JOIN experiments AS e ON e.id = ec.experiment_id
            JOIN experiment_configurations AS n ON n.experiment_id = ec.experiment_id AND n.number = ec.number
            JOIN configurations AS f ON f.id = n.configuration_id
            JOIN datasets AS d ON d.id = n.dataset_id
            JOIN cells AS c ON c.id = ec.cell_id
            LEFT JOIN current_attempts AS r ON r.cell_id = ec.cell_id
            LEFT JOIN attempts AS a ON a.id = r.attempt_id
            LEFT JOIN metrics AS v ON v.attempt_id = r.attempt_id
            LEFT JOIN measures AS m ON m.id = v.measure_id;

        CREATE VIEW v_curves AS
            -- Tidy learning curves: one row per experiment, cell, epoch, part and metric of the attempt that
            -- counts for the cell.
            SELECT e.id AS experiment_id, e.name AS experiment, ec.position, c.identity,
                n.dataset_label AS dataset, n.model_label AS model, n.method_label AS method, c.seed,
                a.status, v.epoch, m.part, m.name AS metric, v.value, v.value_text, a.id AS attempt_id
            FROM experiment_cells AS ec
            JOIN experiments AS e ON e.id = ec.experiment_id
            JOIN experiment_configurations AS n ON n.experiment_id = ec.experiment_id AND n.number = ec.number
            JOIN cells AS c ON c.id = ec.cell_id
            JOIN current_attempts AS r ON r.cell_id = ec.cell_id
            JOIN attempts AS a ON a.id = r.attempt_id
            JOIN curves AS v ON v.attempt_id = r.attempt_id
            JOIN measures AS m ON m.id = v.measure_id;

        CREATE VIEW v_final AS
            -- One row per experiment and cell: what it is, how it ended, the suite's primary metric on the test
            -- part, what proves it, what it took. status is NULL for a cell that has not been run.
            SELECT e.id AS experiment_id, e.name AS experiment, ec.position, c.identity,
                n.dataset_label AS dataset, n.model_label AS model, n.method_label AS method, c.seed,
                a.status, a.cause, m.name AS metric, v.value, v.value_text,
                p.sha256 AS parameters_sha256, o.sha256 AS predictions_sha256, f.cost_in_passes,
                a.wall_ns / 1e9 AS wall_seconds, a.cpu_ns / 1e9 AS cpu_seconds, a.peak_bytes,
                (SELECT count(*) FROM attempts AS every WHERE every.cell_id = ec.cell_id) AS attempts,
                a.id AS attempt_id
            FROM experiment_cells AS ec
            JOIN experiments AS e ON e.id = ec.experiment_id
            JOIN experiment_configurations AS n ON n.experiment_id = ec.experiment_id AND n.number = ec.number
            JOIN configurations AS f ON f.id = n.configuration_id
            JOIN datasets AS d ON d.id = n.dataset_id
            JOIN cells AS c ON c.id = ec.cell_id
            LEFT JOIN measures AS m ON m.part = 'test' AND m.name = json_extract(
                e.primary_metrics_json,
                CASE WHEN d.classes IS NULL THEN '$.regression' ELSE '$.classification' END)
            LEFT JOIN current_attempts AS r ON r.cell_id = ec.cell_id
            LEFT JOIN attempts AS a ON a.id = r.attempt_id
            LEFT JOIN metrics AS v ON v.attempt_id = r.attempt_id AND v.measure_id = m.id
            LEFT JOIN digests AS p ON p.attempt_id = r.attempt_id AND p.kind = 'parameters'
            LEFT JOIN digests AS o ON o.attempt_id = r.attempt_id AND o.kind = 'predictions';
        """
}
