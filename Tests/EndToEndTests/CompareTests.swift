import Foundation
import Primitives
import Testing

@Suite("bench compare, report --check, why of a cell, selfcheck, from outside")
struct CompareTests {
    /// A folder with a store of `suite.yaml`.
    private func folder(_ suite: String = RunTests.suite(), store: String = "s.sqlite") throws
        -> ScratchFolder
    {
        let folder = try ScratchFolder()
        try run(suite, in: folder, store: store)
        return folder
    }

    private func run(_ suite: String, in folder: ScratchFolder, store: String) throws {
        try folder.write("suite.yaml", suite)
        let result = try BenchProcess.run(
            ["run", folder.path("suite.yaml"), "--db", folder.path(store), "--progress", "none"])
        #expect(result.status == 0, "\(result.error)")
    }

    private func bench(_ folder: ScratchFolder, _ arguments: String...) throws -> BenchProcess.Result {
        try BenchProcess.run(arguments, in: folder.url)
    }

    @Test(
        "two stores of one suite are identical; an edited rate is named, compared, and the rest stays identical"
    )
    func stores() throws {
        let folder = try folder(store: "a.sqlite")
        try run(RunTests.suite(), in: folder, store: "b.sqlite")
        let same = try bench(folder, "compare", "a.sqlite", "b.sqlite")
        #expect(same.status == 0, "\(same.error)")
        #expect(
            same.output.contains("6 cells of A and B matched")
                && same.output.contains("all of them identical"))

