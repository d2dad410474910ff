import Primitives

/// A table in an ARFF file, the format of Weka and OpenML.
public struct ARFFSource: DatasetSource {
    /// The declaration of `arff`.
    public static let declaration = ComponentDeclaration(
        id: "arff", family: "file",
        summary: "A table in an ARFF file, which declares its columns; plain or compressed by gzip.",
        citations: [
            "Witten, Frank, Hall and Pal 2016, Data Mining: Practical Machine Learning Tools and Techniques, "
                + "4th ed., section 2.4"
        ],
        parameters: [
            .init(
                "path", .text, identifying: false,
                "The file, relative to the folder of the suite's file; .gz is inflated.")
        ]
            + TableOptions.declarations(
                targetDefault: "the attribute named target, class, label or y, else the last", missing: ["?"]),
        remarks: [
            "Nominal attributes keep their declared levels in their order; columns: {name: ordinal} makes it count.",
            "The task follows from the target's type: nominal is a classification, numeric a regression.",
            "Sparse rows are read in full. Attributes of type relational are refused; strings and dates are "
                + "treated as in a CSV file.",
        ])

    private let file: InputFile
    private let splitFile: InputFile?
    private let options: TableOptions
    private let expectedHash: String?

    /// The file that `arguments` name, relative to `baseDirectory`.
    public init(arguments: Arguments, baseDirectory: String) {
        file = InputFile(path: arguments.text("path"), relativeTo: baseDirectory)
        splitFile = arguments.optionalText("split_file").map {
            InputFile(path: $0, relativeTo: baseDirectory)
        }
        options = TableOptions(arguments)
        expectedHash = arguments.optionalText("sha256")
    }

    /// Reads, checks and interprets the file.
    ///
    /// Throws with exit code `data` and the line at fault; a hash that does not match comes before all else.
    public func load() throws(BenchError) -> Dataset {
        let (path, missing) = (file.path, options.missingValues)
        return try TableReader(
            source: ByteSource(file), options: options, splitSource: splitFile.map { ByteSource($0) },
            expected: TableReader.expectedDigest(expectedHash),
            scanner: { ARFFScanner(file: path, planner: $0, missing: missing) }
        ).dataset()
    }
}
