import ArgumentParser
import Gating
import Primitives
import Reporting

/// The command `bench baseline list`.
struct BaselineListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the baselines of a folder.")

    @OptionGroup var folder: BaselineFolder

    @Flag(help: "Print as JSON.")
    var json = false

    func run() throws {
        var baselines: [(name: String, baseline: Baseline)] = []
        var findings: [Diagnostic] = []
        for name in folder.names {
            do throws(BenchError) {
                baselines.append((name, try folder.baseline(name)))
            } catch {
                findings += error.diagnostics
            }
        }
        let report = BaselineReport.list(
            baselines, folder: folder.path, hasUnreadable: !findings.isEmpty)
        try Terminal.output(ReportFormats.renderer(json ? "json" : "markdown").render(report))
        // One file that cannot be read hides no other.
        if !findings.isEmpty { throw BenchError(.data, findings) }
    }
}
