import ArgumentParser
import Primitives
import Reporting
import Runner

/// The command `bench describe NAME`.
struct DescribeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "Describe a method, model, dataset, split or metric: formula, parameters, cost, source.")

    @Argument(help: "Its name, as in a suite; see bench list.")
    var name: String?

    @Flag(help: "Print the Markdown page of all methods (docs/methods.md).")
    var allMethods = false

    @Flag(help: "Print as JSON.")
    var json = false

    func validate() throws {
        if (name == nil) == !allMethods { throw ValidationError("Give a name, or --all-methods.") }
        if allMethods, json {
            throw ValidationError("--all-methods prints Markdown; for JSON: bench list --json.")
        }
    }

    func run() throws {
        let listing = CatalogueListing(Catalogue.vocabulary)
        guard let name else {
            try Terminal.output(MethodsPage.markdown(Catalogue.vocabulary.methods))
            return
        }
        guard let description = listing.description(of: name) else {
            throw BenchError(
                .usage, "there is no \"\(name)\"" + Suggestion.hint(for: name, among: listing.names),
                remedy: "see bench list")
        }
        try Terminal.output(json ? description.json + "\n" : description.text)
    }
}
