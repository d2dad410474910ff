import ArgumentParser
import Primitives
import Reporting
import Store

/// The command `bench report`.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Compare the methods of a stored experiment.",
        discussion: "Without a name, the latest experiment of the store is reported.")

    @Argument(help: "The name of a suite that was run, or the number of an experiment.")
    var experiment: String?

    @OptionGroup var store: StoreOptions

    @OptionGroup(title: "Form") var form: ReportOutput

    @OptionGroup(title: "Analysis") var flags: ReportFlags

    func run() throws {
        let renderer = try form.renderer()
        let database = try Store(path: store.path, mode: .readOnly)
        let chosen = try database.choose(experiment)
        let options = flags.options
        let input = try database.reportInput(of: chosen, options)
        database.close()
        try options.check(input)
        let report = ReportBuilder(options).report(input)
        try options.check(report) { ReportBuilder(options.withAllSections).report(input) }
        try form.write(
            report, with: renderer,
            marker: ReportMarker(
                experiment: chosen.record.name, format: renderer.format, options: options),
            protecting: store.path)
    }
}
