import ArgumentParser
import Primitives
import Records
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

    @Option(
        help: ArgumentHelp(
            "Write nothing: make the report again as this file's first lines say, and fail (exit code 1) where a "
                + "byte of it, or of a figure beside it, differs.", valueName: "file"))
    var check: String?

    func validate() throws {
        if check != nil, form.output != nil {
            throw ValidationError("--check writes nothing: leave --output out.")
        }
    }

    func run() throws {
        if let check { return try run(ReportChecking(path: check)) }
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
            protecting: [store.path])
    }

    /// A marker says how the document is made; CSV, which has none, is made as the flags say.
    private func run(_ checking: ReportChecking) throws {
        try checking.refuse(form.given + flags.given)
        let database = try Store(path: store.path, mode: .readOnly)
        let chosen = try database.choose(experiment ?? checking.marker?.experiment)
        let format = try checking.marker?.format ?? form.renderer(orElse: "csv").format
        let marker =
            checking.marker
            ?? ReportMarker(experiment: chosen.record.name, format: format, options: flags.options)
        let input = try database.reportInput(of: chosen, marker.options)
        database.close()
        let report = ReportBuilder(marker.options).report(input)
        guard let mismatch = checking.mismatch(report, try ReportFormats.renderer(format), marker) else {
            return try Terminal.output(
                "\(checking.path) is what the report of \(chosen.record.name) is now\n")
        }
        try Terminal.output("\(checking.path): \(mismatch.text)\n")
        throw ArgumentParser.ExitCode(Primitives.ExitCode.mismatch.rawValue)
    }
}
