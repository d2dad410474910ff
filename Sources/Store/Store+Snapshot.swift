import Foundation
import GRDB
import Primitives

extension Store {
    /// The schema version of the store at `path`, 0 where it is empty.
    ///
    /// Throws `.data` where there is none, or it is another program's, damaged or newer than this program.
    public static func schemaVersion(at path: String) throws(BenchError) -> Int {
        let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        guard FileManager.default.fileExists(atPath: file) else {
            throw BenchError(.data, "there is no store at \"\(path)\"", remedy: "check the path")
        }
        do {
            return try open(file, mode: .readOnly).inDatabase { try inspect($0, path: path) }
        } catch {
            throw StoreFailure.translate(error, path: path)
        }
    }
}
