import ArgumentParser
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

    @Flag(help: "Print the Markdown page of all methods (docs/methods.md).")
    var allMethods = false

    @Flag(help: "Print the Markdown page of everything about data (docs/datasets.md).")
    var allData = false

    @Flag(help: "Print the Markdown page of all probes (docs/probes.md).")
    var allProbes = false

    @Flag(help: "Print as JSON.")
    var json = false

    func validate() throws {
        guard [name != nil, allMethods, allData, allProbes].count(where: { $0 }) == 1 else {
            throw ValidationError("Give a name, or --all-methods, --all-data or --all-probes.")
        }
        if name == nil, json {
            throw ValidationError("The pages are Markdown; for JSON: bench list --json.")
        }
    }

    func run() throws {
        let listing = CatalogueListing(Catalogue.vocabulary)
        guard let name else {
            let vocabulary = Catalogue.vocabulary
            let page =
                allData
                ? CataloguePage.data(vocabulary)
                : allProbes ? CataloguePage.probes(vocabulary) : CataloguePage.methods(vocabulary)
            try Terminal.output(page.markdown)
            return
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
}
