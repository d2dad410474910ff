import ArgumentParser
import Datasets
import Primitives
import Runner

/// The command `bench data check FILE|SUITE`.
struct DataCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Look for what makes results meaningless or misleading.",
        discussion: """
            Duplicate rows (also across the splits of a suite), duplicate and constant columns, columns that tell \
            the target, identifiers, rare classes, missing cells, conflicting targets, nothing to learn. \
            Exit code 65 where there is an error, with --strict also for a warning.
            """)

    @Argument(help: "A data file, a generator, or a suite (.yaml), whose datasets are all checked.")
    var name: String

    @OptionGroup var options: DataOptions

    @Flag(help: "Let a warning count as an error.")
    var strict = false

    @Flag(help: "Print as JSON.")
    var json = false

    func run() throws {
        let report = try report()
        try Terminal.output(json ? report.json : report.text)
        let code = report.exitCode(isStrict: strict)
        if code != .success { throw ArgumentParser.ExitCode(code.rawValue) }
    }

    private func report() throws -> DataCheckReport {
        guard name.hasSuffix(".yaml") || name.hasSuffix(".yml") else {
            let selection = try options.selection(name)
            let subject = CheckSubject(
                try selection.load(), at: selection.location, isFile: selection.path != nil)
            return DataCheckReport([subject], includesNotes: true)
        }
        guard options.isEmpty else {
            throw BenchError(
                .usage, "a suite says itself how its files are read",
                remedy: "leave out --target, --task and --set, or name a data file")
        }
        return try SuitePlan(path: name).dataChecks(includesNotes: true)
    }
}
