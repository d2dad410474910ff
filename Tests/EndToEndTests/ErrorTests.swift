import Foundation
import Primitives
import Testing

/// What a user does wrong, and what the executable says: one message with its place, and the right exit code.
@Suite("Errors, from outside")
struct ErrorTests {
    struct Mistake: Sendable, CustomTestStringConvertible {
        let name: String
        /// Replaced in a good suite.
        let from: String
        let to: String
        let status: Int32
        let words: [String]
        var testDescription: String { name }
    }

    static let good = """
        version: 1
        name: errors
        seeds: 2
        datasets:
          - {id: table, kind: csv, path: table.csv, target: y}
        models:
          - {id: mlp, kind: mlp, hidden: [8]}
        methods:
          - baseline
          - {id: dropout, rate: 0.2}
        training: {epochs: 1, batch_size: 8}
        """

    /// Forty rows, two features, two classes.
    static let table =
        "a,b,y\n" + (0..<40).map { "\($0),\(($0 * 7) % 11),\($0 % 2 == 0 ? "yes" : "no")\n" }.joined()

    static let suites: [Mistake] = [
        .init(
            name: "unknown key", from: "seeds: 2", to: "seeds: 2\nsede: 3", status: 64,
            words: [":4:1:", "\"sede\"", "seeds"]),
        .init(
            name: "duplicate key", from: "seeds: 2", to: "seeds: 2\nseeds: 3", status: 64,
            words: [":4:", "seeds"]),
        .init(name: "wrong type", from: "seeds: 2", to: "seeds: two", status: 64, words: [":3:8:", "seeds"]),
        .init(
            name: "negative epochs", from: "epochs: 1", to: "epochs: -1", status: 64,
            words: [":11:", "epochs", "at least 1"]),
        .init(
            name: "fractional epochs", from: "epochs: 1", to: "epochs: 1.5", status: 64,
            words: [":11:", "epochs"]),
        .init(name: "octal", from: "epochs: 1", to: "epochs: 010", status: 64, words: [":11:", "010"]),
        .init(
            name: "not a number", from: "rate: 0.2", to: "rate: .nan", status: 64, words: [":10:", ".nan"]),
        .init(
            name: "out of range", from: "rate: 0.2", to: "rate: 1.0", status: 64, words: [":10:", "[0, 1)"]),
        .init(
            name: "out of range in single precision", from: "rate: 0.2", to: "rate: 0.99999999", status: 64,
            words: [":10:", "single precision"]),
        .init(
            name: "infinite in single precision", from: "id: dropout, rate: 0.2",
            to: "id: mixup, alpha: 1e39",
            status: 64, words: [":10:", "single precision"]),
        .init(
            name: "unknown method", from: "id: dropout", to: "id: dropuot", status: 64,
            words: [":10:", "dropout"]),
        .init(
            name: "a method that is like none", from: "id: dropout", to: "id: xyzzy", status: 64,
            words: [":10:", "see bench list methods"]),
        .init(
            name: "an optimiser that is none", from: "training: {", to: "training: {optimizer: cautious, ",
            status: 64,
            words: ["is not an optimiser", "see bench list methods --family optimisers"]),
        .init(
            name: "unknown parameter", from: "rate: 0.2", to: "rte: 0.2", status: 64, words: [":10:", "rate"]),
        .init(
            name: "unknown schedule", from: "rate: 0.2", to: "rate: {schedule: linaer, from: 1, to: 0}",
            status: 64, words: [":10:", "linear"]),
        .init(
            name: "two optimisers", from: "{id: dropout, rate: 0.2}", to: "{name: two, stack: [sgd, adam]}",
            status: 64, words: [":10:", "optimi"]),
        .init(name: "no version", from: "version: 1\n", to: "", status: 64, words: ["version"]),
        .init(name: "tab", from: "seeds: 2", to: "seeds:\t- 2\n\t- 3", status: 64, words: ["suite.yaml:"]),
        .init(
            name: "unclosed bracket", from: "hidden: [8]", to: "hidden: [8", status: 64,
            words: ["suite.yaml:"]),
        .init(name: "tag", from: "seeds: 2", to: "seeds: !!python/object x", status: 64, words: [":3:"]),
        .init(
            name: "no such file", from: "path: table.csv", to: "path: tabel.csv", status: 65,
            words: ["tabel.csv", "table.csv"]),
        .init(
            name: "no such target", from: "target: y", to: "target: z", status: 65,
            words: ["table.csv:1", "\"z\""]),
        .init(
            name: "batch of more rows than there are", from: "batch_size: 8", to: "batch_size: 64",
            status: 65, words: ["24 training rows", "64"]),
        .init(
            name: "no test rows left", from: "training:",
            to: "protocol: {split: {scheme: holdout, test: 0.6, validation: 0.5}}\ntraining:", status: 64,
            words: ["test"]),
    ]

