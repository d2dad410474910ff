import GRDB
import Primitives
import Records

extension Store {
    /// The environments in which the attempts that count for an experiment were made, in the order of their first use.
    public func environments(experiment id: Int) throws(BenchError) -> [Environment] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM environments WHERE id IN (
                        SELECT a.environment_id FROM experiment_cells AS ec
                        JOIN current_attempts AS r ON r.cell_id = ec.cell_id
                        JOIN attempts AS a ON a.id = r.attempt_id
                        WHERE ec.experiment_id = ?) ORDER BY id
                    """,
                arguments: [id])
            return try rows.map(Store.environment)
        }
    }

    /// The environment's row, made when it is new.
    static func identifier(of environment: Environment, in database: Database) throws -> Int64 {
        let hash = SHA256.hash(environment.canonical.canonical).hexadecimal
        let find = try database.cachedStatement(sql: "SELECT id FROM environments WHERE sha256 = ?")
        if let id = try Int64.fetchOne(find, arguments: [hash]) { return id }
        try database.execute(
            sql: """
                INSERT INTO environments (sha256, program_version, numerics_version, git_commit, git_dirty,
                    host, cpu, cpu_count, instruction_set, operating_system, compiler, build_configuration, binary_sha256)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                hash, environment.programVersion, environment.numericsVersion, environment.gitCommit,
                environment.gitDirty, environment.host, environment.cpu, environment.cpuCount,
                environment.instructionSet, environment.operatingSystem, environment.compiler,
                environment.buildConfiguration, environment.binaryHash?.hexadecimal,
            ])
        return database.lastInsertedRowID
    }

    static func environment(_ row: Row) throws -> Environment {
        try Environment(
            programVersion: row.get("program_version"), numericsVersion: row.get("numerics_version"),
            gitCommit: row.get("git_commit"), gitDirty: row.get("git_dirty"), host: row.get("host"),
            cpu: row.get("cpu"),
            cpuCount: row.get("cpu_count"), instructionSet: row.get("instruction_set"),
            operatingSystem: row.get("operating_system"), compiler: row.get("compiler"),
            buildConfiguration: row.get("build_configuration"),
            binaryHash: (row.get("binary_sha256") as String?).map(Store.digest))
    }
}
