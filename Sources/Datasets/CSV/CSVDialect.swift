/// How the cells of a text file are written: the deviations from RFC 4180.
struct CSVDialect: Hashable {
    /// What separates cells: a byte, or any run of spaces and tabs.
    enum Delimiter: Hashable {
        case byte(UInt8)
        case spaces
    }

    /// The delimiters by name.
    static let delimiters: [(name: String, delimiter: Delimiter)] = [
        ("comma", .byte(UInt8(ascii: ","))), ("semicolon", .byte(UInt8(ascii: ";"))),
        ("tab", .byte(UInt8(ascii: "\t"))), ("pipe", .byte(UInt8(ascii: "|"))), ("space", .spaces),
    ]

    /// What separates cells.
    var delimiter = Delimiter.byte(UInt8(ascii: ","))
    /// What encloses cells; nil where nothing does.
    var quote: UInt8? = UInt8(ascii: "\"")
    /// What separates a number's fraction.
    var point = UInt8(ascii: ".")
    /// What a line starts with that is not data.
    var comment: UInt8?
    /// Whether the first line names the columns.
    var hasHeader = true
    /// Whether bytes are ISO 8859-1 rather than UTF-8.
    var isLatin1 = false

    /// The byte that libcsv is to split at.
    var delimiterByte: UInt8 {
        if case .byte(let byte) = delimiter { byte } else { UInt8(ascii: " ") }
    }

    /// The delimiter's name.
    var delimiterName: String { Self.delimiters.first { $0.delimiter == delimiter }?.name ?? "another" }
}

/// What a user asks of the dialect; nil is to be recognised.
struct CSVDialectRequest: Sendable, Hashable {
    /// The quotes by name.
    static let quotes: [(name: String, byte: UInt8?)] = [
        ("double", UInt8(ascii: "\"")), ("single", UInt8(ascii: "'")), ("none", nil),
    ]

    /// The name of a delimiter.
    var delimiter: String?
    /// The name of a quote.
    var quote: String?
    /// The decimal separator.
    var point: UInt8?
    /// Whether the first line names the columns.
    var hasHeader: Bool?
    /// The byte that starts a comment; none otherwise.
    var comment: UInt8?
    /// Whether bytes are ISO 8859-1.
    var isLatin1 = false
}
