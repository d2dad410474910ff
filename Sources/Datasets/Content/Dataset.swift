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
    /// The name of the target's column; nil for a generator.
    public var targetName: String?
    /// The inputs, in the file's order; at least one.
    public var columns: [FeatureColumn]
    /// What is to be predicted, per row.
    public var target: Target
    /// What rows are known by beside inputs and target: groups, times, weights, a given split.
    public var roles: RowRoles
    /// The columns of a row as an image or sequence, row-major: [length], [height, width], or with channels last.
    ///
    /// Its product is the number of columns; nil where they form none.
    public var shape: [Int]?
    /// What is known of the best prediction; nil for files.
    public var truth: Truth?
    /// Identifies the content: SHA-256 of the file's bytes, or of the generated values' bytes.
    public var contentHash: Digest
    /// What a reader should know: columns dropped, how the task was recognised.
    public var notes: [Diagnostic]

    /// A dataset; every column, the target and the roles have the same number of rows.
    public init(
        name: String, task: LearningTask, columns: [FeatureColumn], target: Target,
        roles: RowRoles = RowRoles(), shape: [Int]? = nil, truth: Truth? = nil, contentHash: Digest,
        notes: [Diagnostic] = []
    ) {
        precondition(!columns.isEmpty, "a dataset needs an input column")
        precondition(columns.allSatisfy { $0.count == target.count }, "columns of different lengths")
        precondition(roles.fits(rows: target.count), "roles of another number of rows")
        precondition(shape == nil || shape!.reduce(1, *) == columns.count, "a shape of another width")
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
        self.roles = roles
        self.shape = shape
        self.truth = truth
        self.contentHash = contentHash
        self.notes = notes
    }

    /// The number of rows.
    public var rowCount: Int { target.count }
}
