import Foundation
import Primitives
import Testing

@testable import Datasets

@Suite("Compressed files and ARFF")
struct FileFormatTests {
    private static let text = "x,y\n1.5,a\n2,b\n3,a\n"

    private func arff(_ text: String, _ adjust: (inout TableOptions) -> Void = { _ in }) throws(BenchError)
        -> Dataset
    {
        var options = TableOptions()
        options.missingValues = ["?"]
        adjust(&options)
        let missing = options.missingValues
        return try TableReader(
            source: ByteSource(Array(text.utf8), path: "a.arff", chunk: 5), options: options,
            scanner: { ARFFScanner(file: "a.arff", planner: $0, missing: missing) }
        ).dataset()
    }

    @Test("gzip is inflated in any chunks, member after member, also where the name does not say so")
    func members() throws {
        let bytes = Array(Self.text.utf8)
        let two = gzip(Array(bytes[..<7])) + gzip(Array(bytes[7...])) + [0, 0, 0]
        for chunk in [1, 3, 1000] {
            let dataset = try load(two) {
                $0.chunk = chunk
                $0.path = "data.csv.gz"
            }
            #expect(dataset.numbers("x") == [1.5, 2, 3] && dataset.name == "data")
            #expect(dataset.contentHash == SHA256.hash(two))
        }
        #expect(try load(gzip(bytes)).rowCount == 3)
    }

    @Test("Damaged gzip files are refused")
    func damage() throws {
        let whole = gzip(Array(String(repeating: Self.text, count: 50).utf8))
        func message(_ bytes: [UInt8]) throws -> String {
            let error = try failure { try load(bytes) { $0.path = "data.csv.gz" } }
            #expect(error.exitCode == .data && error.diagnostics[0].location?.file == "data.csv.gz")
            return error.description
        }
        #expect(try message(Array(whole.dropLast(9))).contains("end too early"))
        var damaged = whole
        damaged[damaged.count - 6] ^= 1
        #expect(try message(damaged).contains("incorrect data check"))
        #expect(try message(Array(Self.text.utf8)).contains("no sound gzip file: incorrect header check"))
        #expect(try message(gzip(Array(Self.text.utf8)) + [0, 7]).contains("bytes after the end"))
    }

    @Test("An ARFF file keeps declared levels, reads sparse rows, quotes, escapes and comments")
    func arffRows() throws {
        let dataset = try arff(
            "@relation r\n@attribute n numeric\n@attribute 'c d' {zero,'a, b', \"it's\"}\n@attribute class {p,q}\n"
                + "@data\n% c\n1,'a, b',p\n{0 2.5, 2 q}\n{}\n-1,\"it's\",q\n?,'it\\'s',p % no comment\n"
                .replacingOccurrences(of: " % no comment", with: ""))
        #expect(dataset.numbers("n").map { $0[..<4] == [1, 2.5, 0, -1] && $0[4].isNaN } == true)
        #expect(dataset.levels("c d") == ["a, b", "zero", "zero", "it's", "it's"])
        guard case .categorical(_, let levels) = dataset.columns[1].values else { return }
        #expect(levels == ["zero", "a, b", "it's"] && !dataset.columns[1].isOrdinal)
        #expect(dataset.classNames == ["p", "q", "p", "q", "p"])
    }

    @Test("The task follows from the type of the target, and a nominal attribute may be declared ordinal")
    func arffTypes() throws {
        let text =
            "@relation r\n@attribute s {low,mid,top}\n@attribute y integer\n@data\nlow,1\ntop,2\nmid,1\n"
        #expect(try arff(text).task == .regression)
        let ordinal = try arff(text) { $0.kinds = [("s", .ordinal)] }
        #expect(ordinal.columns[0].isOrdinal && ordinal.levels("s") == ["low", "top", "mid"])
        #expect(ordinal.columns[0].values == .categorical(codes: [0, 2, 1], levels: ["low", "mid", "top"]))
    }

    @Test(
        "Broken ARFF files are refused with the line",
        arguments: [
            ("", nil, "no @data"), ("@relation r\n@data\n1\n", 2, "before any @attribute"),
            ("@relation r\n@atribute x real\n", 2, "did you mean \"@attribute\"?"),
            ("@attribute x relational\n", 1, "\"relational\" is no type"),
            ("@attribute x {a,a}\n", 1, "declares \"a\" twice"),
            ("@attribute x {a b}\n@attribute y {\n", 2, "too early"),
            ("@attribute x {}\n", 1, "no levels"), ("@attribute 'x real\n", 1, "never closed"),
            ("@attribute x real\n@attribute x real\n@data\n", 1, "used twice"),
            (
                "@attribute x real\n@attribute y {p,q}\n@data\n1,p\n2,r\n3,q\n", 5,
                "\"r\" is none of its declared levels"
            ),
            ("@attribute x real\n@attribute y {p,q}\n@data\n1,p\n2,q,3\n", 5, "has 3 cells"),
            (
                "@attribute x real\n@attribute y {p,q}\n@data\n1,p\nu,q\n3,q\n", 5,
                "must be a number, found \"u\""
            ),
            (
                "@attribute x real\n@attribute y {p,q}\n@data\n{0 1, 0 2}\n", 4,
                "ascending indices from 0 to 1"
            ),
            ("@attribute x real\n@attribute y {p,q}\n@data\n{2 1}\n", 4, "ascending indices"),
            ("@attribute x real\n@attribute y {p,q}\n@data\n1,'p\n", 4, "never closed"),
            ("@attribute x real\n@attribute y {p,q}\n@data\n1,'p' q\n", 4, "a comma must separate"),
        ] as [(String, Int?, String)])
    func brokenARFF(text: String, line: Int?, says: String) throws {
        let error = try failure { try arff(text) }
        #expect(error.exitCode == .data && error.description.contains(says), "\(error)")
        #expect(error.diagnostics[0].location?.line == line && error.diagnostics[0].remedy != nil)
    }
}