        let edited = RunTests.suite().replacingOccurrences(
            of: "{id: dropout, rate: 0.2}", with: "{id: dropout, name: dropout rate=0.2, rate: 0.9}")
        try run(edited, in: folder, store: "c.sqlite")
        let changed = try bench(
            folder, "compare", "a.sqlite", "c.sqlite", "--only-changed", "--metric", "log_loss")
        #expect(changed.status == 0)
        #expect(changed.output.contains("3 of them identical to the last bit"), "\(changed.output)")
        #expect(changed.output.contains("methods[0] dropout: rate 0.2 → 0.9"))
        #expect(changed.output.contains("1 method with the same bits throughout: left out."))
        let json = try JSONParser.parse(try bench(folder, "compare", "a.sqlite", "c.sqlite", "--json").output)
        #expect(json["title"]?.text?.contains("a.sqlite") == true)
        let unknown = try bench(folder, "compare", "a.sqlite", "c.sqlite", "--metric", "log_los")
        #expect(unknown.status == 64 && unknown.error.contains("log_loss"))
    }

    @Test("experiments by number and name; what has nothing in common is exit code 4")
    func experiments() throws {
        let folder = try folder()
        let other = RunTests.suite().replacingOccurrences(of: "id: moons", with: "id: other")
            .replacingOccurrences(of: "name: small", with: "name: another")
        try run(other, in: folder, store: "s.sqlite")
        let same = try bench(folder, "compare", "1", "small", "--db", "s.sqlite")
        #expect(same.status == 0 && same.output.contains("one and the same stored cell"), "\(same.error)")
        let nothing = try bench(folder, "compare", "small", "another", "--db", "s.sqlite")
        #expect(nothing.status == 4 && nothing.output.contains("Nothing was compared"), "\(nothing.output)")
        let unknown = try bench(folder, "compare", "small", "smal", "--db", "s.sqlite")
        #expect(unknown.status == 64 && unknown.error.contains("did you mean \"small\""))
    }

    @Test(
        "a committed report matches, with its figures and options; an edited digit does not, and its cell is named",
        arguments: ["md", "html", "json"])
    func check(_ ending: String) throws {
        let folder = try folder()
        let made = try bench(
            folder, "report", "small", "--db", "s.sqlite", "-o", "report.\(ending)", "--reproducible",
            "--level", "0.9")
        #expect(made.status == 0, "\(made.error)")
        let good = try bench(folder, "report", "--db", "s.sqlite", "--check", "report.\(ending)")
        #expect(good.status == 0, "\(good.output)\(good.error)")

        let path = folder.path("report.\(ending)")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let cell = try #require(
            try JSONParser.parse(
                bench(
                    folder, "why", "results-moons-mlp:baseline:mean", "--json", "--db", "s.sqlite", "--level",
                    "0.9"
                ).output)["text"]?.text)
        let digits = String(cell.prefix { $0 != " " })
        #expect(text.contains(digits))
        let edited = text.replacingOccurrences(
            of: digits, with: String(digits.dropLast()) + (digits.last == "9" ? "8" : "9"))
        try Data(edited.utf8).write(to: URL(fileURLWithPath: path))
        let bad = try bench(folder, "report", "--db", "s.sqlite", "--check", "report.\(ending)")
        #expect(bad.status == 1 && bad.output.contains("differs from line"), "\(bad.output)")
        if ending == "md" {
            #expect(bad.output.contains("in the cell results-moons-mlp:baseline:mean"), "\(bad.output)")
        }
    }

    @Test("a file that is no report is refused, and so are options that a marker overrules") func noReport()
        throws
    {
        let folder = try folder()
        try folder.write("notes.md", "# Notes\n")
        let notes = try bench(folder, "report", "--db", "s.sqlite", "--check", "notes.md")
        #expect(notes.status == 65 && notes.error.contains("\"notes.md\" is no report written by bench"))
        _ = try bench(folder, "report", "--db", "s.sqlite", "-o", "r.md")
        let overruled = try bench(
            folder, "report", "--db", "s.sqlite", "--check", "r.md", "--level", "0.95", "--reproducible")
        #expect(overruled.status == 64 && overruled.error.contains("--level, --reproducible"))
        _ = try bench(folder, "report", "--db", "s.sqlite", "-o", "r.csv", "--level", "0.9")
        let csv = ["report", "--db", "s.sqlite", "--check", "r.csv"]
        #expect(try BenchProcess.run(csv + ["--level", "0.9"], in: folder.url).status == 0)
        #expect(try BenchProcess.run(csv, in: folder.url).status == 1)
    }

    @Test("an ending that is no format's is refused unless a format is given") func endings() throws {
        let folder = try folder()
        let refused = try bench(folder, "report", "--db", "s.sqlite", "-o", "x.pdf")
        #expect(refused.status == 64 && refused.error.contains(".html"), "\(refused.error)")
        #expect(!FileManager.default.fileExists(atPath: folder.path("x.pdf")))
        #expect(try bench(folder, "report", "--db", "s.sqlite", "-o", "x.pdf", "--markdown").status == 0)
        #expect(try bench(folder, "report", "--db", "s.sqlite", "-o", "plain").status == 0)
        let stdout = try bench(folder, "report", "--db", "s.sqlite", "-o", "/dev/stdout")
        #expect(stdout.status == 0 && stdout.output.contains("# Results of small"))
    }

    @Test("a store that is not there is named, and why looks into the experiment it is told") func named()
        throws
    {
        let folder = try folder()
        let missing = try bench(folder, "compare", "s.sqlite", "none.sqlite")
        #expect(missing.status == 65 && missing.error.contains("none.sqlite"), "\(missing.error)")
        #expect(!missing.error.contains("bench.sqlite"))
        let other = RunTests.suite().replacingOccurrences(of: "name: small", with: "name: other")
            .replacingOccurrences(of: "id: moons", with: "id: crescents")
        try run(other, in: folder, store: "s.sqlite")
        let cell = "moons/mlp/baseline/1"
        let latest = try bench(folder, "why", cell, "--db", "s.sqlite")
        #expect(latest.status == 64 && latest.error.contains("\"other\""), "\(latest.error)")
        let small = try bench(folder, "why", cell, "--db", "s.sqlite", "--experiment", "small")
        #expect(small.status == 0 && small.output.contains("\nmoons / mlp / baseline / seed 1\n"))
        let unknown = try bench(folder, "why", "moons/mlp/no/1", "--db", "s.sqlite", "--experiment", "small")
        #expect(unknown.status == 64 && unknown.error.contains("\"small\""), "\(unknown.error)")
    }

    @Test("a figure that was edited or deleted is no match") func figures() throws {
        let folder = try folder()
        _ = try bench(folder, "report", "small", "--db", "s.sqlite", "-o", "report.md", "--reproducible")
        let place = folder.url.appendingPathComponent("report-figures")
        let figure = try #require(
            try FileManager.default.contentsOfDirectory(at: place, includingPropertiesForKeys: nil).first)
        let bytes = try Data(contentsOf: figure)
        try (bytes + Data(" ".utf8)).write(to: figure)
        let edited = try bench(folder, "report", "--db", "s.sqlite", "--check", "report.md")
        #expect(edited.status == 1 && edited.output.contains(figure.lastPathComponent))
        try FileManager.default.removeItem(at: figure)
        let deleted = try bench(folder, "report", "--db", "s.sqlite", "--check", "report.md")
        #expect(deleted.status == 1 && deleted.output.contains("\(figure.lastPathComponent) is missing"))
    }

    @Test("why of a cell of a table: formula, statement, cells, command; near addresses of an unknown one")
    func why() throws {
        let folder = try folder()
        let text = try bench(folder, "why", "results-moons-mlp:baseline:mean", "--db", "s.sqlite")
        #expect(text.status == 0, "\(text.error)")
        #expect(text.output.contains("accuracy on test") && text.output.contains("FROM v_results AS r"))
        #expect(text.output.contains("moons / mlp / baseline / seed 2"))
        #expect(text.output.contains("bench verify --db s.sqlite --cell "))
        let unknown = try bench(folder, "why", "results-moons-mlp:baselin:mean", "--db", "s.sqlite")
        #expect(unknown.status == 64 && unknown.error.contains("results-moons-mlp:baseline:mean"))
    }

    @Test("the self-check agrees") func selfCheck() throws {
        let result = try BenchProcess.run(["selfcheck"])
        #expect(result.status == 0, "\(result.output)")
        let json = try JSONParser.parse(try BenchProcess.run(["selfcheck", "--json"]).output)
        #expect(json["failures"] == 0 && (json["count"]?.integer ?? 0) > 20)
    }

    @Test("plan warns of what three seeds cannot show, and says what a difference takes") func plan() throws {
        let folder = try folder()
        let text = try bench(folder, "plan", "suite.yaml", "--db", "s.sqlite", "--difference", "0.01")
        #expect(text.status == 0, "\(text.error)")
        #expect(
            text.output.contains(
                "warning: moons: with 3 pairs a test on signs or ranks cannot go below p = 0.25"))
        #expect(text.output.contains("to show a difference of 0.01 with 80 % power"))
        let given = try bench(
            folder, "plan", "suite.yaml", "--difference", "0.01", "--deviation", "0.001", "--json")
        #expect(try JSONParser.parse(given.output)["design"]?["family_size"] == 1)
        #expect(try bench(folder, "plan", "suite.yaml", "--deviation", "0.1").status == 64)
    }
}
