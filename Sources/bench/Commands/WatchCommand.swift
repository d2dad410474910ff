import ArgumentParser
import Foundation
import Primitives
import Runner

/// The command `bench watch`.
struct WatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Show learning curves in the terminal while a run is under way.",
        discussion: """
            Of each cell in flight, then of each method on each dataset the mean over the cells that have finished. \
            Redrawn until the run ends or q is pressed; printed once where no run is under way or the output is \
            no terminal.
            """)

    @OptionGroup var store: StoreOptions

    @Option(help: "The name or number of an experiment (default: the latest).")
    var experiment: String?

    @Option(help: ArgumentHelp("Only cells whose identity begins so, each by itself.", valueName: "prefix"))
    var cell: String?

    @Option(help: "Which curve: loss, or a metric, perhaps with its part: validation.accuracy.")
    var metric = "loss"

    @Flag(help: "Print the curves once.")
    var once = false

    @Flag(help: "Print the curves as JSON, once.")
    var json = false

    func run() throws {
        let gallery = CurveGallery(
            storePath: store.path,
            selection: .init(experiment: experiment, cellPrefix: cell, measure: CurveMeasure(metric)))
        let watch = CurveWatch(gallery, style: CurveWatch.style())
        if json { return try Terminal.output(watch.json().canonical + "\n") }
        if !once, TerminalSize.suitsLiveDisplay(STDOUT_FILENO) {
            let interruption = Interruption()
            interruption.listen { _ in }
            if try watch.follow(on: FullScreen(), interruption: interruption) { return }
        }
        try Terminal.output(watch.text(columns: (Terminal.outputWidth ?? 80) - 1))
    }
}
