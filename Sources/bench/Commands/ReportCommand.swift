import ArgumentParser
import Datasets
import Foundation
import Primitives
import Records
import Reporting
import Store
import Training

/// The command `bench report`.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Compare the methods of a stored experiment.",
        discussion: "Without a name, the latest experiment of the store is reported.")

    @Argument(help: "The name of a suite that was run, or the number of an experiment.")
    var experiment: String?

    @OptionGroup var store: StoreOptions

    @Option(help: "The format: \(ReportFormats.all.map(\.format).joined(separator: " or ")).")
    var format: String?

    @Flag(help: "Short for --format markdown.")
    var markdown = false

    @Flag(help: "Short for --format json.")
    var json = false

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Write to a file instead of standard output.", valueName: "file"))
    var output: String?

    func validate() throws {
        if [format != nil, markdown, json].count(where: { $0 }) > 1 {
            throw ValidationError("Give one of --format, --markdown and --json.")
        }
    }

    func run() throws {
        let renderer = try ReportFormats.renderer(format ?? (json ? "json" : "markdown"))
        let database = try Store(path: store.path, mode: .readOnly)
        let chosen = try select(in: database)
        let input = ReportInput(
            experiment: chosen.record, experimentID: chosen.id, createdAt: chosen.createdAt,
            datasets: try database.datasets(experiment: chosen.id),
            rows: try database.results(experiment: chosen.id),
            environments: try database.environments(experiment: chosen.id),
            metrics: MetricCatalogue.declarations, datasetKinds: DatasetCatalogue.declarations)
        let text = renderer.render(ReportBuilder().report(input))
        database.close()
        try OutputFile(path: output ?? "-").write(text, protecting: [store.path])
    }

    private func select(in database: Store) throws -> StoredExperiment {
        guard let experiment else {
            if let latest = try database.latestExperiment() { return latest }
            throw BenchError(
                .nothingCompared, "the store \"\(store.path)\" has no experiment",
                remedy: "run a suite first: bench run SUITE")
        }
        if let id = Int(experiment), let found = try database.experiment(id) { return found }
        if let found = try database.latestExperiment(named: experiment) { return found }
        let names = Set(try database.experiments().map(\.record.name)).sorted()
        throw BenchError(
            .usage,
            "the store has no experiment \"\(experiment)\"" + Suggestion.hint(for: experiment, among: names),
            remedy: names.isEmpty ? "run a suite first" : "known: " + names.joined(separator: ", "))
    }
}
