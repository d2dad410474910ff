import Foundation
import Primitives
import Testing

@testable import Datasets

/// A file that must be refused, and what the refusal must say.
struct BrokenFile: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    var line: Int?
    var column: Int?
    let words: [String]
    var adjust: @Sendable (inout ReadingOptions) -> Void = { _ in }

    init(
        _ name: String, _ text: String, line: Int? = nil, column: Int? = nil, says words: [String],
        _ adjust: @escaping @Sendable (inout ReadingOptions) -> Void = { _ in }
    ) {
        self.init(name, Array(text.utf8), line: line, column: column, says: words, adjust)
    }

    init(
        _ name: String, _ bytes: [UInt8], line: Int? = nil, column: Int? = nil, says words: [String],
        _ adjust: @escaping @Sendable (inout ReadingOptions) -> Void = { _ in }
    ) {
        self.name = name
        self.bytes = bytes
        self.line = line
        self.column = column
        self.words = words
        self.adjust = adjust
    }

    var testDescription: String { name }

    private static let numericRows = (1...30).map { "\($0).5,\($0 % 2)\n" }.joined()

    static let structure: [BrokenFile] = [
        .init("empty", "", says: ["empty"]),
        .init(
            "a remark", "# by me\na,b,y\n1,2,0\n3,4,1\n", line: 1,
            says: ["no column \"y\"", "comment: \"#\""]),
        .init(
            "a remark, and the default target", "# by me\na,b,y\n1,2,0\n3,4,1\n", line: 2,
            says: ["3 cells", "the header has 1", "comment: \"#\""]
        ) { $0.table.target = nil },
        .init("blank lines only", "\n\n  \n", says: ["empty"]),
        .init("byte order mark only", [0xEF, 0xBB, 0xBF], says: ["empty"]),
        .init("header only", "x,y\n", says: ["header but no rows"]),
        .init("header without newline", "x,y", says: ["header but no rows"]),
        .init("one row", "x,y\n1,a\n", says: ["only one row", "at least 2"]),
        .init("short row", "x,y\n1,a\n2\n3,b\n", line: 3, says: ["has 1 cell,", "header has 2"]),
        .init("long row", "x,y\n1,a\n\n2,b,c\n", line: 4, says: ["3 cells", "header has 2"]),
        .init("short row after a quoted newline", "x,y\n\"1\n1\",a\n2\n", line: 4, says: ["has 1 cell,"]),
        .init("short last row without newline", "x,y\n1,a\n2", line: 3, says: ["has 1 cell,"]),
        .init("unclosed quote", "x,y\n1,a\n2,\"b\n3,a\n4,b\n", line: 3, says: ["quote", "never closed"]),
        .init("unclosed quote in the last line", "x,y\n1,a\n2,\"b", line: 3, says: ["never closed"]),
        .init(
            "unclosed quote after a closed one that spans lines", "x,y\n1,\"a\nb\"\n\"c\nd\",\"e\nf\n",
            line: 5,
            says: ["never closed"]),
        .init(
            "text after a quote", "x,y\n1,\"a\"b\n", line: 2, column: 6, says: ["misplaced quote", "double"]),
        .init(
            "quote inside an unquoted cell", "x,y\n1,a\"b\n", line: 2, column: 4, says: ["misplaced quote"]),
        .init(
            "quote left open and closed by another", "x,y\n\"1,a\n2,\"b\"\n", line: 3,
            says: ["misplaced quote", "opened on line 2"]),
        .init(
            "duplicate header", "x,y,x\n1,a,2\n", line: 1, says: ["\"x\" is used twice", "columns 1 and 3"]),
        .init("empty header", ",x,y\n0,1,a\n", line: 1, says: ["column 1 has no name", "index=False"]),
        .init("blank header", "\nx,\" \",y\n0,1,a\n", line: 2, says: ["column 2 has no name"]),
        .init(
            "invalid UTF-8", Array("x,y\n1,a\n2,".utf8) + [0xE9] + Array("\n".utf8), line: 3, column: 3,
            says: ["UTF-8"]),
        .init("UTF-16", [0xFF, 0xFE] + Array("x\0,\0y\0\n\0".utf8), line: 1, says: ["NUL", "UTF-16"]),
        .init(
            "cut multi-byte character", Array("x,y\n1,a\n2,".utf8) + [0xE2, 0x82], line: 3, says: ["UTF-8"]),
        .init("NUL byte", "x,y\n1,a\n2,é\0\n", line: 3, column: 4, says: ["NUL"]),
    ]

    static let content: [BrokenFile] = [
        .init(
            "target absent", "x,species\n1,a\n2,b\n", line: 1,
            says: ["no column \"specis\"", "mean \"species\""]
        ) {
            $0.table.target = "specis"
        },
        .init(
            "other delimiter", "x;y\n1;a\n2;b\n", line: 1, says: ["no column \"y\"", "delimiter: semicolon"]
        ) { $0.dialect.delimiter = "comma" },
        .init("unknown exclude", "x,y\n1,a\n2,b\n", line: 1, says: ["exclude", "\"z\""]) {
            $0.table.exclude = ["z"]
        },
        .init("unknown categorical", "x,y\n1,a\n2,b\n", line: 1, says: ["categorical", "\"z\""]) {
            $0.table.categorical = ["z"]
        },
        .init("excluded target", "x,y\n1,a\n2,b\n", line: 1, says: ["\"y\"", "exclude"]) {
            $0.table.exclude = ["y"]
        },
        .init(
            "text in a numeric column", "x,y\n" + numericRows + "3o,1\n", line: 32,
            says: ["\"x\" is numeric in 30 of 31", "\"3o\"", "categorical", "missing_values"]),
        .init(
            "hexadecimal in a numeric column", "x,y\n" + numericRows + "0x10,1\n", line: 32,
            says: ["\"0x10\""]),
        .init("inf in a numeric column", "x,y\ninf,1\n" + numericRows, line: 2, says: ["\"inf\""]),
        .init(
            "overflowing number", "x,y\n1,a\n1e400,b\n2,a\n", line: 3,
            says: ["\"x\"", "\"1e400\"", "too large"]),
        .init("one class", "x,y\n1,a\n2,a\n3,a\n", line: 1, says: ["only one class", "\"a\""]),
        .init("one numeric class", "x,y\n1,7\n2,7.0\n", line: 1, says: ["only one class", "\"7\""]),
        .init("a class per row", "x,y\n1,a\n2,b\n3,c\n", line: 1, says: ["another class in every row"]),
        .init("missing target", "x,y\n1,a\n\n2,NA\n3,b\n", line: 4, says: ["\"y\" is missing", "\"NA\""]),
        .init("missing targets", "x,y\n1,a\n\n2,NA\n3,\n4,b\n", line: 4, says: ["\"NA\" (in 2 of 4 rows"]),
        .init(
            "prices with signs", "x,y\n" + (0..<30).map { "\($0).5,$\($0 % 16)\n" }.joined(), line: 1,
            says: ["\"y\" has 16 classes in 30 rows, such as \"$0\"", "without signs and units"]),
        .init(
            "text in a regression target", "x,y\n1,0.5\n2,high\n3,2\n", line: 3, says: ["\"high\"", "number"]
        ) {
            $0.table.task = .regression
        },
        .init(
            "mistyped number in the target",
            "x,y\n"
                + numericRows.replacingOccurrences(of: ",", with: ".0,")
                .replacingOccurrences(of: ".5.0", with: "") + "1,l\n", line: 32,
            says: ["\"y\" is numeric in 30 of 31", "\"l\""]),
        .init("overflow in the target", "x,y\n1,0.5\n2,-1e999\n3,2\n", line: 3, says: ["too large"]),
        .init(
            "constant regression target", "x,y\n1,2.5\n2,2.5\n", line: 1, says: ["same value in every row"]),
        .init("nothing but the target", "y\na\nb\na\n", line: 1, says: ["no input column"]),
        .init("constant inputs only", "x,y\n1,a\n1,b\n1,a\n", line: 1, says: ["no input column"]),
        .init("input that is missing throughout", "x,y\n,a\nNA,b\n?,a\n", line: 1, says: ["no input column"]),
    ]
}

