import Primitives
import Synchronization

/// What a check looks at: a dataset, and the splits that a suite makes of it where there is a suite.
public struct CheckSubject: Sendable {
    /// The dataset.
    public let dataset: Dataset
    /// Where messages point: the file, or the dataset's name.
    public var location: Diagnostic.Location?
    /// Splits of it, by seed; empty for a file by itself.
    public var splits: [Split]
    /// Whether it comes from a file rather than a generator, whose truth is known.
    public var isFile: Bool

    /// What several checks need of the rows, found once.
    private let facts = RowFacts()

    /// A subject.
    public init(
        _ dataset: Dataset, at location: Diagnostic.Location? = nil, splits: [Split] = [], isFile: Bool = true
    ) {
        self.dataset = dataset
        self.location = location
        self.splits = splits
        self.isFile = isFile
    }

    /// Which rows have the same inputs.
    var rowGroups: RowGroups { facts.groups(of: dataset.columns) }

    /// Whether no check can tell the two apart.
    func isTwin(of other: CheckSubject) -> Bool {
        dataset.contentHash == other.dataset.contentHash && dataset.columns == other.dataset.columns
            && dataset.target == other.dataset.target && dataset.roles == other.dataset.roles
            && dataset.shape == other.dataset.shape && splits == other.splits && isFile == other.isFile
            && location == other.location
    }
}

/// What is found of a dataset's rows when a check first asks.
private final class RowFacts: Sendable {
    private let known = Mutex<RowGroups?>(nil)

    func groups(of columns: [FeatureColumn]) -> RowGroups {
        known.withLock { known in
            let groups = known ?? RowGroups(columns)
            known = groups
            return groups
        }
    }
}

/// Something a check found.
public struct DataFinding: Sendable, Hashable {
    /// The check's id.
    public var check: String
    /// The columns concerned; empty where it is about rows or the target.
    public var columns: [String]
    /// What is wrong, with the evidence in numbers, what to do, and how bad it is.
    public var diagnostic: Diagnostic

    /// A finding.
    public init(
        _ check: String, _ severity: Diagnostic.Severity, columns: [String] = [], _ message: String,
        at location: Diagnostic.Location? = nil, remedy: String
    ) {
        self.check = check
        self.columns = columns
        diagnostic = Diagnostic(message, at: location, remedy: remedy, severity: severity)
    }
}

/// A rule that sound data keep.
///
/// To add one, write a type in a file of its own and list it in `DataCheckCatalogue`.
public protocol DataCheck: Sendable {
    /// Its id, what it looks for, and its thresholds (as parameters with defaults).
    static var declaration: ComponentDeclaration { get }

    /// A check with the thresholds of `arguments`.
    init(arguments: Arguments)

    /// What it finds; the same for the same subject, in the order of columns or rows.
    func findings(_ subject: CheckSubject) -> [DataFinding]
}
