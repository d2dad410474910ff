import ArgumentParser
import Foundation
import Runner

/// How the progress of a run is shown.
struct ProgressOptions: ParsableArguments {
    enum Style: String, ExpressibleByArgument, CaseIterable { case auto, live, plain, json, none }

    @Option(
        name: .customLong("progress"),
        help: "How progress is shown on standard error: auto, live, plain, json (a line per event) or none.")
    var style = Style.auto

    /// What follows the run; from now on messages go with the display.
    ///
    /// To be called before the first message.
    func observers() -> [any RunObserver] {
        [RunProgress(views + [StatusFile()])]
    }

    private var views: [any ProgressView] {
        switch style {
        case .none: return []
        case .auto where TerminalSize.suitsLiveDisplay(STDERR_FILENO), .live:
            let live = LiveProgress(
                size: { TerminalSize.of(STDERR_FILENO) }, write: { Terminal.raw($0) })
            Terminal.showMessages { live.say($0) }
            return [live]
        case .auto, .plain: return [PlainProgress(write: Terminal.error)]
        case .json:
            Terminal.showMessages { Terminal.raw(JSONProgress.message($0)) }
            return [JSONProgress(write: { Terminal.raw($0) })]
        }
    }
}
