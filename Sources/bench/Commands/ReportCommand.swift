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
        let chosen = try database.choose(experiment)
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
}
