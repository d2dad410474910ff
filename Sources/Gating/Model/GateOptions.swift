import Primitives

/// How two sides are compared, beside the rules of the suite.
public struct GateOptions: Sendable {
    /// What the user called the baseline.
    public var baselineName: String
    /// Whether to look as often as one likes, with p-values that allow it.
    public var isSequential: Bool
    /// Whether configurations and numerics versions that changed are compared all the same; data (rows, corruptions,
    /// split) never are.
    public var comparesChanged: Bool
    /// The seeds that every configuration has to have on both sides; nil for those of the candidate.
    public var seeds: [Int]?
    /// Says how two canonical configurations differ, in words; nil where they do not.
    public var explain: @Sendable (_ old: JSONValue, _ new: JSONValue) -> String?

    /// Options.
    public init(
        baselineName: String, isSequential: Bool = false, comparesChanged: Bool = false,
        explain: @escaping @Sendable (_ old: JSONValue, _ new: JSONValue) -> String? = { _, _ in nil },
        seeds: [Int]? = nil
    ) {
        self.baselineName = baselineName
        self.isSequential = isSequential
        self.comparesChanged = comparesChanged
        self.explain = explain
        self.seeds = seeds
    }
}
