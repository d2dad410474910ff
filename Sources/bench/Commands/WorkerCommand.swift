import ArgumentParser
import Foundation
import Primitives
import Runner

/// The hidden command `bench worker`: what `bench run` starts once per job.
struct WorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "Train the cells that another bench process sends.",
        shouldDisplay: false)

    func run() throws {
        guard isatty(STDIN_FILENO) == 0 else {
            throw BenchError(
                .usage, "`bench worker` is started by `bench run`, not by hand", remedy: "use `bench run`")
        }
        WorkerSession.run()
    }
}
