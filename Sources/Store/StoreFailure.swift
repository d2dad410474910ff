import GRDB
import Primitives

/// Turns what SQLite reports into an error that says what to do.
enum StoreFailure {
    static func translate(_ error: any Error, path: String) -> BenchError {
        if let error = error as? BenchError { return error }
        if error is RowDecodingError { return damaged("a value is of another kind than its column") }
        guard let error = error as? DatabaseError else {
            return BenchError(.internal, "the store \"\(path)\": \(error)")
        }
        let detail = error.message ?? "\(error.resultCode)"
        switch error.resultCode {
        case .SQLITE_NOTADB:
            return BenchError(
                .data, "\"\(path)\" is not an SQLite database",
                remedy: "name another file; this one was left untouched")
        case .SQLITE_CORRUPT, .SQLITE_FORMAT:
            return BenchError(
                .data, "the store \"\(path)\" is damaged: \(detail)",
                remedy: "restore it from a copy, or rescue what is left with: sqlite3 \"\(path)\" .recover")
        case .SQLITE_FULL:
            return BenchError(
                .storeBusy, "the disk of the store \"\(path)\" is full",
                remedy: "free some space and run the same command again; what was recorded is kept")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN, .SQLITE_IOERR, .SQLITE_AUTH:
            return BenchError(
                .storeBusy, "the store \"\(path)\" cannot be used: \(detail)",
                remedy: "check that the file and its directory exist and that you may write to both")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return BenchError(
                .storeBusy, "the store \"\(path)\" is locked by another program",
                remedy: "close the program that has it open and try again")
        default:
            return BenchError(.internal, "the store \"\(path)\": \(error.description)")
        }
    }

    /// For a store of a newer program.
    static func newer(_ version: Int, path: String) -> BenchError {
        BenchError(
            .data,
            "the store \"\(path)\" has schema \(version), newer than this program's \(Store.schemaVersion)",
            remedy: "use the newer version of the program that wrote it")
    }

    /// For a store whose file is no longer at its path.
    static func moved(_ path: String) -> BenchError {
        BenchError(
            .storeBusy, "the store \"\(path)\" was moved, replaced or deleted while it was written",
            remedy: "put it back and run the same command again; what was not recorded is trained again")
    }

    /// For a stored text that is not what the schema promises.
    static func damaged(_ what: String) -> BenchError {
        BenchError(.data, "the store is damaged: \(what)", remedy: "restore it from a copy")
    }
}
