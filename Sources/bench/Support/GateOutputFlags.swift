import ArgumentParser
import Foundation
import Gating
import Primitives

/// In which formats a gate's decision is written, and where to.
struct GateOutputFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The format on standard output: \(GateOutputs.all.map(\.format).joined(separator: ", ")).",
            valueName: "format"))
    var format: String?

    @Flag(help: "Short for --format json.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "Write it to a file too, in any of the formats: --out junit=gate.xml. Repeatable.",
            valueName: "format=file"))
    var out: [String] = []

    @Option(
        help: ArgumentHelp("The file that always says what was decided; none for none.", valueName: "file"))
    var record = "gate.json"

    @Flag(
        help:
            "Write a GitHub workflow's annotations and step summary (the default where GITHUB_ACTIONS is true)."
    )
    var github = false

    @Flag(
        help: "List every statement in text, Markdown and HTML, where those that pass are counted otherwise.")
    var allRows = false

    func validate() throws {
        if json, let format, format != "json" {
            throw ValidationError("--json and --format \(format) cannot be used together.")
        }
    }

    /// What the options mean; throws `.usage` for unknown formats.
    ///
    /// The record of an earlier gate is removed first, so that it does not outlive one that was asked for wrongly.
    func delivery(protecting protected: [String]) throws(BenchError) -> GateDelivery {
        let recorded = record == "none" ? nil : OutputFile(path: record)
        try recorded?.removeEarlier(sparing: protected)
        var files = try out.map { word throws(BenchError) in try GateDelivery.file(word) }
        if let recorded { files.append((try GateOutputs.output("json"), recorded)) }
        let isWorkflow = ProcessInfo.processInfo.environment["GITHUB_ACTIONS"] == "true"
        return GateDelivery(
            output: try GateOutputs.output(json ? "json" : format ?? "text"), files: files,
            isForGitHub: github || isWorkflow, protected: protected)
    }
}
