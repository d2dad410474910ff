/// Which inputs of an encoded dataset belong to which column, and the shape they form together.
///
/// Made where data are encoded, read by models that treat columns of different kinds differently.
public struct InputLayout: Sendable, Hashable {
    /// One column of the dataset and its neighbouring inputs.
    public struct Column: Sendable, Hashable {
        /// How a column is encoded.
        public enum Kind: Sendable, Hashable {
            /// Numbers, perhaps followed by an input that is 1 where one was missing.
            case numeric
            /// One input per level, of which one is 1; none where the level was unseen in training.
            case categorical
            /// One input with the number of the level, 1 ... `levels`; 0 where it was unseen in training.
            case index(levels: Int)
        }

        /// The column's name in the dataset.
        public let name: String
        /// How it is encoded.
        public let kind: Kind
        /// How many inputs it has: at least 1; for a categorical column, its levels; 1 for an index.
        public let width: Int

        /// A column.
        public init(_ name: String, _ kind: Kind, width: Int) {
            precondition(width > 0, "column \(name) has no inputs")
            if case .index(let levels) = kind {
                precondition(width == 1 && levels > 0, "an index is one input")
            }
            self.name = name
            self.kind = kind
            self.width = width
        }
    }

    /// The columns, in the order of their inputs.
    public let columns: [Column]
    /// The inputs as an image or sequence, row-major: [length], [height, width], or with the channels last.
    ///
    /// Nil where the dataset states none.
    public let shape: [Int]?

    /// A layout; a shape must have as many elements as there are inputs.
    public init(_ columns: [Column], shape: [Int]? = nil) {
        self.columns = columns
        self.shape = shape
        precondition(shape == nil || shape!.reduce(1, *) == width, "a shape of another width")
    }

    /// `width` numeric inputs, a column each.
    public init(numeric width: Int, shape: [Int]? = nil) {
        self.init((0..<width).map { Column("input \($0)", .numeric, width: 1) }, shape: shape)
    }

    /// The number of inputs.
    public var width: Int { columns.reduce(0) { $0 + $1.width } }

    /// The columns with their first inputs.
    public var placed: [(column: Column, first: Int)] {
        var first = 0
        return columns.map { column in
            defer { first += column.width }
            return (column, first)
        }
    }

    /// The columns that are indices, which only a model that looks up embeddings can read.
    public var indexColumns: [Column] {
        columns.filter { if case .index = $0.kind { true } else { false } }
    }

    /// What a model's structure can depend on, in one line: kinds, widths and shape, without names.
    public var structure: String {
        let parts = columns.map { column in
            switch column.kind {
            case .numeric: "n\(column.width)"
            case .categorical: "c\(column.width)"
            case .index(let levels): "i\(levels)"
            }
        }
        return parts.joined(separator: " ") + (shape.map { " as \($0)" } ?? "")
    }
}
