import ArgumentParser

/// Which store a command works on.
struct StoreOptions: ParsableArguments {
    @Option(
        name: .customLong("db"), help: ArgumentHelp("The SQLite file with the results.", valueName: "file"))
    var path = "bench.sqlite"
}
