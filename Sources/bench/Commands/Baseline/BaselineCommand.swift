import ArgumentParser

/// The command `bench baseline`.
struct BaselineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline",
        abstract: "Keep what a suite gives now, for bench gate to hold later changes to.",
        subcommands: [
            BaselineSaveCommand.self, BaselineListCommand.self, BaselineShowCommand.self,
            BaselineCompareCommand.self, BaselineRemoveCommand.self,
        ])
}
