extension Migration {
    /// How an experiment's datasets are damaged, divided and prepared.
    static let treatments = Migration(
        version: 2,
        sql: """
            CREATE TABLE experiment_treatments (
                -- What an experiment does to each of its datasets before training. resamples: whether other seeds
                -- divide the rows otherwise. Experiments of schema 1 have no row: they resampled.
                experiment_id INTEGER NOT NULL REFERENCES experiments (id),
                dataset_label TEXT NOT NULL,
                corruptions_json TEXT NOT NULL,
                split_json TEXT NOT NULL,
                preprocessing_json TEXT NOT NULL,
                resamples INTEGER NOT NULL CHECK (resamples IN (0, 1)),
                PRIMARY KEY (experiment_id, dataset_label)
            ) STRICT, WITHOUT ROWID;
            """)
}
