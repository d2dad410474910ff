import Foundation
import Primitives
import Testing

@testable import Datasets

@Suite("CSV files that deviate and are good")
struct CSVReadingTests {
    private static let plain = "x,c,y\n1,red,a\n2.5,blue,b\n-3,red,a\n"

    @Test(
        "give the same content",
        arguments: [
            plain, "\u{FEFF}" + plain, plain.replacingOccurrences(of: "\n", with: "\r\n"),
            plain.replacingOccurrences(of: "\n", with: "\r"), String(plain.dropLast()),
            "\n\n" + plain.replacingOccurrences(of: "\n", with: "\n\n  \n"),
            plain.replacingOccurrences(of: ",", with: " ,\t "),
            "\u{FEFF}\"x\",\"c\",\"y\"\r\n\"1\",\"red\",\"a\"\r\n2.5,\"blue\",b\r\n\"-3\",red,\"a\"",
        ])
    func deviations(_ text: String) throws {
        let dataset = try load(text)
        #expect(dataset.numbers("x") == [1, 2.5, -3])
        #expect(dataset.levels("c") == ["red", "blue", "red"])
        #expect(dataset.task == .classification(classes: ["a", "b"]))
        #expect(dataset.classNames == ["a", "b", "a"])
    }

    @Test("Quoted cells keep delimiters, quotes, spaces and every kind of line end")
    func quotedCells() throws {
        let dataset = try load(
            "c,y\n\"a,\"\"b\"\"\n\r\nc\r\",u\n\" d \",v\n\"a,\"\"b\"\"\n\r\nc\r\",u\nNA,u\n\"\",v\n")
        #expect(dataset.levels("c") == ["a,\"b\"\n\r\nc\r", " d ", "a,\"b\"\n\r\nc\r", nil, nil])
        #expect(dataset.classNames == ["u", "v", "u", "u", "v"])
    }

    @Test("Lines are counted through quoted line ends, blank lines and comments")
    func lineNumbers() throws {
        let text = "x,y\r\n\r\n\"1\n\r\n2\",a\r\n\n3,b\r# c\n4,c\n\"5\",c\n"
        var dialect = CSVDialect()
        dialect.comment = UInt8(ascii: "#")
        let parser = CSVParser(
            file: "data.csv", dialect: dialect,
            target: .init(missing: []) { names, _ in names.map { _ in .skip } })
        Array(text.utf8).withUnsafeBytes { parser.consume($0) }
        parser.finish()
        #expect(parser.failure == nil)
        #expect((0..<parser.rowCount).map { parser.lines[$0] } == [3, 7, 9, 10])
    }

    @Test("Chunks of any size give the same dataset", arguments: [1, 2, 3, 7, 64])
    func chunks(size: Int) throws {
        let text = "\u{FEFF}x,\"c\",y\r\n1,\"é\r\n\"\"ü\"\"\",a\r\n\r2,€,b\n3,€,a"
        let dataset = try load(text) { $0.chunk = size }
        #expect(dataset.levels("c") == ["é\r\n\"ü\"", "€", "€"])
        #expect(dataset.numbers("x") == [1, 2, 3])
        let broken = try failure { try load(text + ",") { $0.chunk = size } }
        #expect(broken.diagnostics[0].location?.line == 6)
    }

    @Test("Semicolons and tabs separate cells when asked to")
    func delimiters() throws {
        let semicolons = try load("x;y\n1,5;a\n2;b\n2;a\n") {
            $0.dialect.delimiter = "semicolon"
            $0.dialect.point = UInt8(ascii: ".")
        }
        #expect(semicolons.levels("x") == ["1,5", "2", "2"])
        let tabs = try load("x\tz\ty\n1\t\ta\n2\t5\tb\n3\t6\ta\n") { $0.dialect.delimiter = "tab" }
        #expect(tabs.numbers("x") == [1, 2, 3])
        #expect(tabs.numbers("z").map { $0[0].isNaN && $0[1] == 5 } == true)
    }

    @Test("Missing texts become NaN or −1; a list of them replaces the default")
    func missingValues() throws {
        let dataset = try load("x,c,y\nNaN,p,a\nnan,?,b\nN/A,q,a\nNA,,b\nnull,p,a\n,q,a\n1,q,b\n2,p,a\n")
        #expect(dataset.numbers("x")?.map(\.isNaN) == [true, true, true, true, true, true, false, false])
        #expect(dataset.levels("c") == ["p", nil, "q", nil, "p", "q", "q", "p"])
        let other = try load("x,y\n-999,a\n1,b\n2,a\n") { $0.table.missingValues = ["-999"] }
        #expect(other.numbers("x").map { $0[0].isNaN && $0[2] == 2 } == true)
    }

    @Test(
        "Decimal numbers follow one strict grammar",
        arguments: [
            ("0", 0.0), ("-0", 0), ("+12", 12), ("1.", 1), (".5", 0.5), ("-1.25e2", -125), ("1E+3", 1000),
            ("0.1", 0.1), ("1e-400", 0), ("4.9e-324", .leastNonzeroMagnitude),
            ("179769313486231570000e288", 1.7976931348623157e308),
            (String(repeating: "0", count: 500) + "7", 7),
            ("0." + String(repeating: "3", count: 900), 1.0 / 3),
            ("0e999999999999999999999", 0),
        ] as [(String, Double)])
    func numbers(text: String, value: Double) {
        #expect(DecimalNumber(ArraySlice(text.utf8)) == .value(value))
    }

