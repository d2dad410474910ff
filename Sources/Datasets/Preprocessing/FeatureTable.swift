import Primitives

/// Columns of some rows on their way from a dataset to a model's inputs.
///
/// A step is fitted to the table of the training rows, which holds no other row: nothing of validation or test
/// can reach a fit.
public struct FeatureTable: Sendable {
    /// What a column holds at some point of the way.
    public enum Cells: Sendable, Hashable {
        /// Finite numbers, NaN where missing.
        case numeric([Double])
        /// Indices into `levels`, −1 where missing.
        case categorical(codes: [Int32], levels: [String])
        /// Inputs of a model: done.
        case inputs(EncodedInputs)
    }

    /// Inputs that a step made of one column.
    public struct EncodedInputs: Sendable, Hashable {
        /// How a model may read them.
        public var kind: InputLayout.Column.Kind
        /// The names of the inputs in full, for example `colour=red`.
        public var names: [String]
        /// rows × names.count, row-major; finite.
        public var values: [Float]

        /// Inputs.
        public init(kind: InputLayout.Column.Kind, names: [String], values: [Float]) {
            self.kind = kind
            self.names = names
            self.values = values
        }
    }

    /// One column.
    public struct Column: Sendable, Hashable {
        /// The dataset's name for it.
        public let name: String
        /// Whether its levels have an order.
        public let isOrdinal: Bool
        /// Its cells.
        public var cells: Cells
        /// Whether a scaling step has been applied, so that the next one leaves it alone.
        public var isScaled = false
        /// Which cells an imputation filled; nil where it filled none of any row.
        public var imputed: [Bool]?
        /// Whether they were filled with the mean of the training rows.
        public var isImputedByMean = false
        /// Whether an input `name=missing` follows, which is 1 where a cell was filled.
        public var hasIndicator = false

        init(_ column: FeatureColumn, rows: [Int]) {
            name = column.name
            isOrdinal = column.isOrdinal
            switch column.values {
            case .numeric(let numbers): cells = .numeric(rows.map { numbers[$0] })
            case .categorical(let codes, let levels):
                cells = .categorical(codes: rows.map { codes[$0] }, levels: levels)
            }
        }
    }

    /// The dataset's name, for messages.
    public let dataset: String
    /// The dataset's rows, in the order of the table's, for messages.
    public let rows: [Int]
    /// The columns, in the dataset's order; steps change cells but neither add nor reorder columns.
    public var columns: [Column]
    /// The target of the rows; a step may transform it where it says how to invert that.
    public var target: Dataset.Target
    /// What is predicted.
    public let task: LearningTask

    /// The given rows of `dataset`.
    public init(_ dataset: Dataset, rows: [Int]) {
        self.dataset = dataset.name
        self.rows = rows
        columns = dataset.columns.map { Column($0, rows: rows) }
        target = dataset.target.taking(rows: rows)
        task = dataset.task
    }

    /// The error that `value` of a column, in row `index` of the table, cannot be used.
    func unusable(_ value: Double, in name: String, row index: Int, _ reason: String) -> BenchError {
        BenchError(
            .data,
            "dataset \"\(dataset)\": column \"\(name)\", data row \(rows[index] + 1): "
                + "\(JSONValue.canonicalNumber(value)) \(reason)",
            remedy: "correct the value, or leave the column out with exclude")
    }
}
