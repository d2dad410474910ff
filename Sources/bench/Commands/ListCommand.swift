import ArgumentParser
import Primitives
import Reporting
import Runner

/// The command `bench list [KIND]`.
struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract:
            "List what suites can name: methods, models, datasets, what is done to data, metrics, probes, evaluations."
    )

    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case methods, models, datasets, splits, corruptions, preprocessing, checks, metrics, probes,
            evaluations
        case all
    }

    @Argument(help: "What to list: \(Kind.allCases.map(\.rawValue).joined(separator: ", ")).")
    var kind = Kind.all

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, csv
    }

    @Option(help: "Only this family of methods, e.g. sharpness.")
    var family: String?

    @Option(help: "Only methods that use this seam, e.g. gradient.")
    var seam: String?

    @Option(help: "How to print: \(Format.allCases.map(\.rawValue).joined(separator: ", ")).")
    var format: Format?

    @Flag(help: "Print as JSON: the same as --format json.")
    var json = false

    func validate() throws {
        if json, let format, format != .json {
            throw ValidationError("--json and --format \(format.rawValue) cannot be used together")
        }
        if kind != .methods, kind != .all, family != nil || seam != nil {
            throw ValidationError("--family and --seam choose among methods, not \(kind.rawValue)")
        }
    }

    func run() throws {
        let vocabulary = Catalogue.vocabulary
        let groups = CatalogueListing(vocabulary).groups.filter { kind == .all || $0.title == kind.rawValue }
        try check(family, "method family", Set(vocabulary.methods.map(\.family)))
        try check(seam, "seam", Set(vocabulary.methods.flatMap(\.seams)))
        let shown = groups.map { $0.filtered(family: family, seam: seam) }.filter { !$0.entries.isEmpty }
        switch json ? .json : format ?? .text {
        case .text: try Terminal.output(CatalogueListing.text(shown))
        case .json: try Terminal.output(CatalogueListing.json(shown))
        case .csv: try Terminal.output(CatalogueListing.csv(shown))
        }
    }

    private func check(_ name: String?, _ what: String, _ known: Set<String>) throws {
        guard let name, !known.contains(name) else { return }
        throw BenchError(
            .usage, "no \(what) \"\(name)\"" + Suggestion.hint(for: name, among: known),
            remedy: "known: " + known.sorted().joined(separator: ", "))
    }
}
