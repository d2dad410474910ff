import Primitives

/// A table in a text file: RFC 4180 and what is common beside it.
public struct CSVSource: DatasetSource {
    /// The declaration of `csv`.
    public static let declaration = ComponentDeclaration(
        id: "csv", family: "file",
        summary: "A table in a CSV file, plain or compressed by gzip.",
        citations: ["Shafranovich 2005, RFC 4180: Common Format and MIME Type for CSV Files"],
        parameters: [
            .init(
                "path", .text, identifying: false,
                "The file, relative to the folder of the suite's file; .gz is inflated.")
        ] + TableOptions.declarations(targetDefault: "the one named target, class, label or y, else the last")
            + [
                .init(
                    "delimiter", .choice(["auto"] + CSVDialect.delimiters.map(\.name)),
                    default: .text("auto"),
                    "What separates the cells; space is any run of spaces and tabs."),
                .init(
                    "quote", .choice(["auto"] + CSVDialectRequest.quotes.map(\.name)), default: .text("auto"),
                    "What encloses cells that contain delimiters."),
                .init(
                    "decimal", .choice(["auto", "point", "comma"]), default: .text("auto"),
                    "What separates a number's fraction; commas are recognised where they separate no cells."),
                .init(
                    "comment", .text, optional: true,
                    "The character that lines start with which are not data, such as #."),
                .init(
                    "header", .choice(["auto", "yes", "no"]), default: .text("auto"),
                    "Whether the first line names the columns; without, they are column1, column2, ...."),
                .init(
                    "encoding", .choice(["utf-8", "latin-1"]), default: .text("utf-8"),
                    "How the file's bytes stand for characters."),
            ],
        remarks: [
            "Quoted cells may contain delimiters, quotes (doubled) and line ends; blank lines are skipped.",
            "What is recognised rather than said is a note. Dates and identifiers are left out with a note.",
        ])

    private let file: InputFile
    private let splitFile: InputFile?
    private let options: TableOptions
    private let dialect: CSVDialectRequest
    private let expectedHash: String?
    private let comment: String?

    /// The file that `arguments` name, relative to `baseDirectory`.
    public init(arguments: Arguments, baseDirectory: String) {
        file = InputFile(path: arguments.text("path"), relativeTo: baseDirectory)
        splitFile = arguments.optionalText("split_file").map {
            InputFile(path: $0, relativeTo: baseDirectory)
        }
        options = TableOptions(arguments)
        expectedHash = arguments.optionalText("sha256")
        comment = arguments.optionalText("comment")
        func word(_ name: String) -> String? { arguments.text(name) == "auto" ? nil : arguments.text(name) }
        var dialect = CSVDialectRequest()
        dialect.delimiter = word("delimiter")
        dialect.quote = word("quote")
        dialect.point = word("decimal").map { UInt8(ascii: $0 == "comma" ? "," : ".") }
        dialect.hasHeader = word("header").map { $0 == "yes" }
        dialect.comment = comment?.utf8.first
        dialect.isLatin1 = arguments.text("encoding") == "latin-1"
        self.dialect = dialect
    }

    /// Reads, checks and interprets the file.
    ///
    /// Throws with exit code `data` and the line at fault; a hash that does not match comes before all else.
    public func load() throws(BenchError) -> Dataset {
        try checkDialect()
        let (path, dialect, missing) = (file.path, dialect, options.missingValues)
        let size = file.isNamedCompressed ? nil : file.size
        return try TableReader(
            source: ByteSource(file), options: options, splitSource: splitFile.map { ByteSource($0) },
            expected: TableReader.expectedDigest(expectedHash),
            scanner: { CSVScanner(file: path, size: size, request: dialect, planner: $0, missing: missing) }
        ).dataset()
    }

    private func checkDialect() throws(BenchError) {
        if let comment, comment.utf8.count != 1 || comment.utf8.first! <= 0x20 || comment == "\"" {
            throw BenchError(
                .usage, "\"comment\" must be one character of ASCII, found \"\(comment)\"",
                remedy: "\"#\" is the usual one")
        }
        if dialect.delimiter == "comma", dialect.point == UInt8(ascii: ",") {
            throw BenchError(
                .usage, "commas cannot separate both cells and fractions",
                remedy: "set another delimiter, or decimal: point")
        }
    }
}
