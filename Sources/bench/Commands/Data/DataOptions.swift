import ArgumentParser
import Primitives
import Runner

/// How a file is to be read, or what a generator is to make.
struct DataOptions: ParsableArguments {
    @Option(help: "The column to predict.")
    var target: String?

    @Option(help: "The task: auto, classification or regression.")
    var task: String?

    @Option(
        help: ArgumentHelp(
            "Any other parameter of the file's format or the generator, as in a suite: --set exclude=a,b.",
            valueName: "key=value"))
    var set: [String] = []

    /// The dataset `name` with these options.
    func selection(_ name: String) throws(BenchError) -> DataSelection {
        try DataSelection(name, target: target, task: task, settings: set)
    }

    /// Whether none is given.
    var isEmpty: Bool { target == nil && task == nil && set.isEmpty }
}
