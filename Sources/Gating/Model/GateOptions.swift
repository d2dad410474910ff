import Primitives

/// How two sides are compared, beside the rules of the suite.
public struct GateOptions: Sendable {
    /// What the user called the baseline.
    public var baselineName: String
    /// Whether to look as often as one likes, with p-values that allow it.
    public var isSequential: Bool
    /// Whether configurations and numerics versions that changed are compared all the same; datasets never are.
    public var comparesChanged: Bool
    /// Says how two canonical configurations differ, in words; nil where they do not.
    public var explain: @Sendable (_ old: JSONValue, _ new: JSONValue) -> String?

    /// Options.
    public init(
        baselineName: String, isSequential: Bool = false, comparesChanged: Bool = false,
        explain: @escaping @Sendable (_ old: JSONValue, _ new: JSONValue) -> String? = { _, _ in nil }
    ) {
        self.baselineName = baselineName
        self.isSequential = isSequential
        self.comparesChanged = comparesChanged
        self.explain = explain
    }
}
