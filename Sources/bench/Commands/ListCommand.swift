import ArgumentParser
import Primitives
import Reporting
import Runner

/// The command `bench list [KIND]`.
struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List what suites can name: methods, models, datasets, what is done to data, metrics, probes.")

    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case methods, models, datasets, splits, corruptions, preprocessing, checks, metrics, probes, all
    }

    @Argument(help: "What to list: \(Kind.allCases.map(\.rawValue).joined(separator: ", ")).")
    var kind = Kind.all

    @Option(help: "Only this family of methods, e.g. sharpness.")
    var family: String?

    @Flag(help: "Print as JSON.")
    var json = false

    func run() throws {
        let vocabulary = Catalogue.vocabulary
        let groups = CatalogueListing(vocabulary).groups.filter { kind == .all || $0.title == kind.rawValue }
        if let family, !vocabulary.methods.contains(where: { $0.family == family }) {
            let families = Set(vocabulary.methods.map(\.family)).sorted()
            throw BenchError(
                .usage, "no method family \"\(family)\"" + Suggestion.hint(for: family, among: families),
                remedy: "known: " + families.joined(separator: ", "))
        }
        let shown = groups.map { $0.filtered(family: family) }.filter { !$0.entries.isEmpty }
        try Terminal.output(json ? CatalogueListing.json(shown) : CatalogueListing.text(shown))
    }
}
