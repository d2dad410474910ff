import GRDB
import Primitives
import Records

extension Store {
    /// Records an attempt at a cell with everything it measured, in one transaction.
    ///
    /// The cell must belong to a recorded experiment. Throws `.storeBusy` when it cannot be written.
    public func record(
        outcome: Outcome, for identity: CellIdentity, environment: Environment
    ) throws(BenchError) {
        try write { database in
            let insertAttempt = try database.cachedStatement(
                sql: """
                    INSERT INTO attempts (identity, environment_id, status, cause, started_at, wall_ns,
                        cpu_ns) VALUES (?, ?, ?, ?, ?, ?, ?)
                    """)
            try insertAttempt.execute(arguments: [
                identity.description, try Store.identifier(of: environment, in: database),
                outcome.status.kind.rawValue, outcome.status.cause, Timestamp.text(outcome.startedAt),
                outcome.wallNanoseconds, outcome.cpuNanoseconds,
            ])
            let attempt = database.lastInsertedRowID
            let insertMetric = try database.cachedStatement(
                sql: "INSERT INTO metrics (attempt_id, part, name, value, value_text) VALUES (?, ?, ?, ?, ?)")
            for metric in outcome.metrics {
                let (value, text) = StoredNumber.columns(metric.value)
                try insertMetric.execute(arguments: [attempt, metric.part.rawValue, metric.name, value, text])
            }
            let insertPoint = try database.cachedStatement(
                sql: """
                    INSERT INTO curves (attempt_id, epoch, part, name, value, value_text)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """)
            for point in outcome.curves {
                let (value, text) = StoredNumber.columns(point.value)
                try insertPoint.execute(arguments: [
                    attempt, point.epoch, point.part.rawValue, point.name, value, text,
                ])
            }
            if let digest = outcome.parametersDigest {
                try database.execute(
                    sql: "INSERT INTO digests (attempt_id, kind, sha256) VALUES (?, 'parameters', ?)",
                    arguments: [attempt, digest.hexadecimal])
            }
        }
    }

    /// How the latest attempt at each of these cells ended; cells never attempted are absent.
    public func storedStatuses(of identities: [CellIdentity]) throws(BenchError) -> [CellIdentity: Status] {
        try read { database in
            let latest = try database.makeStatement(
                sql: "SELECT status, cause FROM attempts WHERE identity = ? ORDER BY id DESC LIMIT 1")
            var statuses: [CellIdentity: Status] = [:]
            for identity in identities {
                guard let row = try Row.fetchOne(latest, arguments: [identity.description]) else { continue }
                statuses[identity] = try Store.status(row.get("status"), cause: row.get("cause"))
            }
            return statuses
        }
    }

    static func status(_ text: String, cause: String?) throws -> Status {
        guard let kind = Status.Kind(rawValue: text) else {
            throw StoreFailure.damaged("the status \"\(text)\"")
        }
        return Status(kind: kind, cause: cause)
    }
}
