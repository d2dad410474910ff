import ArgumentParser
import Primitives
import Runner

/// The command `bench status`.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say how far a run is, in this or another process, and what is stored.",
        discussion: "Reads only, while a run writes.")

    @OptionGroup var store: StoreOptions

    @Flag(help: "Print the state as JSON.")
    var json = false

    func run() throws {
        let status = try RunStatus(storePath: store.path)
        let cluster = SlurmRuns.status(storePath: store.path)
        try Terminal.output(
            json
                ? SlurmRunStatus.joined(status.json, cluster).canonical + "\n"
                : status.text(columns: Terminal.outputWidth.map { $0 - 1 }) + cluster.map(\.text).joined())
    }
}
