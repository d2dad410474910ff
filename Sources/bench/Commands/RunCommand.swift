import ArgumentParser
import Datasets
import Foundation
import Numerics
import Primitives
import Records
import Runner
import Store

/// The command `bench run SUITE`.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Train the cells of a suite that the store does not have yet.",
        discussion: """
            Cells are trained in parallel and stored as they end; the results do not depend on --jobs or on the \
            order. Interrupted by Ctrl-C (cells in flight finish; a second one gives them up) or killed, the same \
            command goes on where it stopped.
            """)

    @Argument(help: "The suite, a YAML file.")
    var suite: String

    @OptionGroup var store: StoreOptions

    @OptionGroup var selection: SelectionOptions

    @OptionGroup var dispatch: DispatchFlags

    @OptionGroup var slurm: SlurmOptions

    @Flag(help: "Train again the cells whose stored result is a failure.")
    var retryFailed = false

    @Flag(help: "Train again what is stored, too.")
    var force = false

    @Flag(help: "Store what models say of validation and test rows, too.")
    var storePredictions = false

    @Flag(
        help: "Have every result on the disk before the next: survives a power cut, costs a write per cell.")
    var durable = false

    @Flag(help: "Let a warning of the data checks stop the run, as an error does.")
    var strict = false

    @OptionGroup var progress: ProgressOptions

    @Flag(help: "Print the summary and every cell's result as JSON.")
    var json = false

    func run() throws {
        let level = try InstructionSet.selected()
        let observers = slurm.isChosen ? [] : progress.observers()
        let plan = try SuitePlan(path: suite)
        try plan.sayChecks(isStrict: strict)
        let positions = try selection.selection().positions(in: plan)
        if slurm.isChosen { return try runOnCluster(plan, positions, level) }
        SlurmRuns.foldWhatIsComplete(storePath: store.path) { Terminal.error($0 + "\n") }
        let database = try Store(path: store.path, mode: .readWriteCreate, durable: durable)
        let runner = SuiteRunner(
            plan, into: database, environment: EnvironmentProbe.environment(instructionSet: level),
            options: .init(
                dispatch: dispatch.options(level), positions: positions, retriesFailed: retryFailed,
                forces: force, keepsPredictions: storePredictions, isDurable: durable))
        let interruption = Interruption()
        interruption.listenAndSay()
        let summary = try runner.run(interruption: interruption, observers: observers)
        let document = json ? RunDocument(summary, try database.results(experiment: summary.experiment)) : nil
        // Threads may still be on their way out and hold the store; closing it folds its log into the file.
        database.close()
        let text = summary.text(store: store.path)
        if let document {
            try Terminal.output(document.text)
            Terminal.error(text)
        } else {
            try Terminal.output(text)
        }
        if summary.isInterrupted, summary.remaining > 0 {
            throw ArgumentParser.ExitCode(Primitives.ExitCode.interrupted.rawValue)
        }
        if !summary.failures.isEmpty {
            throw ArgumentParser.ExitCode(Primitives.ExitCode.cellsFailed.rawValue)
        }
    }

    private func runOnCluster(_ plan: SuitePlan, _ positions: [Int], _ level: InstructionSet) throws {
        let request = SlurmSuiteRunner.Request(
            plan: plan, storePath: store.path, sharedFolder: slurm.shared, settings: slurm.settings,
            dispatch: ShardDispatch(dispatch.options(level), keepsPredictions: storePredictions),
            positions: positions, retriesFailed: retryFailed, forces: force)
        try SlurmRunning(
            request: request, options: slurm, instructionSet: level, progress: progress.style, json: json
        ).run()
    }
}
