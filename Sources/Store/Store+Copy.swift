import Foundation
import GRDB
import Primitives

extension Store {
    /// Writes what is committed in the store at `path`, of any schema, to a new file of its own, while another process or this one
    /// may be writing the store.
    ///
    /// The copy has no log beside it and no free pages.
    public static func copy(_ path: String, to target: String) throws(BenchError) {
        do {
            let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
            let queue = try open(file, mode: .readOnly)
            defer { try? queue.close() }
            try queue.inDatabase { database in
                try database.execute(sql: "VACUUM INTO ?", arguments: [target])
            }
        } catch {
            throw StoreFailure.translate(error, path: path)
        }
    }
}
