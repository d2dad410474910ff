import ArgumentParser
import Foundation
import Numerics
import Primitives
import Records
import Runner
import Store

/// The command `bench verify [STORE]`.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Train stored cells again and compare the bits with what is stored.",
        discussion: """
            Compares how a cell ended, the SHA-256 of its parameters and predictions, and the bits of every metric \
            and of every point of its learning curves. Nothing is written to the store. Exit code 6 on any \
            difference, 4 where nothing could be compared, 5 where a cell could not be trained to its end.
            """)

    @Argument(help: "The store (default: what --db names).")
    var path: String?

    @OptionGroup var store: StoreOptions

    @Option(help: "Choose among the cells of an experiment, named by its suite's name or its number.")
    var experiment: String?

    @OptionGroup var selection: SelectionOptions

    @Flag(help: "Verify every cell.")
    var all = false

    @Option(help: "Verify so many cells, drawn over all configurations (default: 20).")
    var sample: Int?

    @Option(help: "The seed of the draw.")
    var seed = 0

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Verify these cells, named as in `bench why`.",
            valueName: "cell"))
    var cell: [String] = []

    @Option(
        help: ArgumentHelp(
            "Compare with the outcomes in another store instead of training.", valueName: "store"))
    var from: String?

    @Option(help: ArgumentHelp("Look for data files in this folder.", valueName: "dir"))
    var data: String?

    @OptionGroup var dispatch: DispatchFlags

    @Flag(help: "Print as JSON.")
    var json = false

    func validate() throws {
        if let sample, sample < 1 { throw ValidationError("--sample must be at least 1.") }
        if [all, sample != nil, !cell.isEmpty].count(where: { $0 }) > 1 {
            throw ValidationError("Give one of --all, --sample and --cell.")
        }
        if !cell.isEmpty, experiment != nil || selection.isGiven {
            throw ValidationError(
                "--cell names cells; it goes without --experiment, --only, --skip and --shard.")
        }
        if path != nil, store.path != StoreOptions.standard {
            throw ValidationError("Name the store once, as an argument or with --db.")
        }
    }

    func run() throws {
        let level = try InstructionSet.selected()
        let database = try Store(path: path ?? store.path, mode: .readOnly)
        let verifier = try Verifier(database, options(in: database))
        let report: VerificationReport
        if let from {
            report = try verifier.run(against: Store(path: from, mode: .readOnly))
        } else {
            let interruption = Interruption()
            interruption.listenAndSay()
            let progress = CountProgress(
                isLive: TerminalSize.suitsLiveDisplay(STDERR_FILENO), write: Terminal.error)
            report = try verifier.run(
                through: dispatch.isolation == .process ? ProcessDispatcher() : ThreadDispatcher(),
                options: dispatch.options(level),
                environment: EnvironmentProbe.environment(instructionSet: level),
                interruption: interruption, progress: progress.show)
            progress.end()
        }
        try Terminal.output(json ? report.json : report.text)
        if report.exitCode != .success { throw ArgumentParser.ExitCode(report.exitCode.rawValue) }
    }

    private func options(in database: Store) throws -> Verifier.Options {
        var options = Verifier.Options(choice: try choice(in: database), dataDirectory: data)
        guard experiment != nil || selection.isGiven else { return options }
        let chosen = try database.choose(experiment)
        options.experiment = chosen.id
        if selection.isGiven {
            options.population = try Verifier.population(selection.selection(), of: chosen, in: database)
        }
        return options
    }

    private func choice(in database: Store) throws -> Verifier.Choice {
        if all { return .all }
        if cell.isEmpty { return .sample(sample ?? 20, seed: seed) }
        return .cells(try cell.map { try CellAddress($0).identity(in: database) })
    }
}
