import ArgumentParser
import Gating
import Reporting

/// The command `bench baseline show NAME`.
struct BaselineShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print what a baseline holds, a row per configuration.")

    @Argument(help: "The baseline's name.")
    var name: String

    @OptionGroup var folder: BaselineFolder

    @Flag(help: "Print as JSON.")
    var json = false

    func run() throws {
        let report = BaselineReport.show(try folder.baseline(name), name: name)
        try Terminal.output(ReportFormats.renderer(json ? "json" : "markdown").render(report))
    }
}
