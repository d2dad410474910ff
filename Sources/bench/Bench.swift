import ArgumentParser
import Foundation
import Numerics
import Primitives

/// The command line: one file per subcommand under Commands/.
@main
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Checks which regularisation method really helps, by how much, and how sure that is.",
        discussion: """
            A suite (one YAML file) names models, datasets, methods and seeds. `bench run` trains every \
            combination exactly repeatably and stores the results; `bench report` compares the methods.

            Exit codes: 0 success; 1 a regression, or a report or reference value that does not match; 3 a gate \
            that cannot decide; 4 nothing to report or compare; 5 some cells failed; 6 verification mismatch; 64 wrong \
            usage or invalid suite; 65 bad data; 70 internal error; 75 store busy; 130 interrupted, store consistent.
            """,
        version: Version.text,
        subcommands: [
            InitCommand.self,
            PlanCommand.self,
            RunCommand.self,
            StatusCommand.self,
            WatchCommand.self,
            ReportCommand.self,
            CompareCommand.self,
            BaselineCommand.self,
            GateCommand.self,
            VerifyCommand.self,
            ReplayCommand.self,
            WhyCommand.self,
            ExportCommand.self,
            MergeCommand.self,
            DataCommand.self,
            ListCommand.self,
            DescribeCommand.self,
            SelfCheckCommand.self,
            DoctorCommand.self,
            WorkerCommand.self,
            SlurmTaskCommand.self,
            SlurmMergeCommand.self,
        ])

    static func main() {
        FloatingPointEnvironment.makeStandard()
        Terminal.prepare()
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let error as BenchError {
            Terminal.error(error.description + "\n")
            Foundation.exit(error.exitCode.rawValue)
        } catch {
            exit(withError: error)
        }
    }
}