    @Test(
        "Everything else is text",
        arguments: [
            "", ".", "-", "e5", "1e", "1e+", "0x10", "inf", "nan", "1 ", " 1", "1,5", "1_000", "１", "1.2.3",
            "--1", "1d0",
            "1f",
        ])
    func texts(text: String) { #expect(DecimalNumber(ArraySlice(text.utf8)) == .malformed) }

    @Test(
        "Numbers beyond a double overflow",
        arguments: ["1e309", "-1e99999999999999999999", "2" + String(repeating: "0", count: 308)])
    func overflows(text: String) { #expect(DecimalNumber(ArraySlice(text.utf8)) == .overflow) }

    @Test("The task follows from the target")
    func tasks() throws {
        let whole = try load("x,y\n" + (0..<30).map { "\($0),\(10 - $0 % 10)\n" }.joined())
        #expect(whole.task == .classification(classes: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]))
        #expect(whole.classNames.prefix(2) == ["10", "9"])
        #expect(
            whole.notes.contains { $0.message.contains("10 distinct whole numbers") && $0.severity == .note })
        let many = try load("x,y\n" + (0..<30).map { "\($0),\($0)\n" }.joined())
        #expect(many.task == .regression)
        let fraction = try load("x,y\n1,0\n2,0.5\n3,1\n")
        #expect(fraction.target == .values([0, 0.5, 1]))
        let asked = try load("x,y\n1,0.5\n2,1.50\n3,1.5\n") { $0.table.task = .classification }
        #expect(asked.task == .classification(classes: ["0.5", "1.5"]))
        let forced = try load("x,y\n1,01\n2,1\n3,1\n") { $0.table.categorical = ["y"] }
        #expect(forced.task == .classification(classes: ["01", "1"]))
        let regression = try load("x,y\n1,1\n2,2\n3,1\n") { $0.table.task = .regression }
        #expect(regression.task == .regression)
    }

    @Test("Words among numbers are named, whether the column is left out, taken for levels or the target")
    func mixtures() throws {
        func cells(_ count: Int) -> [String] { (0..<150).map { $0 % 10 == 3 ? "none" : "\($0 % count)" } }
        func rows(_ a: [String], _ y: (Int) -> String) -> String {
            "a,x,y\n" + a.enumerated().map { "\($1),\($0 % 7).5,\(y($0))\n" }.joined()
        }
        let seen = "numeric in 135 of 150 cells, but not in line 5: \"none\""
        func warnings(_ dataset: Dataset) -> [String] {
            dataset.notes.filter { $0.severity == .warning }.map(\.message)
        }
        let many = try load(rows(cells(150)) { $0 % 2 == 0 ? "p" : "q" })
        #expect(warnings(many) == ["column \"a\" excluded: \(seen)"])
        #expect(many.columns.map(\.name) == ["x"])
        let few = try load(rows(cells(40)) { $0 % 2 == 0 ? "p" : "q" })
        #expect(warnings(few) == ["column \"a\" taken for levels: \(seen)"])
        let said = try load(rows(cells(40)) { $0 % 2 == 0 ? "p" : "q" }) { $0.table.categorical = ["a"] }
        #expect(warnings(said).isEmpty && said.columns == few.columns)
        let read = try load(rows(cells(150)) { $0 % 2 == 0 ? "p" : "q" }) {
            $0.table.missingValues = ["none"]
        }
        #expect(warnings(read).isEmpty && read.columns.map(\.name) == ["a", "x"])
        let target = try load(rows((0..<150).map { "\($0 % 9)" }) { cells(40)[$0] })
        #expect(warnings(target) == ["the target \"y\" taken for classes: \(seen)"])
    }

    @Test("Excluded, constant and empty columns go, with a note; constant ones stay when asked to")
    func dropped() throws {
        let text = "id,x,one,same,none,y\nu,1,7,s,,a\nv,2,7,s,NA,b\nw,3,7,s,,a\n"
        let dataset = try load(text) { $0.table.exclude = ["id"] }
        #expect(dataset.columns.map(\.name) == ["x"])
        #expect(dataset.notes.count == 2)
        #expect(
            dataset.notes.contains {
                $0.message == "columns \"one\", \"same\" dropped: every row has the same value"
            })
        #expect(dataset.notes.contains { $0.message == "column \"none\" dropped: every cell is missing" })
        let kept = try load(text) {
            $0.table.exclude = ["id"]
            $0.table.keepsConstantColumns = true
        }
        #expect(kept.columns.map(\.name) == ["x", "one", "same"])
    }

    @Test("Levels are sorted by Unicode scalar, whatever the order of the rows")
    func levels() throws {
        let dataset = try load("c,y\nb,u\nZ,v\né,u\na,v\n10,u\n9,v\na,u\n")
        guard case .categorical(_, let levels) = dataset.columns[0].values else {
            Issue.record("not categorical")
            return
        }
        #expect(levels == ["10", "9", "Z", "a", "b", "é"])
        let codes = try load("n,y\n2,u\n10,v\n2,u\n") { $0.table.categorical = ["n"] }
        #expect(codes.levels("n") == ["2", "10", "2"])
    }
}
