import Primitives

/// A table in a CSV file (RFC 4180, UTF-8, a header in the first line).
public struct CSVSource: DatasetSource {
    /// The declaration of `csv`.
    public static let declaration = ComponentDeclaration(
        id: "csv", family: "file", summary: "A table in a CSV file whose first line names the columns.",
        citations: ["Shafranovich 2005, RFC 4180: Common Format and MIME Type for CSV Files"],
        parameters: [
            .init("path", .text, identifying: false, "The file, relative to the folder of the suite's file."),
            .init("target", .text, "The column to predict."),
            .init(
                "task", .choice(CSVOptions.Task.allCases.map(\.rawValue)), default: .text("auto"),
                "auto: regression when the target is numeric with a fraction or over 20 distinct values."),
            .init("exclude", .texts, default: .texts([]), "Columns to leave out, such as identifiers."),
            .init("categorical", .texts, default: .texts([]), "Columns of levels that look like numbers."),
            .init(
                "missing_values", .texts, default: .texts(CSVOptions.defaultMissingValues),
                "The texts that mean a missing cell; a list replaces the default one."),
            .init(
                "constant_columns", .choice(["drop", "keep"]), default: .text("drop"),
                "What to do with a column that is the same in every row; images need keep."),
            .init(
                "delimiter", .choice(CSVOptions.delimiters.map(\.name)), default: .text("comma"),
                "What separates the cells."),
            .init(
                "sha256", .text, optional: true, identifying: false,
                "The SHA-256 the file must have, in hexadecimal; a guard against a changed file."),
        ],
        remarks: [
            "Quoted cells may contain delimiters, quotes (doubled) and line ends; blank lines are skipped."
        ])

    private let file: InputFile
    private let options: CSVOptions
    private let expectedHash: String?

    /// The file that `arguments` name, relative to `baseDirectory`.
    public init(arguments: Arguments, baseDirectory: String) {
        file = InputFile(path: arguments.text("path"), relativeTo: baseDirectory)
        options = CSVOptions(arguments)
        expectedHash = arguments.optionalText("sha256")
    }

    /// Reads, checks and interprets the file.
    ///
    /// Throws with exit code `data` and the line at fault; a hash that does not match comes before all else.
    public func load() throws(BenchError) -> Dataset {
        let expected = try expectedDigest()
        let parser = CSVParser(file: file.path, delimiter: options.delimiter)
        var hasher = SHA256()
        try file.forEachChunk { chunk in
            hasher.update(chunk)
            parser.consume(chunk)
        }
        let hash = hasher.finalized()
        if let expected, expected != hash {
            throw BenchError(
                .data, "the file's SHA-256 is \(hash), expected \(expected)", at: .init(file: file.path),
                remedy: "restore the file, or set sha256 to the new value if the change is meant")
        }
        return try CSVInterpreter(table: parser.finish(), options: options).dataset(
            name: file.name, hash: hash)
    }

    private func expectedDigest() throws(BenchError) -> Digest? {
        guard let expectedHash else { return nil }
        guard let digest = Digest(hexadecimal: expectedHash.lowercased()) else {
            throw BenchError(
                .usage, "\"sha256\" must be 64 hexadecimal digits, found \"\(expectedHash)\"",
                remedy: "sha256sum prints it")
        }
        return digest
    }
}
