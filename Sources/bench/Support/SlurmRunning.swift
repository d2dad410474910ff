import ArgumentParser
import Foundation
import Numerics
import Primitives
import Runner
import Store

/// `bench run --executor slurm`: submits or attaches, follows, and prints what came of it.
struct SlurmRunning {
    let request: SlurmSuiteRunner.Request
    let options: SlurmOptions
    let instructionSet: InstructionSet
    let progress: ProgressOptions.Style
    let json: Bool

    func run() throws {
        let runner = SlurmSuiteRunner(
            request, environment: EnvironmentProbe.environment(instructionSet: instructionSet),
            say: { Terminal.error($0 + "\n") })
        switch try runner.start() {
        case .nothingMissing: try finish(runner, nil, nil)
        case .attached(let folder, let manifest):
            Terminal.error("going on with the run in \(folder.path)\n")
            try follow(runner, folder, manifest)
        case .submitted(let folder, let manifest):
            if options.detach { return Terminal.error(SlurmRunStatus.farewell(manifest) + "\n") }
            try follow(runner, folder, manifest)
        }
    }

    private func follow(
        _ runner: SlurmSuiteRunner, _ folder: SlurmRunFolder, _ manifest: SlurmManifest
    ) throws {
        let interruption = Interruption()
        interruption.listen { _ in }
        let style = progress
        let lines = SlurmProgress(isJSON: style == .json) { if style != .none { Terminal.error($0) } }
        guard
            let outcome = try runner.follow(
                folder, manifest, pollSeconds: options.poll, interruption: interruption,
                show: { lines.show($0) })
        else {
            Terminal.error("\n" + SlurmRunStatus.farewell(manifest) + "\n")
            throw ArgumentParser.ExitCode(Primitives.ExitCode.interrupted.rawValue)
        }
        for words in folder.lastWords(of: outcome) { Terminal.error(words + "\n") }
        try finish(runner, manifest, outcome)
    }

    private func finish(
        _ runner: SlurmSuiteRunner, _ manifest: SlurmManifest?, _ outcome: SlurmOutcome?
    ) throws {
        let summary = try runner.summary(of: manifest)
        if let outcome, let words = outcome.words { Terminal.error(words + "\n") }
        let text = summary.text(store: request.storePath)
        if json {
            let store = try Store(path: request.storePath, mode: .readOnly)
            try Terminal.output(RunDocument(summary, store.results(experiment: summary.experiment)).text)
            Terminal.error(text)
        } else {
            try Terminal.output(text)
        }
        if let code = outcome?.exitCode(summary) { throw ArgumentParser.ExitCode(code.rawValue) }
        if !summary.failures.isEmpty {
            throw ArgumentParser.ExitCode(Primitives.ExitCode.cellsFailed.rawValue)
        }
    }
}
