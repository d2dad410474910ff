import Foundation
import Gating
import Primitives

/// Brings a decision to where it was asked for: standard output, files, a workflow of GitHub.
struct GateDelivery {
    /// The format on standard output.
    let output: any GateOutput
    /// The files, each with its format.
    let files: [(output: any GateOutput, file: OutputFile)]
    /// Whether annotations and the step summary of a GitHub workflow are written.
    let isForGitHub: Bool
    /// Files that are read and must not be written.
    let protected: [String]

    /// The most bytes of a step's summary: a little below the 1 MiB that GitHub takes.
    private static let mostSummaryBytes = 1_000_000
    /// The most bytes of Markdown in a file: a little below the 65,536 characters of a comment on GitHub.
    private static let mostCommentBytes = 65_000

    /// What `FORMAT=FILE` means; throws `.usage` where it means nothing.
    static func file(_ word: String) throws(BenchError) -> (output: any GateOutput, file: OutputFile) {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty else {
            throw BenchError(
                .usage, "\"--out \(word)\" names no file",
                remedy: "write --out FORMAT=FILE: --out junit=gate.xml")
        }
        return (try GateOutputs.output(String(parts[0])), OutputFile(path: String(parts[1])))
    }

    /// Removes files of an earlier gate, so that none can be taken for this one's.
    ///
    /// Throws `.usage` where one of them is a file that the gate reads, or two are one, and `.internal` where one
    /// stays.
    func prepare() throws(BenchError) {
        for index in files.indices {
            for other in files[..<index] where files[index].file.isSameDocument(as: other.file) {
                throw BenchError(
                    .usage, "two outputs are written to one file, \"\(files[index].file.path)\"",
                    remedy: "give each --out, and --record, a file of its own")
            }
        }
        for (_, file) in files { try file.removeEarlier(sparing: protected) }
    }

    /// Writes the decision everywhere; the last line for people is the verdict.
    ///
    /// A file that cannot be written keeps nothing from standard output: its error is thrown afterwards.
    func write(_ decision: GateDecision, _ context: GateOutputContext) throws(BenchError) {
        var failure: BenchError?
        for (output, file) in files {
            var context = context
            if output.format == "markdown" { context.maximumBytes = Self.mostCommentBytes }
            do throws(BenchError) {
                try file.write(output.render(decision, context), protecting: protected)
            } catch {
                failure = failure ?? error
            }
        }
        try show(decision, context)
        if let failure { throw failure }
    }

    private func show(_ decision: GateDecision, _ context: GateOutputContext) throws(BenchError) {
        let document = output.render(decision, context)
        let verdict = decision.verdictLine + "\n"
        var annotations = ""
        if isForGitHub {
            annotations = try Self.withoutLast(
                verdict, GateOutputs.output("github").render(decision, context))
            try appendSummary(decision, context)
        }
        guard ["text", "markdown"].contains(output.format) else {
            // Standard output is the document and nothing else; GitHub reads annotations here too.
            try Terminal.output(document)
            return Terminal.error(annotations + verdict)
        }
        try Terminal.output(Self.withoutLast(verdict, document) + annotations + verdict)
    }

    /// A document without its last line where that is the verdict's, which is to stand below everything.
    private static func withoutLast(_ verdict: String, _ document: String) -> String {
        let isLast = document.hasSuffix("\n" + verdict) || document == verdict
        return isLast ? String(document.dropLast(verdict.count)) : document
    }

    private func appendSummary(_ decision: GateDecision, _ context: GateOutputContext) throws(BenchError) {
        guard let path = ProcessInfo.processInfo.environment["GITHUB_STEP_SUMMARY"], !path.isEmpty else {
            return
        }
        var context = context
        context.maximumBytes = Self.mostSummaryBytes
        let text = try GateOutputs.output("markdown").render(decision, context)
        guard let stream = fopen(path, "ab") else {
            return Terminal.error("cannot write the step summary \"\(path)\"\n")
        }
        defer { fclose(stream) }
        fputs(text + "\n", stream)
    }
}
