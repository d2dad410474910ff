import Records
import Store

/// What an experiment knew before a run, so that a run that goes on does not begin its comparison anew.
enum StoredScores {
    /// Reading more cells than these before the first is trained would take too long.
    private static let limit = 200_000

    /// The results of the run's experiment; nil where there are none, too many, or they cannot be read.
    static func read(_ overview: RunOverview) -> ResultTable? {
        guard overview.reused > 0, overview.plan.cells.count <= limit,
            let store = try? Store(path: overview.storePath, mode: .readOnly)
        else { return nil }
        defer { store.close() }
        return try? store.results(experiment: overview.experiment)
    }
}
