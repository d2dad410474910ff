import Foundation
import Primitives
import Testing

@Suite("bench data, from outside")
struct DataTests {
    /// Rows whose class is told by a, with some noise; `extra` is appended to each row, the header included.
    static func table(rows: Int, extra: (Int) -> String = { _ in "" }, header: String = "") -> String {
        "a,b,level,y\(header)\n"
            + (0..<rows).map { row in
                let (a, b) = ((row * 7919) % 1009, (row * 104_729) % 997)
                let label = a > 500 ? "yes" : row % 7 == 0 ? "yes" : "no"
                return "\(Double(a) / 8),\(Double(b) / 4),l\(row % 3),\(label)\(extra(row))\n"
            }.joined()
    }

    @Test("A sound file passes the check; a warning fails it with --strict only; an error always")
    func check() throws {
        let folder = try ScratchFolder()
        let sound = try folder.write("sound.csv", Self.table(rows: 200))
        #expect(try BenchProcess.run(["data", "check", sound, "--target", "y", "--strict"]).status == 0)

        let warned = try folder.write(
            "warned.csv", Self.table(rows: 200, extra: { ",\($0)" }, header: ",number"))
        // Reading leaves such a column out by itself, unless told otherwise.
        let kept = ["data", "check", warned, "--target", "y", "--set", "identifiers=keep"]
        #expect(try BenchProcess.run(kept.dropLast(2) + ["--strict"]).status == 0)
        let mild = try BenchProcess.run(kept)
        #expect(mild.status == 0, "\(mild.error)")
        #expect(mild.output.contains("identifier-columns: warning: column \"number\""), "\(mild.output)")
        #expect(try BenchProcess.run(kept + ["--strict"]).status == 65)
        let without = ["data", "check", warned, "--target", "y", "--strict", "--set", "exclude=number"]
        #expect(try BenchProcess.run(without).status == 0)

        let leaky = try folder.write(
            "leaky.csv",
            Self.table(rows: 200).replacingOccurrences(of: ",yes\n", with: ",yes,1.5\n")
                .replacingOccurrences(of: ",no\n", with: ",no,-2\n")
                .replacingOccurrences(of: "level,y\n", with: "level,y,copy\n"))
        let bad = try BenchProcess.run(["data", "check", leaky, "--target", "y", "--json"])
        #expect(bad.status == 65, "\(bad.error)")
        let document = try JSONParser.parse(bad.output)
        #expect(document["errors"]?.integer == 1)
        guard case .array(let found)? = document["findings"] else { return }
        #expect(found.first?["check"] == "leak" && found.first?["columns"] == ["copy"])
    }

    @Test("A suite's datasets are checked with its splits, and against each other")
    func checkSuite() throws {
        let folder = try ScratchFolder()
        let table = Self.table(rows: 100)
        let rows = table.split(separator: "\n").dropFirst().map { $0 + "\n" }.joined()
        try folder.write("twice.csv", table + rows + rows + rows)
        try folder.write("once.csv", table)
        try folder.write("again.csv", table + "\n")
        let suite = try folder.write(
            "suite.yaml",
            """
            version: 1
            name: checked
            seeds: 3
            datasets:
              - {id: once, kind: csv, path: once.csv, target: y}
              - {id: again, kind: csv, path: again.csv, target: y}
              - {id: twice, kind: csv, path: twice.csv, target: y}
            models: [linear]
            methods: [baseline]
            training: {batch_size: 8}
            """)
        let result = try BenchProcess.run(["data", "check", suite])
        #expect(result.status == 0, "\(result.error)")
        #expect(result.output.contains("again: identical-datasets: warning:"), "\(result.output)")
        #expect(result.output.contains("also stand in training in the worst of 3 splits"), "\(result.output)")
        let refused = try BenchProcess.run(["data", "check", suite, "--target", "y"])
        #expect(refused.status == 64)
    }

    @Test("list, describe and preview, as text and JSON")
    func show() throws {
        let folder = try ScratchFolder()
        let file = try folder.write("table.csv", Self.table(rows: 50))
        let list = try BenchProcess.run(["data", "list"])
        #expect(list.output.contains("two-moons") && list.output.contains("csv"))
        let moons = try BenchProcess.run(["data", "describe", "two-moons", "--set", "n=40"])
        #expect(moons.status == 0 && moons.output.contains("truth:") && moons.output.contains("40 rows"))
        let described = try BenchProcess.run(["data", "describe", file, "--target", "y"])
        #expect(described.output.contains("→ y") && described.output.contains("l0 17, l1 17, l2 16"))
        #expect(try BenchProcess.run(["data", "describe", "csv"]).output.contains("missing_values"))
        let preview = try BenchProcess.run(["data", "preview", file, "--target", "y", "--rows", "2"])
        #expect(preview.output.contains("(48 more rows)"), "\(preview.output)")
        for arguments in [
            ["list"], ["describe", "two-moons"], ["describe", file, "--target", "y"], ["describe", "csv"],
            ["preview", file, "--target", "y"], ["preview", "two-spirals"],
        ] {
            let result = try BenchProcess.run(["data"] + arguments + ["--json"])
            #expect(result.status == 0, "\(result.error)")
            _ = try JSONParser.parse(result.output)
        }
    }

