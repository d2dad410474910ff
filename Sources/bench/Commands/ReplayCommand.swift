import ArgumentParser
import Foundation
import Numerics
import Primitives
import Runner
import Store

/// The command `bench replay CELL`.
struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Train one stored cell again and look at every step.",
        discussion: """
            Prints what came of it and whether it has the stored bits. With --trace, each step's loss, norms of \
            parameters, update and gradient, and what methods record, with the learning curves at the end of each \
            epoch. Nothing is written to the store. Exit code 6 where the bits are not those that are stored.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case csv, jsonl }

    @Argument(
        help: "The beginning of a cell's identity, or dataset/model/method/seed of the latest experiment.")
    var cell: String

    @OptionGroup var store: StoreOptions

    @Option(
        help: ArgumentHelp("Write the trace to a file, or to standard output for -.", valueName: "file"))
    var trace: String?

    @Option(help: "The trace's format: csv or jsonl (default: by the file's name, else csv).")
    var format: Format?

    @Option(help: "Trace the first of so many steps, and the last of each epoch.")
    var every = 1

    @Flag(help: "Print the compiled training steps instead of training.")
    var plan = false

    @Option(help: ArgumentHelp("Look for data files in this folder.", valueName: "dir"))
    var data: String?

    @Flag(help: "Print the outcome as JSON.")
    var json = false

    func validate() throws {
        if every < 1 { throw ValidationError("--every must be at least 1.") }
        if plan, trace != nil || json {
            throw ValidationError("--plan goes with neither --trace nor --json.")
        }
        if trace == "-", json { throw ValidationError("--trace - and --json both print to standard output.") }
        if format != nil, trace == nil { throw ValidationError("--format is that of a --trace.") }
    }

    func run() throws {
        let level = try InstructionSet.selected()
        let database = try Store(path: store.path, mode: .readOnly)
        let history = try CellHistory(CellAddress(cell).identity(in: database), in: database)
        let replay = try CellReplay(history.request(dataDirectory: data))
        if plan { return try Terminal.output(replay.planText) }
        let interruption = Interruption()
        interruption.listen { _ in Terminal.error("\ninterrupted: giving up at the end of the epoch\n") }
        let table = trace.map { _ in StepTraceTable() }
        let outcome = try replay.run(
            instructionSet: level, every: every, trace: table,
            shouldStop: { interruption.isRequested })
        if let trace, let table {
            let isLines = format.map { $0 == .jsonl } ?? trace.hasSuffix(".jsonl")
            try OutputFile(path: trace).write(
                isLines ? table.jsonLines : table.csv, protecting: [store.path])
        }
        guard let outcome else {
            throw ArgumentParser.ExitCode(Primitives.ExitCode.interrupted.rawValue)
        }
        let report = ReplayReport(
            history, outcome, steps: table?.count,
            environment: EnvironmentProbe.environment(instructionSet: level))
        if trace == "-" {
            Terminal.error(report.text)
        } else {
            try Terminal.output(json ? report.json : report.text)
        }
        if report.exitCode != .success { throw ArgumentParser.ExitCode(report.exitCode.rawValue) }
    }
}
