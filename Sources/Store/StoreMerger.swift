import GRDB
import Primitives
import Records

/// Merges a snapshot of one store into another, some rows per transaction.
struct StoreMerger {
    let source: Database
    let target: Store
    private var summary = MergeSummary()
    private var environments: [Int: Int64] = [:]
    private var datasets: [Int: Int64] = [:]
    private var configurations: [Int: Int64] = [:]
    private var cells: [Int: Int64] = [:]
    private var experiments: [Int: Int64] = [:]
    /// What differs between attempts at a cell.
    private var conflicts: [Int64: Set<String>] = [:]

    init(from source: Database, into target: Store) {
        self.source = source
        self.target = target
    }

    mutating func run() throws -> MergeSummary {
        try mergeReferences()
        try mergeCells()
        try mergeExperiments()
        try mergeAttempts()
        try mergeEvents()
        try nameConflicts()
        return summary
    }

    private mutating func mergeReferences() throws {
        let source = source
        (environments, datasets, configurations) = try target.write { database in
            var environments: [Int: Int64] = [:]
            for row in try Row.fetchAll(source, sql: "SELECT * FROM environments ORDER BY id") {
                environments[try row.get("id")] = try Store.identifier(
                    of: Store.environment(row), in: database)
            }
            var datasets: [Int: Int64] = [:]
            let rows = try Row.fetchAll(
                source,
                sql: """
                    SELECT *, '' AS dataset_label, NULL AS corruptions_json, NULL AS split_json,
                        NULL AS preprocessing_json, NULL AS resamples FROM datasets ORDER BY id
                    """)
            for row in rows {
                datasets[try row.get("id")] = try Store.identifier(of: Store.dataset(row), in: database)
            }
            var configurations: [Int: Int64] = [:]
            let cursor = try StepCursor(
                source,
                """
                SELECT id, sha256, specification_json, numerics_version, cost_in_passes FROM configurations
                ORDER BY id
                """)
            while let row = try cursor.next() {
                configurations[row.integer(0)] = try Store.identifier(
                    ofConfiguration: row.text(1), text: row.text(2), numericsVersion: row.integer(3),
                    cost: row.real(4), in: database
                ).id
            }
            return (environments, datasets, configurations)
        }
    }

    private mutating func mergeCells() throws {
        let (source, configurations) = (source, configurations)
        let isFirst = try target.read { try Store.lastCell(in: $0) } == 0
        var last = 0
        while true {
            let found = try target.write { database in
                let before = try Store.lastCell(in: database)
                var found: [(id: Int, target: Int64)] = []
                try Store.withLargeCache(database, rows: .max) {
                    let inserter = try CellInserter(database)
                    let cursor = try StepCursor(
                        source,
                        """
                        SELECT id, identity, configuration_id, seed FROM cells WHERE id > ? ORDER BY id LIMIT 20000
                        """, [last])
                    while let row = try cursor.next() {
                        guard let configuration = configurations[row.integer(2)] else {
                            throw StoreFailure.damaged("a cell of an unknown configuration")
                        }
                        try found.append(
                            (
                                row.integer(0),
                                inserter.identifier(
                                    of: row.text(1), configuration: configuration, seed: row.integer(3),
                                    isExpected: !isFirst)
                            ))
                    }
                }
                return (cells: found, added: try Store.lastCell(in: database) - before)
            }
            summary.cells += found.added
            for cell in found.cells { cells[cell.id] = cell.target }
            guard let end = found.cells.last else { return }
            last = end.id
        }
    }

    private mutating func mergeExperiments() throws {
        let ids = try Int.fetchAll(source, sql: "SELECT id FROM experiments ORDER BY id")
        for id in ids {
            let copier = ExperimentCopier(
                source: source, id: id, environments: environments, datasets: datasets,
                configurations: configurations, cells: cells)
            let (place, isNew) = try target.write { database in
                if let equal = try copier.equal(in: database) { return (equal, false) }
                return (try copier.copy(into: database), true)
            }
            experiments[id] = place
            if isNew { summary.experiments += 1 }
        }
    }

