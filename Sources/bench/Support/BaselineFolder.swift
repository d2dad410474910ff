import ArgumentParser
import Foundation
import Gating
import Primitives

/// The folder that baselines are kept in, a file each.
struct BaselineFolder: ParsableArguments {
    /// Where baselines are unless a command names another folder.
    static let standard = "results/baselines"

    @Option(
        name: .customLong("folder"),
        help: ArgumentHelp("The folder with the baselines.", valueName: "folder"))
    var path = standard

    /// The file of the baseline with that name.
    func file(_ name: String) throws(BenchError) -> String {
        try BaselineName.check(name)
        return "\(path)/\(name).json"
    }

    /// The option as a command line has it; none where it is the usual folder.
    var words: [String] { path == Self.standard ? [] : ["--folder", path] }

    /// The names of the baselines that are there, sorted; none where there is no such folder.
    var names: [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return files.filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.map { String($0.dropLast(5)) }
            .sorted()
    }

    /// The baseline with that name; throws `.nothingCompared` where there is none.
    func baseline(_ name: String, remedy: String? = nil) throws(BenchError) -> Baseline {
        let file = try file(name)
        guard FileManager.default.fileExists(atPath: file) else {
            throw BenchError(
                .nothingCompared,
                "there is no baseline \"\(name)\": no file \"\(file)\""
                    + Suggestion.hint(for: name, among: names),
                remedy: remedy ?? "save one: bench baseline save \(name) SUITE")
        }
        return try Self.read(file)
    }

    /// The baseline in a file that is there.
    static func read(_ file: String) throws(BenchError) -> Baseline {
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw BenchError(
                .data, "cannot read \"\(file)\"", remedy: "check that it is a file that you may read")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw BenchError(.data, "\"\(file)\" is not text in UTF-8", remedy: "save the baseline again")
        }
        return try BaselineFile.parse(text, file: file)
    }
}
