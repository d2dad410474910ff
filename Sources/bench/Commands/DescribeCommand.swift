import ArgumentParser
import Foundation
import Primitives
import Reporting
import Runner

/// The command `bench describe NAME`.
struct DescribeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "Describe what a suite can name: formula, parameters, cost, source.")

    @Argument(help: "Its name, as in a suite; see bench list.")
    var name: String?

    @Flag(help: "Write a Markdown page for every method and an index into the folder --output.")
    var allMethods = false

    @Option(help: "The folder of --all-methods; other Markdown files in it are removed.")
    var output: String?

    @Flag(help: "Print the Markdown page of everything about data (docs/datasets.md).")
    var allData = false

    @Flag(help: "Print the Markdown page of all probes (docs/probes.md).")
    var allProbes = false

    @Flag(help: "Print the Markdown page of all evaluations (docs/evaluations.md).")
    var allEvaluations = false

    @Flag(help: "Print the Markdown page of all metrics (docs/metrics.md).")
    var allMetrics = false

    @Flag(help: "Print as JSON.")
    var json = false

    func validate() throws {
        let pages = [allMethods, allData, allProbes, allEvaluations, allMetrics]
        guard (pages + [name != nil]).count(where: { $0 }) == 1 else {
            throw ValidationError(
                "Give a name, or --all-methods, --all-data, --all-probes, --all-evaluations or --all-metrics."
            )
        }
        guard allMethods == (output != nil) else {
            throw ValidationError("--all-methods and --output go together.")
        }
        if name == nil, json {
            throw ValidationError("The pages are Markdown; for JSON: bench list --json.")
        }
    }

    func run() throws {
        let listing = CatalogueListing(Catalogue.vocabulary)
        if let output { return try writeMethods(to: output) }
        guard let name else {
            return try Terminal.output(page(Catalogue.vocabulary))
        }
        let found = listing.descriptions(of: name)
        guard !found.isEmpty else {
            throw BenchError(
                .usage, "there is no \"\(name)\"" + Suggestion.hint(for: name, among: listing.names),
                remedy: "see bench list")
        }
        let document = found.count == 1 ? found[0].json : "[" + found.map(\.json).joined(separator: ",") + "]"
        try Terminal.output(json ? document + "\n" : found.map(\.text).joined(separator: "\n"))
    }

    /// The page that was asked for.
    private func page(_ vocabulary: Vocabulary) -> String {
        if allMetrics { return MetricPage(vocabulary).markdown }
        if allEvaluations { return CataloguePage.evaluations(vocabulary).markdown }
        return (allProbes ? CataloguePage.probes(vocabulary) : CataloguePage.data(vocabulary)).markdown
    }

    /// Writes the pages of all methods and removes those of methods that are gone.
    private func writeMethods(to folder: String) throws {
        let pages = MethodPages(Catalogue.vocabulary).files
        let url = URL(fileURLWithPath: folder)
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            for name in try FileManager.default.contentsOfDirectory(atPath: folder)
            where name.hasSuffix(".md") && !pages.contains(where: { $0.name == name }) {
                try FileManager.default.removeItem(at: url.appendingPathComponent(name))
            }
            for page in pages {
                try Data(page.text.utf8).write(to: url.appendingPathComponent(page.name))
            }
        } catch {
            throw BenchError(.internal, "cannot write \(folder): \(error.localizedDescription)")
        }
    }
}
