import ArgumentParser

/// The command `bench data`.
struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data",
        abstract: "Check, list, describe, preview and generate data.",
        subcommands: [
            DataCheckCommand.self, DataListCommand.self, DataDescribeCommand.self, DataPreviewCommand.self,
            DataGenerateCommand.self,
        ])
}
