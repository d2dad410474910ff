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
        discussion: """
            Exit code 1 where a value does not agree as far as it has to. With --simulate, experiments whose methods do \
            not differ are reported on instead, and the shares of reports that err and of intervals that miss are \
            printed; the numbers of docs/calibration.md take about an hour of CPU time.
            """)

    @Flag(help: "Print as JSON.")
    var json = false

    @Flag(help: "Print as Markdown tables.")
    var markdown = false

    @Flag(help: "Simulate how often the report errs and how often intervals cover.")
    var simulate = false

    @Option(
        help: ArgumentHelp(
            "Simulated experiments of 20 datasets; twice as many of 6, five times of 1.", valueName: "n"))
    var experiments = 400

    @Option(help: ArgumentHelp("Samples that each coverage is estimated from.", valueName: "n"))
    var samples = 2_000

    func validate() throws {
        if experiments < 1 || samples < 1 {
            throw ValidationError("Give a number above 0 for --experiments and --samples.")
        }
        if json, markdown { throw ValidationError("Give one of --json and --markdown.") }
    }

    func run() throws {
        if simulate {
            let report = SimulationStudy(experiments: experiments, samples: samples).report {
                Terminal.error($0 + "\n")
            }
            return try Terminal.output(
                json ? JSONRenderer().render(report) : MarkdownRenderer().render(report))
        }
        let check = SelfCheck(StatisticsReferences.all + MetricReferences.all)
        try Terminal.output(
            json ? check.json : (markdown ? MarkdownRenderer().render(check.report) : check.text))
        if !check.failures.isEmpty {
            throw ArgumentParser.ExitCode(Primitives.ExitCode.mismatch.rawValue)
        }
    }
}