    private mutating func mergeAttempts() throws {
        let (source, cells, environments) = (source, cells, environments)
        let reader = try AttemptContents.Reader(source)
        var last = 0
        while true {
            let page = try StepCursor(
                source, "SELECT id, cell_id, environment_id FROM attempts WHERE id > ? ORDER BY id LIMIT 500",
                [last])
            var batch: [(id: Int, cell: Int64, environment: Int64)] = []
            while let row = try page.next() {
                guard let cell = cells[row.integer(1)], let environment = environments[row.integer(2)] else {
                    throw StoreFailure.damaged("an attempt at an unknown cell")
                }
                batch.append((row.integer(0), cell, environment))
            }
            guard let end = batch.last else { return }
            last = end.id
            let work = batch
            let (added, differences) = try target.write { database in
                let known = try AttemptContents.Reader(database)
                let insertion = try AttemptInsertion(database)
                let earlier = try database.makeStatement(
                    sql: "SELECT id, environment_id FROM attempts WHERE cell_id = ? ORDER BY id")
                var added = 0
                var differences: [(cell: Int64, what: [String])] = []
                for entry in work {
                    let contents = try reader.contents(of: entry.id)
                    var others: [(id: Int, environment: Int)] = []
                    let cursor = try StepCursor(earlier, [entry.cell])
                    while let row = try cursor.next() { others.append((row.integer(0), row.integer(1))) }
                    var isKnown = false
                    for other in others {
                        let stored = try known.contents(of: other.id)
                        if stored == contents, Int64(other.environment) == entry.environment {
                            isKnown = true
                        } else {
                            let what = contents.differences(from: stored)
                            if !what.isEmpty { differences.append((entry.cell, what)) }
                        }
                    }
                    guard !isKnown else { continue }
                    try contents.insert(
                        cell: entry.cell, environment: entry.environment, by: insertion, in: database)
                    added += 1
                }
                return (added, differences)
            }
            summary.attempts += added
            summary.repeatedAttempts += batch.count - added
            for difference in differences {
                conflicts[difference.cell, default: []].formUnion(difference.what)
            }
        }
    }

    private mutating func mergeEvents() throws {
        let (source, experiments, cells) = (source, experiments, cells)
        var last = 0
        while true {
            // What happened to the other file is no part of this one's history.
            let page = try Row.fetchAll(
                source,
                sql: """
                    SELECT * FROM events WHERE id > ? AND kind NOT IN ('store created', 'store migrated')
                    ORDER BY id LIMIT 1000
                    """,
                arguments: [last])
            guard let end = page.last else { return }
            last = try end.get("id")
            summary.events += try target.write { database in
                let known = try database.makeStatement(
                    sql: """
                        SELECT 1 FROM events WHERE at = ? AND kind = ? AND experiment_id IS ? AND cell_id IS ?
                            AND detail_json = ?
                        """)
                let insert = try database.makeStatement(
                    sql: """
                        INSERT INTO events (at, kind, experiment_id, cell_id, detail_json)
                        VALUES (?, ?, ?, ?, ?)
                        """)
                var added = 0
                for row in page {
                    let experiment: Int? = try row.get("experiment_id")
                    let cell: Int? = try row.get("cell_id")
                    let arguments: StatementArguments = try [
                        row.get("at") as String, row.get("kind") as String,
                        experiment.flatMap { experiments[$0] }, cell.flatMap { cells[$0] },
                        row.get("detail_json") as String,
                    ]
                    guard try Int.fetchOne(known, arguments: arguments) == nil else { continue }
                    try insert.execute(arguments: arguments)
                    added += 1
                }
                return added
            }
        }
    }

    private mutating func nameConflicts() throws {
        let conflicts = conflicts
        guard !conflicts.isEmpty else { return }
        summary.conflicts = try target.read { database in
            try conflicts.map { cell, differences in
                let row = try StepCursor(
                    database,
                    """
                    SELECT c.identity, c.seed, n.dataset_label, n.model_label, n.method_label FROM cells AS c
                    LEFT JOIN experiment_cells AS ec ON ec.cell_id = c.id
                    LEFT JOIN experiment_configurations AS n
                        ON n.experiment_id = ec.experiment_id AND n.number = ec.number
                    WHERE c.id = ? ORDER BY ec.experiment_id, ec.position LIMIT 1
                    """, [cell]
                ).next()
                guard let row else { throw StoreFailure.damaged("a cell is missing") }
                let names = (2..<5).compactMap { row.optionalText($0) }
                return try MergeConflict(
                    identity: CellIdentity(row.digest(0)),
                    label: (names + ["seed \(row.integer(1))"]).joined(separator: " / "),
                    differences: differences.sorted())
            }.sorted { $0.identity < $1.identity }
        }
    }
}

extension Store {
    fileprivate static func lastCell(in database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT max(id) FROM cells") ?? 0
    }
}
