import ArgumentParser

/// Which store a command works on.
struct StoreOptions: ParsableArguments {
    /// Where results go and come from unless a command names another file.
    static let standard = "bench.sqlite"

    @Option(
        name: .customLong("db"), help: ArgumentHelp("The SQLite file with the results.", valueName: "file"))
    var path = standard
}
