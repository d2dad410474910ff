import ArgumentParser
import Primitives
import Reporting
import Statistics
import Training

/// The command `bench selfcheck`.
struct SelfCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "selfcheck",
        abstract: "Compute published reference values with this program and print how many digits agree.",
        discussion: "Exit code 1 where a value does not agree as far as it has to.")

    @Flag(help: "Print as JSON.")
    var json = false

    @Flag(help: "Print as Markdown tables.")
    var markdown = false

    func validate() throws {
        if json, markdown { throw ValidationError("Give one of --json and --markdown.") }
    }

    func run() throws {
        let check = SelfCheck(StatisticsReferences.all + MetricReferences.all)
        try Terminal.output(
            json ? check.json : (markdown ? MarkdownRenderer().render(check.report) : check.text))
        if !check.failures.isEmpty {
            throw ArgumentParser.ExitCode(Primitives.ExitCode.mismatch.rawValue)
        }
    }
}
