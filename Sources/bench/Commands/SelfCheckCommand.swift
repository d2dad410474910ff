import ArgumentParser
import Gating
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
            printed; the numbers of docs/calibration.md take about an hour of CPU time. With --simulate-gate simulated \
            stores go through the decision of bench gate: how often it errs and what it finds, as in docs/ci.md.
            """)

    @OptionGroup var output: ReportOutput

    @Flag(help: "Simulate how often the report errs and how often intervals cover.")
    var simulate = false

    @Flag(help: "Simulate how often the gate errs and how often it finds a difference.")
    var simulateGate = false

    @Option(help: ArgumentHelp("Simulated stores per line of --simulate-gate.", valueName: "n"))
    var stores = 1_000

    @Option(
        help: ArgumentHelp(
            "Simulated experiments of 20 datasets; twice as many of 6, five times of 1.", valueName: "n"))
    var experiments = 400

    @Option(help: ArgumentHelp("Samples that each coverage is estimated from.", valueName: "n"))
    var samples = 2_000

    func validate() throws {
        if experiments < 1 || samples < 1 || stores < 1 {
            throw ValidationError("Give a number above 0 for --experiments, --samples and --stores.")
        }
        if simulate, simulateGate { throw ValidationError("Give one of --simulate and --simulate-gate.") }
    }

    func run() throws {
        if simulate {
            return try show(
                SimulationStudy(experiments: experiments, samples: samples).report {
                    Terminal.error($0 + "\n")
                })
        }
        if simulateGate {
            return try show(GateSimulation.report(stores: stores) { Terminal.error($0 + "\n") })
        }
        let check = SelfCheck(StatisticsReferences.all + MetricReferences.all)
        if output.isUsual {
            try Terminal.output(check.text)
        } else if output.json, output.output == nil {
            try Terminal.output(check.json)
        } else {
            try show(check.report)
        }
        if !check.failures.isEmpty {
            throw ArgumentParser.ExitCode(Primitives.ExitCode.mismatch.rawValue)
        }
    }

    private func show(_ report: Report) throws {
        try output.write(report, with: output.renderer())
    }
}
