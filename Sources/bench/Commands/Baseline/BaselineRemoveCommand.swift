import ArgumentParser
import Foundation
import Primitives

/// The command `bench baseline rm NAME`.
struct BaselineRemoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm", abstract: "Remove a baseline; where its file is committed, git still has it.")

    @Argument(help: "The baseline's name.")
    var name: String

    @OptionGroup var folder: BaselineFolder

    func run() throws {
        let file = try folder.file(name)
        guard unlink(file) == 0 else {
            if errno == ENOENT {
                throw BenchError(
                    .nothingCompared,
                    "there is no baseline \"\(name)\": no file \"\(file)\""
                        + Suggestion.hint(for: name, among: folder.names),
                    remedy: "bench baseline list shows which there are")
            }
            throw BenchError(
                .internal, "cannot remove \"\(file)\": \(String(cString: strerror(errno)))",
                remedy: "check that its folder can be written")
        }
        try Terminal.output("removed \(file)\n")
    }
}