@Suite("Broken CSV files")
struct CSVErrorTests {
    @Test("are refused with the line and a remedy", arguments: BrokenFile.structure + BrokenFile.content)
    func refuses(_ file: BrokenFile) throws {
        let error = try failure { try load(file.bytes, file.adjust) }
        let diagnostic = error.diagnostics[0]
        #expect(error.exitCode == .data)
        #expect(diagnostic.location?.file == "data.csv")
        #expect(diagnostic.location?.line == file.line)
        if let column = file.column { #expect(diagnostic.location?.column == column) }
        for word in file.words { #expect(error.description.contains(word), "\(error) lacks \(word)") }
        #expect(diagnostic.remedy != nil)
    }

    @Test("A file that is not there names the nearest one")
    func missingFile() throws {
        try withTemporaryFolder { folder in
            try Data("x,y\n1,a\n2,b\n".utf8).write(to: URL(fileURLWithPath: folder + "/iris.csv"))
            let error = try failure { try csvSource("irsi.csv", target: "y", in: folder).load() }
            #expect(error.exitCode == .data)
            #expect(error.diagnostics[0].location?.file == folder + "/irsi.csv")
            #expect(error.description.contains("no such file (did you mean \"iris.csv\"?)"))
            let elsewhere = try failure {
                try csvSource("no/such/folder.csv", target: "y", in: folder).load()
            }
            #expect(elsewhere.description.contains("no such file"))
            let below = try failure { try csvSource("iris.csv/x.csv", target: "y", in: folder).load() }
            #expect(below.description.contains("no such file"))
        }
    }

    @Test("A folder, a device, an unreadable and an empty path are refused")
    func notAFile() throws {
        try withTemporaryFolder { folder in
            let directory = try failure { try csvSource(".", target: "y", in: folder).load() }
            #expect(directory.exitCode == .data)
            #expect(directory.description.contains("directory"))
            let device = try failure { try csvSource("/dev/null", target: "y", in: folder).load() }
            #expect(device.description.contains("not a regular file"))
            let nul = try failure { try csvSource("a\0b", target: "y", in: folder).load() }
            #expect(nul.description.contains("NUL"))
            #expect(try failure { try csvSource("", target: "y", in: folder).load() }.exitCode == .data)
        }
    }

    @Test("A changed file shows both hashes, before anything else that is wrong with it")
    func changedFile() throws {
        try withTemporaryFolder { folder in
            let content = Array("x,y\n1\n".utf8)
            try Data(content).write(to: URL(fileURLWithPath: folder + "/a.csv"))
            let expected = SHA256.hash("another").hexadecimal
            let error = try failure {
                try csvSource("a.csv", target: "y", in: folder, ["sha256": .text(expected)]).load()
            }
            #expect(error.exitCode == .data)
            #expect(error.description.contains(expected))
            #expect(error.description.contains(SHA256.hash(content).hexadecimal))
            let malformed = try failure {
                try csvSource("a.csv", target: "y", in: folder, ["sha256": .text("abc")]).load()
            }
            #expect(malformed.exitCode == .usage)
            let ragged = try failure {
                try csvSource(
                    "a.csv", target: "y", in: folder,
                    [
                        "sha256": .text(SHA256.hash(content).hexadecimal.uppercased())
                    ]
                ).load()
            }
            #expect(ragged.diagnostics[0].location?.line == 2)
        }
    }
}
