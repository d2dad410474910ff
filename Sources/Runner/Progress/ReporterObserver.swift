import Records

/// Tells a progress reporter what it wants to know.
public final class ReporterObserver: RunObserver {
    private let reporter: any ProgressReporter
    private var overview: RunOverview?

    /// For `reporter`.
    public init(_ reporter: any ProgressReporter) { self.reporter = reporter }

    /// The run begins.
    public func begin(_ overview: RunOverview) {
        self.overview = overview
        reporter.begin(total: overview.positions.count, reused: overview.reused)
    }

    /// Something happened.
    public func handle(_ event: DispatchEvent) {
        switch event {
        case .ended(_, let cell, let outcome, true):
            guard let overview else { return }
            reporter.finished(overview.plan.cells[overview.positions[cell]], outcome)
        case .tick: reporter.tick()
        default: break
        }
    }

    /// The run ends.
    public func end(remaining: Int) { reporter.end() }
}
