import GRDB

extension Migration {
    /// What cells have in common is kept once; which attempt counts is kept by a rule; a log; predictions.
    static let configurations = Migration(
        version: 3, sql: tables + copies + views, functions: [.sha256, .withoutSeed])

    private static let tables = """
        DROP VIEW v_results;
        DROP VIEW v_curves;
        ALTER TABLE cells RENAME TO old_cells;
        ALTER TABLE experiment_cells RENAME TO old_experiment_cells;
        ALTER TABLE attempts RENAME TO old_attempts;
        ALTER TABLE metrics RENAME TO old_metrics;
        ALTER TABLE curves RENAME TO old_curves;
        ALTER TABLE digests RENAME TO old_digests;

        -- The SHA-256 of the executable's file; NULL where it is not known. Part of sha256 only where known.
        ALTER TABLE environments ADD COLUMN binary_sha256 TEXT CHECK (length(binary_sha256) = 64);

        CREATE TABLE configurations (
            -- What the cells of one method on one dataset with one model have in common: everything that an
            -- outcome depends on but the seed. sha256 is that of specification_json.
            id INTEGER PRIMARY KEY,
            sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
            specification_json TEXT NOT NULL,
            numerics_version INTEGER NOT NULL,
            cost_in_passes REAL NOT NULL
        ) STRICT;

        CREATE TABLE cells (
            -- identity is the SHA-256 of the configuration's specification_json with the member "seed" put in;
            -- equal cells of two suites are one row.
            id INTEGER PRIMARY KEY,
            identity TEXT NOT NULL UNIQUE CHECK (length(identity) = 64),
            configuration_id INTEGER NOT NULL REFERENCES configurations (id),
            seed INTEGER NOT NULL,
            UNIQUE (configuration_id, seed)
        ) STRICT;

        CREATE TABLE experiment_configurations (
            -- The configurations that an experiment asks for, under its own names for their parts.
            experiment_id INTEGER NOT NULL REFERENCES experiments (id),
            number INTEGER NOT NULL,
            configuration_id INTEGER NOT NULL REFERENCES configurations (id),
            dataset_label TEXT NOT NULL,
            model_label TEXT NOT NULL,
            method_label TEXT NOT NULL,
            dataset_id INTEGER NOT NULL REFERENCES datasets (id),
            PRIMARY KEY (experiment_id, number)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX experiment_configurations_by_configuration
            ON experiment_configurations (configuration_id);

        CREATE TABLE experiment_cells (
            -- The cells that an experiment asks for, in the suite's order; number is that of the configuration.
            experiment_id INTEGER NOT NULL REFERENCES experiments (id),
            position INTEGER NOT NULL,
            cell_id INTEGER NOT NULL REFERENCES cells (id),
            number INTEGER NOT NULL,
            PRIMARY KEY (experiment_id, position),
            FOREIGN KEY (experiment_id, number) REFERENCES experiment_configurations (experiment_id, number)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX experiment_cells_by_cell ON experiment_cells (cell_id);

        CREATE TABLE attempts (
            -- One try at a cell. How it ended says nothing about its values: those are in metrics. peak_bytes is
            -- the most memory that its process had held by its end; NULL where that is not known.
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            cell_id INTEGER NOT NULL REFERENCES cells (id),
            environment_id INTEGER NOT NULL REFERENCES environments (id),
            status TEXT NOT NULL CHECK (
                status IN ('completed', 'diverged', 'failed', 'timed_out', 'out_of_memory', 'crashed')),
            cause TEXT,
            started_at TEXT NOT NULL,
            wall_ns INTEGER NOT NULL,
            cpu_ns INTEGER NOT NULL,
            peak_bytes INTEGER
        ) STRICT;
        CREATE INDEX attempts_by_cell ON attempts (cell_id, id);

        CREATE TABLE current_attempts (
            -- The attempt that counts for a cell: a completed one before a diverged one before any other, among
            -- equals the one that began last, among those the one with the highest id. The trigger below keeps
            -- it; it follows from attempts alone.
            cell_id INTEGER PRIMARY KEY REFERENCES cells (id),
            attempt_id INTEGER NOT NULL UNIQUE REFERENCES attempts (id)
        ) STRICT;

        CREATE TABLE measures (
            -- What metrics and curves are of: a name on a part of the data.
            id INTEGER PRIMARY KEY,
            part TEXT NOT NULL CHECK (part IN ('train', 'validation', 'test')),
            name TEXT NOT NULL,
            UNIQUE (part, name)
        ) STRICT;

        CREATE TABLE metrics (
            -- Final metrics. NaN and the infinities are a NULL value with their name in value_text; a
            -- negative zero, whose sign SQLite drops, is the value 0 with '-0' in value_text.
            attempt_id INTEGER NOT NULL REFERENCES attempts (id),
            measure_id INTEGER NOT NULL REFERENCES measures (id),
            value REAL,
            value_text TEXT,
            PRIMARY KEY (attempt_id, measure_id),
            CHECK (CASE WHEN value IS NULL
                THEN coalesce(value_text IN ('NaN', 'Infinity', '-Infinity'), 0)
                ELSE value_text IS NULL OR (value = 0 AND value_text = '-0') END)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE curves (
            -- Values per epoch (epochs completed; 0 is before training), stored like metrics.
            attempt_id INTEGER NOT NULL REFERENCES attempts (id),
            epoch INTEGER NOT NULL,
            measure_id INTEGER NOT NULL REFERENCES measures (id),
            value REAL,
            value_text TEXT,
            PRIMARY KEY (attempt_id, epoch, measure_id),
            CHECK (CASE WHEN value IS NULL
                THEN coalesce(value_text IN ('NaN', 'Infinity', '-Infinity'), 0)
                ELSE value_text IS NULL OR (value = 0 AND value_text = '-0') END)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE digests (
            -- SHA-256 of what an attempt produced: 'parameters' of the final parameters' bytes, 'predictions' of
            -- what the model says of every row.
            attempt_id INTEGER NOT NULL REFERENCES attempts (id),
            kind TEXT NOT NULL,
            sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
            PRIMARY KEY (attempt_id, kind)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE predictions (
            -- What a model says of the rows of a part, where it was asked to be kept: float32, little-endian,
            -- row by row, width numbers per row.
            attempt_id INTEGER NOT NULL REFERENCES attempts (id),
            part TEXT NOT NULL CHECK (part IN ('train', 'validation', 'test')),
            width INTEGER NOT NULL CHECK (width > 0),
            outputs BLOB NOT NULL CHECK (length(outputs) % (4 * width) = 0),
            PRIMARY KEY (attempt_id, part)
        ) STRICT;

        CREATE TABLE events (
            -- What happened to the store and to runs, in the order of recording.
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at TEXT NOT NULL,
            kind TEXT NOT NULL,
            experiment_id INTEGER REFERENCES experiments (id),
            cell_id INTEGER REFERENCES cells (id),
            detail_json TEXT NOT NULL
        ) STRICT;
        CREATE INDEX events_by_moment ON events (at);

        """
}
