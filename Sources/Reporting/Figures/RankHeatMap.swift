/// Ranks by method and dataset.
public struct RankHeatMap: Sendable, Hashable {
    /// The methods, one row each, best mean rank first.
    public var methods: [String]
    /// The datasets, one column each.
    public var datasets: [String]
    /// Ranks by method, then dataset; 1 is best, nil where there is none.
    public var ranks: [[Double?]]

    /// A map.
    public init(methods: [String], datasets: [String], ranks: [[Double?]]) {
        self.methods = methods
        self.datasets = datasets
        self.ranks = ranks
    }
}
