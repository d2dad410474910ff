import ArgumentParser
import Foundation
import Primitives
import Reporting

/// The options that say in which format a report is written, and where to.
struct ReportOutput: ParsableArguments {
    @Option(
        help:
            "The format: \(ReportFormats.all.map(\.format).joined(separator: ", ")). By default what the file's ending says, or \(ReportFormats.all[0].format)."
    )
    var format: String?

    @Flag(help: "Short for --format markdown.")
    var markdown = false

    @Flag(help: "Short for --format html.")
    var html = false

    @Flag(help: "Short for --format latex.")
    var latex = false

    @Flag(help: "Short for --format csv.")
    var csv = false

    @Flag(help: "Short for --format json.")
    var json = false

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Write to a file instead of standard output; Markdown's figures go to a folder beside it.",
            valueName: "file"))
    var output: String?

    @Option(
        help: ArgumentHelp(
            "Shorten the least important parts until the document fits (Markdown, HTML, LaTeX).",
            valueName: "number"))
    var maxBytes: Int?

    func validate() throws {
        if chosen.count > 1 {
            throw ValidationError("Give one of --format, --markdown, --html, --latex, --csv and --json.")
        }
        if let maxBytes, maxBytes < 1 { throw ValidationError("--max-bytes must be at least 1.") }
    }

    private var chosen: [String] {
        let flags = [
            (markdown, "markdown"), (html, "html"), (latex, "latex"), (csv, "csv"), (json, "json"),
        ]
        return flags.filter(\.0).map(\.1) + (format.map { [$0] } ?? [])
    }

    /// The options that say how the document is made, as they are spelled, where they were given.
    var given: [String] {
        let flags = [
            ("--markdown", markdown), ("--html", html), ("--latex", latex), ("--csv", csv), ("--json", json),
        ]
        return (format == nil ? [] : ["--format"]) + flags.filter(\.1).map(\.0)
            + (maxBytes == nil ? [] : ["--max-bytes"])
    }

    /// The format that was asked for; a file whose ending says another is an error, and so is one whose ending says
    /// nothing where none was asked for.
    func renderer() throws(BenchError) -> any ReportRenderer {
        let implied = output.flatMap(ReportFormats.renderer(forFile:))
        let renderer = try chosen.first.map(ReportFormats.renderer) ?? implied ?? ReportFormats.all[0]
        if let output, let implied, implied.format != renderer.format {
            throw BenchError(
                .usage,
                "\"\(output)\" is called as \(implied.format) is, and \(renderer.format) was asked for",
                remedy: "name a file that ends in .\(renderer.fileExtension), or leave the format out")
        }
        if let output, implied == nil, chosen.isEmpty, OutputFile(path: output).hasEnding {
            throw BenchError(
                .usage, "the ending of \"\(output)\" is that of no format",
                remedy: "name a file that ends in \(ReportFormats.endings), or choose a --format")
        }
        if maxBytes != nil, !renderer.canBeShortened {
            throw BenchError(
                .usage, "--max-bytes is for formats for people; \(renderer.format) is always whole",
                remedy: "leave it out, or choose another format")
        }
        return renderer
    }

    /// Whether neither a format nor a file was asked for.
    var isUsual: Bool { chosen.isEmpty && output == nil }

    /// The format that was asked for, or `usual`.
    func renderer(orElse usual: String) throws(BenchError) -> any ReportRenderer {
        try ReportFormats.renderer(chosen.first ?? usual)
    }

    /// Writes the report, and its figures into a folder beside its file; what files were written is said on
    /// standard error.
    func write(
        _ report: Report, with renderer: any ReportRenderer, marker: ReportMarker? = nil,
        protecting stores: [String] = []
    ) throws(BenchError) {
        let file = OutputFile(path: output ?? "-")
        let folder = file.companionFolder("-figures")
        let rendered = renderer.render(
            report, RenderingOptions(folder: folder, maximumBytes: maxBytes, marker: marker))
        if let maxBytes, rendered.document.utf8.count > maxBytes {
            throw BenchError(
                .usage,
                "the shortest \(renderer.format) report has \(rendered.document.utf8.count) bytes, more than \(maxBytes)",
                remedy: "allow more with --max-bytes, or name fewer --sections")
        }
        try file.write(rendered.document, protecting: stores)
        guard let folder, !rendered.attachments.isEmpty else { return }
        let names = rendered.attachments.map(\.name)
        try file.writeCompanions(rendered.attachments.map { ($0.name, $0.text) }, in: folder)
        Terminal.error("figures in \(folder): \(names.joined(separator: ", "))\n")
    }
}
