import Primitives

/// How a CSV file is to be read: the arguments of the source `csv`.
struct CSVOptions: Sendable {
    /// Which task the target stands for.
    enum Task: String, Sendable, CaseIterable { case auto, classification, regression }

    /// The name of the target column.
    var target: String
    /// The task, or how to recognise it.
    var task = Task.auto
    /// Columns to leave out.
    var exclude: [String] = []
    /// Columns whose cells are levels, even where they look like numbers.
    var categorical: [String] = []
    /// The texts that mean a missing cell.
    var missingValues = Set(Self.defaultMissingValues)
    /// Whether columns with the same value in every row stay.
    var keepsConstantColumns = false
    /// What separates the cells.
    var delimiter = UInt8(ascii: ",")

    /// What stands for a missing cell unless said otherwise.
    static let defaultMissingValues = ["", "NA", "N/A", "NaN", "nan", "null", "?"]
    /// The delimiters by name.
    static let delimiters: [(name: String, byte: UInt8)] = [
        ("comma", UInt8(ascii: ",")), ("semicolon", UInt8(ascii: ";")), ("tab", UInt8(ascii: "\t")),
    ]

    /// Options for the target column `target`, all else by default.
    init(target: String) { self.target = target }

    /// The options that a suite gave.
    init(_ arguments: Arguments) {
        target = arguments.text("target")
        task = Task(rawValue: arguments.text("task")) ?? .auto
        exclude = arguments.texts("exclude")
        categorical = arguments.texts("categorical")
        missingValues = Set(arguments.texts("missing_values"))
        keepsConstantColumns = arguments.text("constant_columns") == "keep"
        delimiter =
            Self.delimiters.first { $0.name == arguments.text("delimiter") }?.byte ?? UInt8(ascii: ",")
    }
}
