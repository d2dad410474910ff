import Foundation
import Gating
import Primitives
import Runner

/// Where a baseline's file is: a word of the user's, and perhaps a git revision.
struct BaselineAddress {
    /// A baseline's name, or a file that ends in .json.
    let name: String
    /// Where named baselines are kept.
    let folder: BaselineFolder
    /// The git revision whose file is meant; nil for the file as it is.
    var revision: String?

    /// What messages call it.
    var title: String { revision.map { "\(name) as of \($0)" } ?? name }

    /// Whether the word is a file, and no name.
    var isFile: Bool { name.hasSuffix(".json") }

    /// The file; throws `.usage` for names that are none.
    func file() throws(BenchError) -> String { isFile ? name : try folder.file(name) }

    /// What is read there; throws `.nothingCompared` where there is nothing, with `remedy` or the usual one.
    func baseline(remedy: String? = nil) throws(BenchError) -> Baseline {
        if let revision {
            let file = try file()
            return try BaselineFile.parse(GitFile.text(file, at: revision), file: "\(revision):\(file)")
        }
        guard isFile else { return try folder.baseline(name, remedy: remedy) }
        guard FileManager.default.fileExists(atPath: name) else {
            throw BenchError(
                .nothingCompared, "there is no file \"\(name)\"",
                remedy: remedy ?? "save one: bench baseline save NAME SUITE")
        }
        return try BaselineFolder.read(name)
    }
}
