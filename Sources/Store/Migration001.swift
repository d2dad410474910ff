extension Migration {
    /// The first schema: experiments, what they ran, what came out, and two views for people.
    static let first = Migration(
        version: 1,
        sql: """
            CREATE TABLE environments (
                -- Where and by what a run was made; sha256 is of the canonical JSON of all other columns.
                id INTEGER PRIMARY KEY,
                sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
                program_version TEXT NOT NULL,
                numerics_version INTEGER NOT NULL,
                git_commit TEXT,
                git_dirty INTEGER CHECK (git_dirty IN (0, 1)),
                host TEXT NOT NULL,
                cpu TEXT NOT NULL,
                cpu_count INTEGER NOT NULL,
                instruction_set TEXT NOT NULL,
                operating_system TEXT NOT NULL,
                compiler TEXT NOT NULL,
                build_configuration TEXT NOT NULL
            ) STRICT;

            CREATE TABLE experiments (
                -- One run of a suite, with the suite's full text.
                id INTEGER PRIMARY KEY,
                name TEXT NOT NULL,
                suite_path TEXT NOT NULL,
                suite_sha256 TEXT NOT NULL CHECK (length(suite_sha256) = 64),
                suite_text TEXT NOT NULL,
                resolved_json TEXT NOT NULL,
                baseline TEXT NOT NULL,
                primary_metrics_json TEXT NOT NULL,
                environment_id INTEGER NOT NULL REFERENCES environments (id),
                created_at TEXT NOT NULL
            ) STRICT;
            CREATE INDEX experiments_by_name ON experiments (name, id);

            CREATE TABLE datasets (
                -- A dataset as split; the same content split otherwise is another row.
                id INTEGER PRIMARY KEY,
                content_sha256 TEXT NOT NULL CHECK (length(content_sha256) = 64),
                kind TEXT NOT NULL,
                arguments_json TEXT NOT NULL,
                rows INTEGER NOT NULL,
                features INTEGER NOT NULL,
                classes INTEGER,
                train_rows INTEGER NOT NULL,
                validation_rows INTEGER NOT NULL,
                test_rows INTEGER NOT NULL,
                UNIQUE (content_sha256, kind, arguments_json, train_rows, validation_rows, test_rows)
            ) STRICT;

            CREATE TABLE cells (
                -- identity is the SHA-256 of specification_json; equal cells of two suites are one row.
                identity TEXT PRIMARY KEY NOT NULL CHECK (length(identity) = 64),
                specification_json TEXT NOT NULL,
                numerics_version INTEGER NOT NULL,
                seed INTEGER NOT NULL,
                cost_in_passes REAL NOT NULL
            ) STRICT;

            CREATE TABLE experiment_cells (
                -- The cells that an experiment asks for, under its own names for their parts.
                experiment_id INTEGER NOT NULL REFERENCES experiments (id),
                position INTEGER NOT NULL,
                identity TEXT NOT NULL REFERENCES cells (identity),
                dataset_label TEXT NOT NULL,
                model_label TEXT NOT NULL,
                method_label TEXT NOT NULL,
                dataset_id INTEGER NOT NULL REFERENCES datasets (id),
                PRIMARY KEY (experiment_id, position)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX experiment_cells_by_identity ON experiment_cells (identity);

            CREATE TABLE attempts (
                -- One try at a cell; the one with the highest id counts.
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                identity TEXT NOT NULL REFERENCES cells (identity),
                environment_id INTEGER NOT NULL REFERENCES environments (id),
                status TEXT NOT NULL
                    CHECK (status IN ('completed', 'diverged', 'failed', 'timed_out', 'out_of_memory')),
                cause TEXT,
                started_at TEXT NOT NULL,
                wall_ns INTEGER NOT NULL,
                cpu_ns INTEGER NOT NULL
            ) STRICT;
            CREATE INDEX attempts_by_identity ON attempts (identity, id);

            CREATE TABLE metrics (
                -- Final metrics. NaN and the infinities are a NULL value with their name in value_text; a
                -- negative zero, whose sign SQLite drops, is the value 0 with '-0' in value_text.
                attempt_id INTEGER NOT NULL REFERENCES attempts (id),
                part TEXT NOT NULL CHECK (part IN ('train', 'validation', 'test')),
                name TEXT NOT NULL,
                value REAL,
                value_text TEXT,
                PRIMARY KEY (attempt_id, part, name),
                CHECK (CASE WHEN value IS NULL
                    THEN coalesce(value_text IN ('NaN', 'Infinity', '-Infinity'), 0)
                    ELSE value_text IS NULL OR (value = 0 AND value_text = '-0') END)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE curves (
                -- Values per epoch (epochs completed; 0 is before training), stored like metrics.
                attempt_id INTEGER NOT NULL REFERENCES attempts (id),
                epoch INTEGER NOT NULL,
                part TEXT NOT NULL CHECK (part IN ('train', 'validation', 'test')),
                name TEXT NOT NULL,
                value REAL,
                value_text TEXT,
                PRIMARY KEY (attempt_id, epoch, part, name),
                CHECK (CASE WHEN value IS NULL
                    THEN coalesce(value_text IN ('NaN', 'Infinity', '-Infinity'), 0)
                    ELSE value_text IS NULL OR (value = 0 AND value_text = '-0') END)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE digests (
                -- SHA-256 of what an attempt produced; kind 'parameters' is the final parameters' bytes.
                attempt_id INTEGER NOT NULL REFERENCES attempts (id),
                kind TEXT NOT NULL,
                sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
                PRIMARY KEY (attempt_id, kind)
            ) STRICT, WITHOUT ROWID;

            CREATE VIEW v_results AS
                -- Tidy results for pandas, R or datasette: one row per experiment, cell, part and metric of
                -- the cell's latest attempt. A cell without metrics has one row: status tells whether it
                -- failed, or (NULL) has not been run. value is NULL where there is none, or where value_text
                -- names a NaN or an infinity.
                SELECT e.id AS experiment_id, e.name AS experiment, e.created_at, ec.position, ec.identity,
                    ec.dataset_label AS dataset, ec.model_label AS model, ec.method_label AS method, c.seed,
                    a.status, a.cause, m.part, m.name AS metric, m.value, m.value_text,
                    c.cost_in_passes, a.wall_ns / 1e9 AS wall_seconds, a.cpu_ns / 1e9 AS cpu_seconds,
                    a.id AS attempt_id, d.content_sha256 AS dataset_sha256, c.numerics_version
                FROM experiment_cells AS ec
                JOIN experiments AS e ON e.id = ec.experiment_id
                JOIN cells AS c ON c.identity = ec.identity
                JOIN datasets AS d ON d.id = ec.dataset_id
                LEFT JOIN attempts AS a
                    ON a.id = (SELECT max(id) FROM attempts AS latest WHERE latest.identity = ec.identity)
                LEFT JOIN metrics AS m ON m.attempt_id = a.id;

            CREATE VIEW v_curves AS
                -- Tidy learning curves: one row per experiment, cell, epoch, part and metric of the cell's
                -- latest attempt.
                SELECT e.id AS experiment_id, e.name AS experiment, ec.position, ec.identity,
                    ec.dataset_label AS dataset, ec.model_label AS model, ec.method_label AS method, c.seed,
                    a.status, v.epoch, v.part, v.name AS metric, v.value, v.value_text, a.id AS attempt_id
                FROM experiment_cells AS ec
                JOIN experiments AS e ON e.id = ec.experiment_id
                JOIN cells AS c ON c.identity = ec.identity
                JOIN attempts AS a
                    ON a.id = (SELECT max(id) FROM attempts AS latest WHERE latest.identity = ec.identity)
                JOIN curves AS v ON v.attempt_id = a.id;
            """)
}
