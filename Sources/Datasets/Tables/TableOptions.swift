import Primitives

/// How the columns of a table are to be interpreted: arguments that the sources of files share.
struct TableOptions: Sendable {
    /// Which task the target stands for.
    enum Task: String, Sendable, CaseIterable { case auto, classification, regression }

    /// What a column is declared to hold.
    enum Kind: Hashable, Sendable {
        case numeric
        case categorical
        /// Levels in an order: that of the numbers they are, else by Unicode scalar.
        case ordinal
        case date
        case exclude
        /// Levels in the given order.
        case levels([String])
    }

    /// The words for kinds of columns.
    static let kindWords = ["numeric", "categorical", "ordinal", "date", "exclude"]
    /// What stands for a missing cell unless said otherwise.
    static let defaultMissingValues = [
        "", "NA", "N/A", "n/a", "#N/A", "<NA>", "NaN", "nan", "NULL", "null", "None", "?",
    ]

    /// The name of the target column; nil to recognise it.
    var target: String?
    /// The task, or how to recognise it.
    var task = Task.auto
    /// What columns are declared to hold, in the order of their names.
    var kinds: [(column: String, kind: Kind)] = []
    /// Columns to leave out.
    var exclude: [String] = []
    /// Columns whose cells are levels, even where they look like numbers.
    var categorical: [String] = []
    /// The texts that mean a missing cell.
    var missingValues = Set(Self.defaultMissingValues)
    /// Whether columns with the same value in every row stay.
    var keepsConstantColumns = false
    /// More levels than this are taken for an identifier or free text.
    var mostLevels = 100
    /// Whether columns that look like identifiers stay.
    var keepsIdentifiers = false
    /// The column of groups.
    var group: String?
    /// The column of times.
    var time: String?
    /// The column of sample weights.
    var weight: String?
    /// The column that says which part or fold a row belongs to.
    var splitColumn: String?
    /// The shape that the columns of a row form.
    var shape: [Int]?

    /// Options with all by default.
    init(target: String? = nil) { self.target = target }

    /// The options that a suite gave.
    init(_ arguments: Arguments) {
        target = arguments.optionalText("target")
        task = Task(rawValue: arguments.text("task")) ?? .auto
        let mapping = arguments.mapping("columns")
        kinds = mapping.keys.sorted().map { ($0, Self.kind(mapping[$0]!)) }
        exclude = arguments.texts("exclude")
        categorical = arguments.texts("categorical")
        missingValues = Set(arguments.texts("missing_values"))
        shape = arguments.optionalIntegers("shape")
        keepsConstantColumns = arguments.text("constant_columns") == "keep" || shape != nil
        mostLevels = arguments.integer("max_levels")
        keepsIdentifiers = arguments.text("identifiers") == "keep"
        group = arguments.optionalText("group")
        time = arguments.optionalText("time")
        weight = arguments.optionalText("weight")
        splitColumn = arguments.optionalText("split_column")
    }

    private static func kind(_ value: MappedValue) -> Kind {
        switch value {
        case .texts(let levels): .levels(levels)
        case .word("numeric"): .numeric
        case .word("categorical"): .categorical
        case .word("ordinal"): .ordinal
        case .word("date"): .date
        case .word: .exclude
        }
    }

    /// The declarations of these parameters.
    static func declarations(targetDefault: String, missing: [String] = defaultMissingValues)
        -> [ParameterDeclaration]
    {
        [
            .init(
                "target", .text, optional: true, "The column to predict; none: \(targetDefault)."),
            .init(
                "task", .choice(Task.allCases.map(\.rawValue)), default: .text("auto"),
                "auto: regression when the target is numeric with a fraction or over 20 distinct values."),
            .init(
                "columns", .mapping(words: kindWords, lists: true), default: .mapping([:]),
                "What columns hold, by name, where it is not recognised; a list gives levels in their order."),
            .init("exclude", .texts, default: .texts([]), "Columns to leave out, such as identifiers."),
            .init("categorical", .texts, default: .texts([]), "Columns of levels that look like numbers."),
            .init(
                "missing_values", .texts, default: .texts(missing),
                "The texts that mean a missing cell; a list replaces the default one."),
            .init(
                "constant_columns", .choice(["drop", "keep"]), default: .text("drop"),
                "What to do with a column that is the same in every row; images need keep."),
            .init(
                "max_levels", .integer(2...1_000_000), default: .integer(100),
                "A column with more different texts is taken for an identifier."),
            .init(
                "identifiers", .choice(["exclude", "keep"]), default: .text("exclude"),
                "What to do with columns that look like identifiers."),
            .init("group", .text, optional: true, "The column of groups that a split may keep whole."),
            .init(
                "time", .text, optional: true,
                "The column of times, numbers or dates, that a split may follow; dates count in seconds."),
            .init(
                "weight", .text, optional: true,
                "The column of sample weights in the training loss, not negative."),
            .init(
                "split_column", .text, optional: true,
                "The column that says train, validation or test, or the number of a fold."),
            .init(
                "split_file", .text, optional: true, identifying: false,
                "A text file with such a word or number for each row, relative to the suite's folder."),
            .init(
                "shape", .integers(1...1_000_000, count: 1...3), optional: true,
                "The shape that the inputs of a row form, row-major: [length], [height, width] or with channels."
            ),
            .init(
                "sha256", .text, optional: true, identifying: false,
                "The SHA-256 the file must have, in hexadecimal; a guard against a changed file."),
        ]
    }
}
