/// Writes a decision in one format.
///
/// A new format is a new file and a line in `GateOutputs.all`.
public protocol GateOutput: Sendable {
    /// The format's name on the command line.
    var format: String { get }
    /// What it is for, in one line of `--help`.
    var summary: String { get }
    /// The whole document, ending in a newline; the same decision gives the same bytes.
    func render(_ decision: GateDecision, _ context: GateOutputContext) -> String
}

/// What an output knows beside the decision.
public struct GateOutputContext: Sendable, Hashable {
    /// The suite's file as the user gave it.
    public var suitePath: String
    /// The command that makes the decision again.
    public var command: String
    /// The most bytes of a document for people; nil for any number.
    public var maximumBytes: Int?
    /// Whether documents for people list every row, those that pass among them.
    public var listsAll: Bool
    /// The command that saves the baseline again; nil where it has no name to be saved by.
    public var saveCommand: String?
    /// Whether the command asks for fewer seeds than the suite may have.
    public var limitsSeeds: Bool

    /// A context.
    public init(
        suitePath: String, command: String, maximumBytes: Int? = nil, listsAll: Bool = false,
        saveCommand: String? = nil, limitsSeeds: Bool = false
    ) {
        self.suitePath = suitePath
        self.command = command
        self.maximumBytes = maximumBytes
        self.listsAll = listsAll
        self.saveCommand = saveCommand
        self.limitsSeeds = limitsSeeds
    }
}
