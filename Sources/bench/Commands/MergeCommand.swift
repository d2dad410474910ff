import ArgumentParser
import Primitives
import Runner
import Store

/// The command `bench merge STORE … --into FILE`.
struct MergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Put what several stores hold into one.",
        discussion: """
            For the shards of a run, or the stores of several machines. The target is made where it is missing; the \
            sources stay as they are, and may be written meanwhile. Merging again adds nothing. Where two completed \
            attempts at one cell differ in a bit, both are kept, the cell is named, and the exit code is 6.
            """)

    @Argument(help: "The stores to read.")
    var sources: [String]

    @Option(
        name: [.customLong("into"), .customLong("db")],
        help: ArgumentHelp("The store to add to.", valueName: "file"))
    var target: String

    @Flag(help: "Print what was added, and what differs, as JSON.")
    var json = false

    func run() throws {
        let merge = StoreMerge(sources: sources, target: target)
        let report = try merge.run()
        try Terminal.output(json ? report.json.canonical + "\n" : report.text)
        if !report.conflicts.isEmpty {
            throw ArgumentParser.ExitCode(Primitives.ExitCode.verificationMismatch.rawValue)
        }
    }
}
