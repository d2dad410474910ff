import Foundation
import Numerics
import Primitives
import Testing

@testable import Datasets

@Suite("Lines without quotes")
struct PlainLineTests {
    /// The cells of each row in column order, or what is wrong.
    private func cells(_ text: [UInt8], _ dialect: CSVDialect, plain: Bool) -> String {
        var dialect = dialect
        dialect.hasHeader = false
        let parser = CSVParser(
            file: "data.csv", dialect: dialect,
            target: .init(missing: []) { names, _ in names.map { _ in .levels(limit: .max) } },
            splitsPlainLines: plain)
        text.withUnsafeBytes { parser.consume($0) }
        parser.finish()
        if let failure = parser.failure { return failure.description }
        var columns: [String] = []
        for index in parser.builders.indices {
            let codes = parser.builders[index].codes.take()
            columns.append(codes.map { "[\(parser.builders[index].table.text(Int($0)))]" }.joined())
        }
        return "\((0..<parser.rowCount).map { parser.lines[$0] }) " + columns.joined(separator: " | ")
    }

    @Test("are cut into the cells that libcsv finds")
    func agrees() {
        var stream = RandomStream(seed: 15, name: "plain lines")
        let pieces = [
            "a", "bc", "1.5", "longer text", " ", "\t", "  ", ",", ",", ";", "\n", "\r\n", "\r", "é", "'",
            "\"q\"",
        ]
        var rows = 0
        for round in 0..<30_000 {
            var text: [UInt8] = []
            for _ in 0..<1 + stream.integer(below: 24) {
                // Quotes in few texts, so that both ways of splitting meet in some.
                let kinds = round % 5 == 0 ? pieces.count : pieces.count - 1
                text += Array(pieces[stream.integer(below: kinds)].utf8)
            }
            var dialect = CSVDialect()
            dialect.delimiter = [.byte(UInt8(ascii: ",")), .byte(UInt8(ascii: "\t")), .spaces][round % 3]
            if round % 7 == 0 { dialect.quote = nil }
            let found = cells(text, dialect, plain: true)
            let expected = cells(text, dialect, plain: false)
            if found != expected {
                Issue.record(
                    "\(String(decoding: text, as: UTF8.self).debugDescription): \(found), libcsv \(expected)")
            }
            if found.hasPrefix("[") { rows += 1 }
        }
        #expect(rows > 5000)
    }
}

@Suite("Dialects of CSV")
struct CSVDialectTests {
    private func detect(_ text: String, _ request: CSVDialectRequest = .init()) throws(BenchError)
        -> CSVDialect
    {
        var detection = DialectDetection(Array(text.utf8), isWhole: true, request: request, file: "data.csv")
        return try detection.dialect()
    }

