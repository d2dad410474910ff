extension Migration {
    /// Brings over what schema 2 has; cells keep the numbers of their rows, attempts their ids.
    static let copies = """
        INSERT INTO configurations (sha256, specification_json, numerics_version, cost_in_passes)
            SELECT sha256(without_seed(specification_json)), without_seed(specification_json),
                numerics_version, cost_in_passes
            FROM old_cells WHERE 1 ORDER BY rowid
            ON CONFLICT (sha256) DO NOTHING;
        INSERT INTO cells (id, identity, configuration_id, seed)
            SELECT o.rowid, o.identity, f.id, o.seed
            FROM old_cells AS o
            CROSS JOIN configurations AS f ON f.sha256 = sha256(without_seed(o.specification_json))
            ORDER BY o.rowid;
        INSERT INTO experiment_configurations (experiment_id, number, configuration_id, dataset_label,
                model_label, method_label, dataset_id)
            SELECT experiment_id,
                row_number() OVER (PARTITION BY experiment_id ORDER BY min(position)) - 1, configuration_id,
                dataset_label, model_label, method_label, dataset_id
            FROM old_experiment_cells JOIN cells USING (identity)
            GROUP BY experiment_id, configuration_id, dataset_label, model_label, method_label, dataset_id;
        CREATE INDEX temporary_labels ON experiment_configurations (experiment_id, configuration_id,
            dataset_label, model_label, method_label, dataset_id, number);
        INSERT INTO experiment_cells (experiment_id, position, cell_id, number)
            SELECT o.experiment_id, o.position, c.id, n.number
            FROM old_experiment_cells AS o
            CROSS JOIN cells AS c ON c.identity = o.identity
            CROSS JOIN experiment_configurations AS n ON n.experiment_id = o.experiment_id
                AND n.configuration_id = c.configuration_id AND n.dataset_label = o.dataset_label
                AND n.model_label = o.model_label AND n.method_label = o.method_label
                AND n.dataset_id = o.dataset_id
            ORDER BY o.experiment_id, o.position;
        DROP INDEX temporary_labels;
        INSERT INTO attempts (id, cell_id, environment_id, status, cause, started_at, wall_ns, cpu_ns)
            SELECT o.id, c.id, o.environment_id, o.status, o.cause, o.started_at, o.wall_ns, o.cpu_ns
            FROM old_attempts AS o CROSS JOIN cells AS c ON c.identity = o.identity ORDER BY o.id;
        INSERT INTO current_attempts (cell_id, attempt_id)
            SELECT cell_id, id FROM (
                SELECT cell_id, id, row_number() OVER (
                    PARTITION BY cell_id
                    ORDER BY status = 'completed' DESC, status = 'diverged' DESC, started_at DESC, id DESC) AS place
                FROM attempts)
            WHERE place = 1 ORDER BY cell_id;
        INSERT INTO measures (part, name)
            SELECT part, name FROM (SELECT part, name FROM old_metrics UNION SELECT part, name FROM old_curves)
            ORDER BY CASE part WHEN 'train' THEN 0 WHEN 'validation' THEN 1 ELSE 2 END, name;
        INSERT INTO metrics (attempt_id, measure_id, value, value_text)
            SELECT o.attempt_id, m.id, o.value, o.value_text
            FROM old_metrics AS o CROSS JOIN measures AS m ON m.part = o.part AND m.name = o.name
            ORDER BY o.attempt_id;
        INSERT INTO curves (attempt_id, epoch, measure_id, value, value_text)
            SELECT o.attempt_id, o.epoch, m.id, o.value, o.value_text
            FROM old_curves AS o CROSS JOIN measures AS m ON m.part = o.part AND m.name = o.name
            ORDER BY o.attempt_id, o.epoch;
        INSERT INTO digests (attempt_id, kind, sha256)
            SELECT attempt_id, kind, sha256 FROM old_digests ORDER BY attempt_id, kind;

        DROP TABLE old_digests;
        DROP TABLE old_curves;
        DROP TABLE old_metrics;
        DROP TABLE old_attempts;
        DROP TABLE old_experiment_cells;
        DROP TABLE old_cells;

        CREATE TRIGGER attempts_count AFTER INSERT ON attempts BEGIN
            INSERT INTO current_attempts (cell_id, attempt_id) VALUES (NEW.cell_id, NEW.id)
            ON CONFLICT (cell_id) DO UPDATE SET attempt_id = excluded.attempt_id
            WHERE (
                SELECT (NEW.status = 'completed', NEW.status = 'diverged', NEW.started_at, NEW.id)
                    > (now.status = 'completed', now.status = 'diverged', now.started_at, now.id)
                FROM attempts AS now WHERE now.id = current_attempts.attempt_id);
        END;

        """
}
