import Primitives

/// The content of a dataset before any split: what a source loads.
public struct Dataset: Sendable {
    /// The target, one entry per row; nothing is ever missing here.
    public enum Target: Sendable, Hashable {
        /// Indices into the task's classes.
        case classes([Int])
        /// Finite numbers in the file's unit.
        case values([Double])

        /// The number of rows.
        public var count: Int {
            switch self {
            case .classes(let codes): codes.count
            case .values(let numbers): numbers.count
            }
        }
    }

    /// A short name for tables, such as the file's name without its extension.
    public var name: String
    /// What is to be predicted.
    public var task: LearningTask
    /// The inputs, in the file's order; at least one.
    public var columns: [FeatureColumn]
    /// What is to be predicted, per row.
    public var target: Target
    /// Identifies the content: SHA-256 of the file's bytes, or of the generated values' bytes.
    public var contentHash: Digest
    /// What a reader should know: columns dropped, how the task was recognised.
    public var notes: [Diagnostic]

    /// A dataset; every column and the target have the same number of rows.
    public init(
        name: String, task: LearningTask, columns: [FeatureColumn], target: Target, contentHash: Digest,
        notes: [Diagnostic] = []
    ) {
        precondition(!columns.isEmpty, "a dataset needs an input column")
        precondition(columns.allSatisfy { $0.count == target.count }, "columns of different lengths")
        switch (task, target) {
        case (.classification(let classes), .classes(let codes)):
            precondition(codes.allSatisfy(classes.indices.contains), "a class code out of range")
        case (.regression, .values): break
        default: preconditionFailure("the target does not fit the task")
        }
        self.name = name
        self.task = task
        self.columns = columns
        self.target = target
        self.contentHash = contentHash
        self.notes = notes
    }

    /// The number of rows.
    public var rowCount: Int { target.count }
}
