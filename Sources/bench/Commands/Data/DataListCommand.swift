import ArgumentParser
import Reporting
import Runner

/// The command `bench data list`.
struct DataListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the file formats and generators that suites can name.")

    @Flag(help: "Print as JSON.")
    var json = false

    func run() throws {
        let groups = CatalogueListing(Catalogue.vocabulary).groups.filter { $0.title == "datasets" }
        try Terminal.output(json ? CatalogueListing.json(groups) : CatalogueListing.text(groups))
    }
}
