/// What the metric catalogue says of one metric.
public struct MetricDeclaration: Sendable, Hashable {
    /// Which way is better.
    public enum Direction: String, Sendable, Hashable { case higher, lower }
    /// When a metric is recorded.
    public enum Recording: String, Sendable, Hashable {
        /// At the end on every part, and of the validation part after every epoch.
        case everyEpoch
        /// At the end on every part.
        case atEnd
        /// As `atEnd`, but only where a suite names it.
        case onRequest
    }
    /// The learning tasks a metric is defined for.
    public enum TaskKind: String, Sendable, Hashable, CaseIterable { case classification, regression }

    /// The name in suites and tables, for example "accuracy".
    public var id: String
    /// One sentence, with the unit.
    public var summary: String
    /// Its formula in plain text.
    public var formula: String
    /// Which way is better.
    public var direction: Direction
    /// The tasks it is defined for.
    public var tasks: [TaskKind]
    /// Where it comes from; empty for the trivial.
    public var citations: [String]
    /// Which rows it needs, where not all datasets of its tasks have them: "corrupted labels".
    ///
    /// On other data it is not recorded.
    public var needs: String?
    /// When it is recorded.
    public var recording: Recording
    /// The value that it should have, where more or less of it is not better; nil elsewhere.
    ///
    /// `direction` is then that of the distance to it.
    public var target: Double?

    /// Whether it is recorded in every cell, whatever the suite says.
    public var isStandard: Bool { recording != .onRequest }

    /// A declaration.
    public init(
        id: String, summary: String, formula: String, direction: Direction, tasks: [TaskKind],
        citations: [String] = [], needs: String? = nil, recording: Recording = .everyEpoch,
        target: Double? = nil
    ) {
        self.id = id
        self.summary = summary
        self.formula = formula
        self.direction = direction
        self.tasks = tasks
        self.citations = citations
        self.needs = needs
        self.recording = recording
        self.target = target
    }
}