    @Test("a broken suite", arguments: suites)
    func brokenSuite(_ mistake: Mistake) throws {
        let folder = try ScratchFolder()
        try folder.write("table.csv", Self.table)
        #expect(Self.good.contains(mistake.from))
        let suite = try folder.write(
            "suite.yaml", Self.good.replacingOccurrences(of: mistake.from, with: mistake.to))
        let result = try BenchProcess.run(["run", suite, "--db", folder.path("s.sqlite")])
        #expect(result.status == mistake.status, "\(result.error)")
        for word in mistake.words { #expect(result.error.contains(word), "\(result.error)") }
        #expect(result.error.contains("error: "))
        #expect(result.output.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: folder.path("s.sqlite")), "nothing may be written")
    }

    static let tables: [Mistake] = [
        .init(
            name: "ragged row", from: "5,2,no\n", to: "5,2\n", status: 65, words: ["table.csv:7", "2", "3"]),
        .init(
            name: "unclosed quote", from: "5,2,no\n", to: "\"5,2,no\n", status: 65,
            words: ["table.csv:7", "quote"]),
        .init(name: "empty file", from: table, to: "", status: 65, words: ["empty"]),
        .init(name: "header only", from: table, to: "a,b,y\n", status: 65, words: ["table.csv"]),
        .init(
            name: "duplicate column", from: "a,b,y", to: "a,a,y", status: 65, words: ["table.csv:1", "\"a\""]),
        .init(
            name: "words in a numeric column", from: "5,2,no\n", to: "5,two,no\n", status: 65,
            words: ["table.csv:7", "\"b\"", "two"]),
        .init(name: "missing target", from: "5,2,no\n", to: "5,2,\n", status: 65, words: ["table.csv:7"]),
        .init(
            name: "number beyond the range", from: "5,2,no\n", to: "5,1e999,no\n", status: 65,
            words: ["table.csv:7", "1e999"]),
        .init(name: "one class only", from: ",no", to: ",yes", status: 65, words: ["class"]),
        .init(
            name: "not UTF-8", from: "5,2,no\n", to: "5,2,\u{FFFF}no\n", status: 65, words: ["table.csv:7"]),
        .init(name: "a class of one row", from: "5,2,no\n", to: "5,2,perhaps\n", status: 0, words: []),
    ]

    @Test("a broken table", arguments: tables)
    func brokenTable(_ mistake: Mistake) throws {
        let folder = try ScratchFolder()
        var bytes = Array(Self.table.replacingOccurrences(of: mistake.from, with: mistake.to).utf8)
        // The replacement character stands for a byte that no UTF-8 text has.
        if mistake.name == "not UTF-8", let index = bytes.firstIndex(of: 0xEF) { bytes[index] = 0xFF }
        try Data(bytes).write(to: folder.url.appendingPathComponent("table.csv"))
        let suite = try folder.write("suite.yaml", Self.good)
        let result = try BenchProcess.run([
            "run", suite, "--db", folder.path("s.sqlite"), "--progress", "none",
        ])
        #expect(result.status == mistake.status, "\(result.error)")
        for word in mistake.words { #expect(result.error.contains(word), "\(result.error)") }
    }

    @Test(
        "tables with a byte-order mark, CRLF and missing values are read", arguments: ["\u{FEFF}", ""],
        ["\r\n", "\n"])
    func unusualTable(mark: String, lineEnd: String) throws {
        let folder = try ScratchFolder()
        let text =
            mark
            + Self.table.replacingOccurrences(of: "5,2,no", with: "NaN,,no")
            .replacingOccurrences(of: "\n", with: lineEnd)
        try folder.write("table.csv", text)
        let suite = try folder.write("suite.yaml", Self.good)
        let result = try BenchProcess.run(["run", suite, "--db", folder.path("s.sqlite")])
        #expect(result.status == 0, "\(result.error)")
    }

    @Test("a method that does not fit the task is refused with a line for exclude")
    func wrongTask() throws {
        let folder = try ScratchFolder()
        try folder.write("table.csv", "a,y\n" + (0..<40).map { "\($0),\($0).5\n" }.joined())
        let suite = try folder.write(
            "suite.yaml",
            Self.good.replacingOccurrences(of: "{id: dropout, rate: 0.2}", with: "label-smoothing"))
        let result = try BenchProcess.run(["run", suite, "--db", folder.path("s.sqlite")])
        #expect(result.status == 64)
        #expect(result.error.contains("regression") && result.error.contains("exclude"))
    }

    @Test(
        "wrong usage has exit code 64; what is not there is named",
        arguments: [
            (["run"], 64, "suite"), (["run", "missing.yaml"], 64, "missing.yaml"), (["rnu"], 64, "rnu"),
            (["run", "--jobs", "0", "x.yaml"], 64, "jobs"), (["describe", "samm"], 64, "sam"),
            (["list", "--family", "sharpnes"], 64, "sharpness"),
            (["list", "methods", "--seam", "gradiant"], 64, "gradient"),
            (["list", "models", "--family", "dropout"], 64, "--family"),
            (["list", "metrics", "--seam", "loss"], 64, "--seam"),
            (["list", "--json", "--format", "csv"], 64, "--format"),
            (["describe", "--all-methods"], 64, "--output"),
            (["report", "--db", "missing.sqlite"], 65, "missing.sqlite"),
            (["report", "--markdown", "--json"], 64, "--json"),
            (["plan", "missing.yaml"], 64, "missing.yaml"),
            (["plan", "x.yaml", "--explain", "--cells"], 64, "--cells"),
            (["plan", "x.yaml", "--explain", "--resolved"], 64, "--resolved"),
            (["plan", "x.yaml", "--cells", "--resolved"], 64, "--cells"),
        ] as [([String], Int32, String)])
    func wrongUsage(_ arguments: [String], _ status: Int32, _ word: String) throws {
        let folder = try ScratchFolder()
        let result = try BenchProcess.run(arguments, in: folder.url)
        #expect(result.status == status, "\(result.error)")
        #expect(result.error.contains(word), "\(result.error)")
    }

    @Test("BENCH_ISA is checked")
    func instructionSet() throws {
        let folder = try ScratchFolder()
        try folder.write("table.csv", Self.table)
        let suite = try folder.write("suite.yaml", Self.good)
        let result = try BenchProcess.run(
            ["run", suite, "--db", folder.path("s.sqlite")], environment: ["BENCH_ISA": "avx3"])
        #expect(result.status == 64)
        #expect(result.error.contains("avx3"))
    }

    @Test("a store that is something else is refused", arguments: ["a text file", ""])
    func foreignStore(_ content: String) throws {
        let folder = try ScratchFolder()
        try folder.write("table.csv", Self.table)
        let suite = try folder.write("suite.yaml", Self.good)
        let store = content.isEmpty ? folder.url.path : try folder.write("s.sqlite", content)
        let result = try BenchProcess.run(["run", suite, "--db", store])
        #expect(result.status == 65, "\(result.error)")
    }
}
