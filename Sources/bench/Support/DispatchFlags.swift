import ArgumentParser
import Foundation
import Numerics
import Runner

/// How cells are spread over workers and what they may use.
struct DispatchFlags: ParsableArguments {
    @Option(name: .shortAndLong, help: "Cells trained at once (default: one per processor).")
    var jobs: Int?

    @Option(help: "Where cells are trained: in a process of their own per job, or in threads of this one.")
    var isolation = Isolation.process

    @Option(help: ArgumentHelp("Seconds that a cell may take, or none.", valueName: "seconds"))
    var timeout = TimeLimit.standard

    @Option(
        help: ArgumentHelp(
            "Memory that a cell may use: bytes, 512MiB, 2GiB … or none (default: its share of the machine's).",
            valueName: "size"))
    var memory: MemorySize?

    @Option(help: "How often a cell is tried again whose worker died.")
    var retries = 1

    @Option(help: "In which order cells are begun; no result depends on it.")
    var order = CellOrder.longest

    @Option(help: "Decides ties and shuffles; no result depends on it.")
    var scheduleSeed: UInt64 = 0

    @Flag(exclusivity: .exclusive, help: "What happens when a cell fails.")
    var failure = Failure.keepGoing

    enum Failure: EnumerableFlag {
        case failFast
        case keepGoing

        static func help(for value: Failure) -> ArgumentHelp? {
            switch value {
            case .failFast: "End the run at the first failed cell; cells in flight finish."
            case .keepGoing: "Train the other cells all the same (the default)."
            }
        }
    }

    func validate() throws {
        if let jobs, !(1...1024).contains(jobs) { throw ValidationError("--jobs must lie in 1 ... 1024.") }
        guard (0...100).contains(retries) else { throw ValidationError("--retries must lie in 0 ... 100.") }
    }

    /// The options that the flags mean.
    func options(_ instructionSet: InstructionSet) -> DispatchOptions {
        DispatchOptions(
            jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount, isolation: isolation,
            instructionSet: instructionSet, order: order, scheduleSeed: scheduleSeed,
            timeout: timeout.seconds, memory: memory?.bytes, retries: retries, failsFast: failure == .failFast
        )
    }
}

extension CellOrder: ExpressibleByArgument {}
extension TimeLimit: ExpressibleByArgument {}
extension MemorySize: ExpressibleByArgument {}
extension Isolation: ExpressibleByArgument {}