    @Test(
        "The delimiter is the one that cuts every row into as many cells",
        arguments: [
            ("a,b\n1,2\n", "comma"), ("a;b\n1;2\n", "semicolon"), ("a\tb\n1,5\t2\n", "tab"),
            ("a|b\n1|2\n", "pipe"),
            ("a b\n1 2\n", "space"), ("a;b\n1,5;2\n3,5;4\n", "semicolon"),
            ("1,5;2,5\n3,5;4,25\n", "semicolon"),
            ("g,y\nu|v,1\nw|x,2\n", "comma"), ("\"a;b\",c\n\"d;e\",f\n", "comma"), ("x\n1\n", "comma"),
            ("x,y\n1,a\n2\n3,b\n", "comma"), ("a,b c\n1,2\n", "comma"), ("a,\"b\nc;d\"\n1,2\n", "comma"),
        ])
    func delimiters(text: String, name: String) throws { #expect(try detect(text).delimiterName == name) }

    @Test("Two possible delimiters of which none is consistent are refused, with both")
    func ambiguous() throws {
        let error = try failure { try detect("a,b;c\n1,2;3,4\n1;2;3,4,5\n") }
        #expect(error.description.contains("by comma, by semicolon"))
        #expect(error.description.contains("set delimiter to one of comma, semicolon, tab, pipe, space"))
    }

    @Test(
        "A header is recognised",
        arguments: [
            ("x,y\n1,2\n", true), ("1.5,2\n1,2\n", false), ("5,3,red\n4,2,blue\n5,1,red\n", false),
            ("0,1,2\n5,3,1\n", true), ("1,2,3\n5,3,1\n", true), ("7,4\n5,3\n", false),
            ("country,1990,1991\nA,5,6\n", true),
            ("1990,1991\na,b\n", true), ("-1,y\n2,3\n", false), ("5\n", true),
        ])
    func headers(text: String, hasHeader: Bool) throws { #expect(try detect(text).hasHeader == hasHeader) }

    @Test(
        "Decimal commas are recognised where commas separate nothing",
        arguments: [
            ("a;b\n1,5;2\n", ","), ("a;b\n1,234;2\n", "."), ("a;b\n1,234;2,5\n", ","),
            ("a;b\n1,5;2.5\n", "."),
            ("a;b\n0,234;2\n", ","), ("a;b\n1.2.2020;2,5\n", ","),
        ])
    func points(text: String, point: String) throws { #expect(try detect(text).point == point.utf8.first) }

    @Test("Columns of a file without a header are named by number, and a target may be a number alone")
    func withoutHeader() throws {
        let dataset = try load("1.5,red,0\n2.5,blue,1\n3.5,red,0\n", target: "3")
        #expect(dataset.columns.map(\.name) == ["column1", "column2"])
        #expect(dataset.numbers("column1") == [1.5, 2.5, 3.5])
        #expect(dataset.rowCount == 3)
        let ragged = try failure { try load("1.5,0\n2.5\n3.5,1\n", target: "2") }
        #expect(ragged.diagnostics[0].location?.line == 2)
        #expect(ragged.description.contains("the first row has 2"))
    }

    @Test("Quotes are text where there are none")
    func noQuotes() throws {
        let dataset = try load("c,y\n5\",a\n6\",b\n5\",a\n") { $0.dialect.quote = "none" }
        #expect(dataset.levels("c") == ["5\"", "6\"", "5\""])
    }

    @Test("A dialect may begin after the sample, and a long file is read as its beginning is")
    func longFiles() throws {
        let rows = (0..<9000).map { "\($0 % 97),5;t\($0 % 3);\($0 % 2)\n" }.joined()
        let dataset = try load("a;b;y\n" + rows) { $0.chunk = 1000 }
        #expect(dataset.rowCount == 9000)
        #expect(dataset.numbers("a")?[98] == 1.5)
    }

    @Test("The target is recognised by its name, else it is the last column")
    func targets() throws {
        let named = try load("Class,x\na,1\nb,2\na,4\n", target: nil)
        #expect(named.columns.map(\.name) == ["x"] && named.classNames == ["a", "b", "a"])
        #expect(named.notes.contains { $0.message.contains("\"Class\"") && $0.severity == .note })
        let last = try load("y,label,x\n1,2,u\n1,3,v\n2,4,u\n", target: nil)
        #expect(last.classNames == ["u", "v", "u"])
    }

    @Test("A text beyond the first rows makes a second pass, and the levels are those of the file")
    func lateTexts() throws {
        // 01 and 1 are one number and two levels: only the bytes of the file can tell them apart.
        let text =
            "c,x,y\n" + (0..<10_500).map { "\($0 % 2 == 0 ? "01" : "1"),\($0),\($0 % 2)\n" }.joined()
            + (0..<1000).map { "u\($0 % 5),\($0),0\n" }.joined()
        let dataset = try load(text)
        #expect(dataset.rowCount == 11_500)
        #expect(dataset.levels("c")?.prefix(2) == ["01", "1"])
        #expect(dataset.levels("c")?.last == "u4")
        let mistyped = text.replacingOccurrences(of: "u4,999,0", with: "u4,oops,0")
        let error = try failure { try load(mistyped) }
        #expect(error.description.contains("\"oops\"") && error.diagnostics[0].location?.line == 11_501)
    }

    @Test("A row missing throughout the first rows may hold numbers or texts later")
    func lateBeginning() throws {
        let head = (0..<12_000).map { ",,\($0 % 2)\n" }.joined()
        let dataset = try load("a,b,y\n" + head + "1.5,u,0\n2.5,v,1\n1.5,u,0\n")
        #expect(dataset.numbers("a")?.suffix(3) == [1.5, 2.5, 1.5])
        #expect(dataset.levels("b")?.suffix(3) == ["u", "v", "u"])
        #expect(dataset.numbers("a")?.prefix(12_000).allSatisfy(\.isNaN) == true)
    }

    @Test("A row of very many columns takes little more memory than a long one")
    func wideFiles() throws {
        let width = 5000
        let header = (0..<width).map { "c\($0)" }.joined(separator: ",") + ",y\n"
        let rows = (0..<4).map { row in
            (0..<width).map { "\(($0 + row) % 9)" }.joined(separator: ",") + ",\(row % 2)\n"
        }
        let dataset = try load(header + rows.joined())
        #expect(dataset.columns.count == width)
        #expect(dataset.numbers("c4999") == [4, 5, 6, 7])
    }
}