    @Test("A generated file reads back as the same rows, and replaces no other")
    func generate() throws {
        let folder = try ScratchFolder()
        let file = folder.path("moons.csv")
        let arguments = ["data", "generate", "two-moons", "--set", "n=60", "--set", "noise=0.1", "-o", file]
        let result = try BenchProcess.run(arguments)
        #expect(result.status == 0, "\(result.error)")
        #expect(result.output.contains("{id: two-moons, kind: csv, path: "), "\(result.output)")
        #expect(try BenchProcess.run(arguments).status == 64)
        #expect(try BenchProcess.run(arguments + ["--force"]).status == 0)
        func rows(_ name: String, _ more: [String]) throws -> JSONValue? {
            let result = try BenchProcess.run(["data", "preview", name, "--rows", "60", "--json"] + more)
            #expect(result.status == 0, "\(result.error)")
            return try JSONParser.parse(result.output)["rows"]
        }
        let made = try rows("two-moons", ["--set", "n=60", "--set", "noise=0.1"])
        #expect(try rows(file, ["--target", "y"]) == made)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        #expect(names == ["moons.csv"])
        let stream = try BenchProcess.run(["data", "generate", "two-moons", "--set", "n=60", "-o", "-"])
        #expect(stream.output.split(separator: "\r\n").count == 61)
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        let status: Int32
        let words: [String]
        var testDescription: String { arguments.joined(separator: " ") }
    }

    static let mistakes: [Mistake] = [
        .init(arguments: ["data", "preview", "tow-moons"], status: 64, words: ["two-moons"]),
        .init(arguments: ["data", "preview", "csv"], status: 64, words: ["format of a file"]),
        .init(
            arguments: ["data", "preview", "tabel.csv", "--target", "y"], status: 65, words: ["table.csv"]),
        .init(
            arguments: ["data", "check", "table.csv", "--target", "levle"], status: 65, words: ["\"level\""]),
        .init(
            arguments: ["data", "check", "table.csv", "--set", "targte=y"], status: 64, words: ["\"target\""]),
        .init(
            arguments: ["data", "preview", "two-moons", "--set", "n=lots"], status: 64,
            words: ["--set n", "integer"]),
        .init(
            arguments: ["data", "preview", "two-moons", "--set", "n=2"], status: 64, words: ["at least 4"]),
        .init(arguments: ["data", "preview", "two-moons", "--set", "n"], status: 64, words: ["key=value"]),
        .init(
            arguments: ["data", "preview", "two-moons", "--set", "n=9", "--set", "n=8"], status: 64,
            words: ["given twice"]),
        .init(arguments: ["data", "preview", "two-moons", "--target", "y"], status: 64, words: ["--target"]),
        .init(
            arguments: ["data", "preview", "table.csv", "--set", "exclude=[a"], status: 64,
            words: ["--set exclude"]),
        .init(
            arguments: ["data", "generate", "table.csv", "-o", "new.csv"], status: 64, words: ["no generator"]
        ),
        .init(
            arguments: ["data", "generate", "two-mons", "-o", "new.csv"], status: 64, words: ["\"two-moons\""]
        ),
        .init(
            arguments: ["data", "generate", "two-moons", "-o", "none/new.csv"], status: 70,
            words: ["none/new.csv"]),
        .init(arguments: ["init", "table.csv", "--target", "yy"], status: 65, words: ["\"yy\"", "\"y\""]),
        .init(arguments: ["init", "nothing.csv", "--target", "y"], status: 65, words: ["nothing.csv"]),
        .init(arguments: ["init", "two-moons"], status: 64, words: ["generator"]),
        .init(
            arguments: ["init", "table.csv", "--target", "y", "-o", "table.csv"], status: 64,
            words: ["data file itself"]),
        .init(
            arguments: ["init", "table.csv", "--target", "y", "-o", "kept.yaml"], status: 64,
            words: ["--force"]),
        .init(arguments: ["init", "tiny.csv", "--target", "y"], status: 65, words: ["class"]),
    ]

    @Test("A mistake has a message, an exit code, and writes nothing", arguments: mistakes)
    func mistake(_ mistake: Mistake) throws {
        let folder = try ScratchFolder()
        try folder.write("table.csv", Self.table(rows: 40))
        try folder.write("tiny.csv", "x,y\n1,a\n2,b\n")
        try folder.write("kept.yaml", "mine")
        let before = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
        let result = try BenchProcess.run(mistake.arguments, in: folder.url)
        #expect(result.status == mistake.status, "\(result.error)")
        for word in mistake.words { #expect(result.error.contains(word), "\(result.error)") }
        #expect(result.output.isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == before)
        #expect(
            try String(contentsOf: folder.url.appendingPathComponent("kept.yaml"), encoding: .utf8) == "mine")
    }
}
