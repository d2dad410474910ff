import Primitives
import Records

/// Takes the files that an export consists of.
public protocol ExportSink: AnyObject {
    /// Adds to the end of a file of the export.
    func append(_ text: String, to file: String) throws(BenchError)
    /// Makes a whole file of the export at once; its name may have folders.
    func put(_ text: String, at file: String) throws(BenchError)
    /// Makes a folder of the export, which may stay empty.
    func makeFolder(_ folder: String) throws(BenchError)
}

/// Turns cells that arrive one by one into text.
///
/// It keeps no cell: an export of a million cells needs the memory of one.
public protocol CellExporter {
    /// Writes what stands before the first cell.
    mutating func begin() throws(BenchError)
    /// Writes a cell.
    mutating func add(_ cell: CellRecord) throws(BenchError)
    /// Writes what stands after the last cell.
    mutating func end() throws(BenchError)
}

/// What an export has of every cell.
public enum ExportContents: String, Sendable, Hashable, CaseIterable {
    /// The final metrics.
    case results
    /// The learning curves.
    case curves
    /// What the models say of held-out rows, where it was kept.
    case predictions
    /// All of these.
    case all

    /// Whether these contents include others.
    public func includes(_ other: ExportContents) -> Bool { self == .all || self == other }
}

/// What is exported, and how.
public struct ExportRequest: Sendable {
    /// The experiment.
    public var experiment: ExportedExperiment
    /// What the export has of every cell.
    public var contents: ExportContents
    /// Whether a table has one row per cell, with a column per metric.
    public var isWide: Bool

    /// What is exported, and how.
    public init(experiment: ExportedExperiment, contents: ExportContents = .all, isWide: Bool = false) {
        self.experiment = experiment
        self.contents = contents
        self.isWide = isWide
    }
}

/// An experiment as exports name it.
public struct ExportedExperiment: Sendable {
    /// Its number in the store.
    public var id: Int
    /// When it was recorded: ISO 8601, UTC, microseconds.
    public var createdAt: String
    /// What was asked for.
    public var record: ExperimentRecord
    /// The metrics that its cells have, by part, then name.
    public var measures: [ResultTable.Measure]
    /// The environments of its attempts, by their numbers in the store.
    public var environments: [Int: Environment]

    /// An experiment.
    public init(
        id: Int, createdAt: String, record: ExperimentRecord, measures: [ResultTable.Measure],
        environments: [Int: Environment]
    ) {
        self.id = id
        self.createdAt = createdAt
        self.record = record
        self.measures = measures
        self.environments = environments
    }
}
