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
        let interruption = Interruption()
        interruption.listen { _ in }
        var manifests: [SlurmManifest] = []
        var remaining = Int.max
        // A run that is gone on with may be about fewer cells than are asked for: the rest follows it.
        while true {
            let manifest: SlurmManifest
            let folder: SlurmRunFolder
            switch try runner.start() {
            case .nothingMissing: return try finish(runner.summary(of: manifests), nil)
            case .attached(let known, let its):
                Terminal.error("going on with the run in \(known.path)\n")
                (folder, manifest) = (known, its)
            case .submitted(let new, let its): (folder, manifest) = (new, its)
            }
            if options.detach { return Terminal.error(SlurmRunStatus.farewell(manifest) + "\n") }
            let outcome = try follow(runner, folder, manifest, interruption)
            manifests.append(manifest)
            let summary = try runner.summary(of: manifests)
            guard outcome.leaves(summary), summary.remaining < remaining else {
                return try finish(summary, outcome)
            }
            remaining = summary.remaining
        }
    }

    private func follow(
        _ runner: SlurmSuiteRunner, _ folder: SlurmRunFolder, _ manifest: SlurmManifest,
        _ interruption: Interruption
    ) throws -> SlurmOutcome {
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
        return outcome
    }

    private func finish(_ summary: SuiteRunner.Summary, _ outcome: SlurmOutcome?) throws {
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
