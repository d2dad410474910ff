import GRDB
import Primitives
import Records

extension Store {
    /// How the attempt that counts at each of these cells ended; cells never attempted are absent.
    public func storedStatuses(of identities: [CellIdentity]) throws(BenchError) -> [CellIdentity: Status] {
        try read { database in
            let find = try database.makeStatement(
                sql: """
                    SELECT a.status, a.cause FROM cells AS c
                    JOIN current_attempts AS r ON r.cell_id = c.id JOIN attempts AS a ON a.id = r.attempt_id
                    WHERE c.identity = ?
                    """)
            var statuses: [CellIdentity: Status] = [:]
            for identity in identities {
                guard let row = try StepCursor(find, [identity.description]).next() else { continue }
                statuses[identity] = try Store.status(row.text(0), cause: row.optionalText(1))
            }
            return statuses
        }
    }

    /// How the attempt that counts at each cell of a plan ended, by its position; nil for cells never attempted.
    ///
    /// Where `program` is given, only attempts that the executable with that SHA-256 made are chosen from.
    public func statuses(
        of cells: PlannedCells, program: Digest? = nil
    ) throws(BenchError) -> [Status.Kind?] {
        guard let program else { return try statuses(of: cells.identities) }
        return try read { database in
            try Store.statusesByScan(
                of: cells.identities, among: AttemptChoice.only(program).table, in: database)
        }
    }

    /// How the attempt that counts at each of these cells ended, in their order; nil for cells never attempted.
    public func statuses(of identities: [CellIdentity]) throws(BenchError) -> [Status.Kind?] {
        try read { database in
            let stored = try Int.fetchOne(database, sql: "SELECT max(attempt_id) FROM current_attempts") ?? 0
            // Looking a cell up costs about as much as reading eight in order.
            return try stored > 8 * identities.count
                ? Store.statusesByLookup(of: identities, in: database)
                : Store.statusesByScan(of: identities, in: database)
        }
    }

    static func statusesByLookup(
        of identities: [CellIdentity], in database: Database
    ) throws -> [Status.Kind?] {
        let find = try database.makeStatement(
            sql: """
                SELECT a.status FROM cells AS c
                JOIN current_attempts AS r ON r.cell_id = c.id JOIN attempts AS a ON a.id = r.attempt_id
                WHERE c.identity = ?
                """)
        return try identities.map { identity in
            try StepCursor(find, [identity.description]).next().map { try kind($0.text(0)) }
        }
    }

    static func statusesByScan(
        of identities: [CellIdentity], among choice: String = AttemptChoice.any.table,
        in database: Database
    ) throws -> [Status.Kind?] {
        let places = IdentityTable(identities)
        var statuses = [Status.Kind?](repeating: nil, count: identities.count)
        var kinds: [String: Status.Kind] = [:]
        for kind in Status.Kind.allCases { kinds[kind.rawValue] = kind }
        let cursor = try StepCursor(
            database,
            """
            SELECT c.identity, a.status FROM \(choice) AS r
            CROSS JOIN cells AS c ON c.id = r.cell_id CROSS JOIN attempts AS a ON a.id = r.attempt_id
            """)
        while let row = try cursor.next() {
            guard let place = try places.place(of: CellIdentity(row.digest(0))) else { continue }
            let text = try row.text(1)
            statuses[place] = try kinds[text] ?? kind(text)
        }
        places.forEachRepetition { repetition, first in statuses[repetition] = statuses[first] }
        return statuses
    }
}
