/// A way to show a run, or to write down how far it is.
///
/// Called from one thread, but for `say`.
public protocol ProgressView: AnyObject {
    /// The run begins.
    func begin(_ monitor: RunMonitor)
    /// Something happened, which the monitor knows already.
    func handle(_ event: DispatchEvent, _ monitor: RunMonitor)
    /// The run ends; so many of its cells were not reached.
    func end(remaining: Int, _ monitor: RunMonitor)
}

/// Follows a run once for all the ways in which it is shown.
public final class RunProgress: RunObserver {
    private let views: [any ProgressView]
    private var monitor: RunMonitor?

    /// A run that is shown in those ways.
    public init(_ views: [any ProgressView]) { self.views = views }

    /// The run begins.
    public func begin(_ overview: RunOverview) {
        let monitor = RunMonitor(RunOutline(overview), stored: StoredScores.read(overview))
        self.monitor = monitor
        for view in views { view.begin(monitor) }
    }

    /// Something happened.
    public func handle(_ event: DispatchEvent) {
        guard let monitor else { return }
        monitor.handle(event)
        for view in views { view.handle(event, monitor) }
    }

    /// The run ends; so many of its cells were not reached.
    public func end(remaining: Int) {
        guard let monitor else { return }
        for view in views { view.end(remaining: remaining, monitor) }
        self.monitor = nil
    }
}
