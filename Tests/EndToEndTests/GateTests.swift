import Foundation
import Primitives
import Testing

@Suite("bench gate, from outside: every verdict with its exit code")
struct GateTests {
    /// A suite with a gate: two moons, two methods.
    static func suite(
        seeds: Int = 6, methods: [String] = ["baseline", "{id: dropout, rate: 0.2}"],
        metrics: [String] = ["{metric: accuracy, margin: 0.05}"], gate: [String] = [],
        datasets: [String] = ["{id: moons, kind: two-moons, n: 200, noise: 0.3}"],
        training: String = "{epochs: 8, optimizer: {id: sgd, learning_rate: 0.05, momentum: 0.9}}"
    ) -> String {
        """
        version: 1
        name: gated
        seeds: \(seeds)
        datasets:
        \(datasets.map { "  - \($0)\n" }.joined())\
        models:
          - {id: mlp, kind: mlp, hidden: [8]}
        methods:
        \(methods.map { "  - \($0)\n" }.joined())\
        training: \(training)
        gate:
          metrics:
        \(metrics.map { "    - \($0)\n" }.joined())\
        \(gate.map { "  \($0)\n" }.joined())
        """
    }

    /// A folder with a suite and a baseline of it, saved from a store of its own.
    private func folder(_ suite: String = suite(), saving: Bool = true) throws -> ScratchFolder {
        let folder = try ScratchFolder()
        try folder.write("suite.yaml", suite)
        if saving {
            let saved = try bench(
                folder, "baseline", "save", "main", "suite.yaml", "--db", "base.sqlite", "--progress", "none")
            #expect(saved.status == 0, "\(saved.output)\(saved.error)")
        }
        return folder
    }

    private func bench(_ folder: ScratchFolder, _ arguments: String...) throws -> BenchProcess.Result {
        try BenchProcess.run(arguments, in: folder.url)
    }

    private func gate(_ folder: ScratchFolder, _ arguments: String...) throws -> BenchProcess.Result {
        try BenchProcess.run(
            ["gate", "suite.yaml", "--baseline", "main", "--db", "gate.sqlite", "--progress", "none"]
                + arguments, in: folder.url)
    }

    private func lastLine(_ text: String) -> String {
        String(text.split(separator: "\n").last ?? "")
    }

    /// Replaces the values of a metric in the baseline's file, line by line.
    private func editBaseline(_ folder: ScratchFolder, _ metric: String, _ change: (Double) -> Double) throws
    {
        let path = folder.path("results/baselines/main.json")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let pattern = try Regex("\"\(metric)\": ?(-?[0-9.eE+-]+)", as: (Substring, Substring).self)
        let edited = text.replacing(pattern) { match in
            "\"\(metric)\":\(change(Double(match.output.1)!))"
        }
        #expect(edited != text)
        try folder.write("results/baselines/main.json", edited)
    }

    @Test("the same program passes: every bit is the same; gate.json says so too") func pass() throws {
        let folder = try folder()
        let result = try gate(folder)
        #expect(result.status == 0, "\(result.output)\(result.error)")
        #expect(lastLine(result.output) == "verdict: pass")
        let record = try JSONParser.parse(
            String(contentsOfFile: folder.path("gate.json"), encoding: .utf8))
        #expect(record["verdict"]?.text == "pass" && record["exit_code"]?.integer == 0)
        #expect(record["n_compared"]?.integer == 12 && record["n_failed"]?.integer == 0)
        #expect(result.output.contains("\npass: failures: none in 12 cells.\n"), "\(result.output)")
        let all = try gate(folder, "--all-rows")
        #expect(all.output.split(separator: "\n").count { $0.hasPrefix("pass ") } == 4, "\(all.output)")
        // What this program trained is not trained again.
        let again = try gate(folder)
        #expect(again.status == 0 && lastLine(again.output) == "verdict: pass")
    }

    @Test("values that are worse beyond doubt: regressed, exit code 1; better: improved, 0") func regressed()
        throws
    {
        let folder = try folder()
        // The baseline was better: by 0.2 more or less, so that there is a spread.
        var number = 0.0
        try editBaseline(folder, "test.accuracy") { value in
            number += 1
            return value + 0.2 + 0.001 * number.truncatingRemainder(dividingBy: 5)
        }
        let worse = try gate(folder)
        #expect(worse.status == 1, "\(worse.output)\(worse.error)")
        #expect(lastLine(worse.output) == "verdict: regressed")
        try editBaseline(folder, "test.accuracy") { $0 - 0.4 }
        let better = try gate(folder)
        #expect(better.status == 0, "\(better.output)\(better.error)")
        #expect(lastLine(better.output) == "verdict: improved")
        #expect(better.output.contains("baseline save"))
    }

    @Test("values that decide nothing: inconclusive, exit code 3, or 0 where that was asked for")
    func inconclusive() throws {
        let folder = try folder()
        var number = 0
        try editBaseline(folder, "test.accuracy") { value in
            number += 1
            return value + (number.isMultiple(of: 2) ? 0.13 : -0.1)
        }
        let result = try gate(folder)
        #expect(result.status == 3, "\(result.output)\(result.error)")
        #expect(lastLine(result.output) == "verdict: inconclusive")
        #expect(result.output.contains("seeds"))
        #expect(try gate(folder, "--inconclusive", "pass").status == 0)
    }

    @Test("what an undecided gate says to do next can be typed as it stands, and adds seeds") func next()
        throws
    {
        let folder = try folder(saving: false)
        let saved = try bench(
            folder, "baseline", "save", "main", "suite.yaml", "--db", "base.sqlite", "--progress", "none",
            "--seeds", "30")
        #expect(saved.status == 0, "\(saved.error)")
        var number = 0
        try editBaseline(folder, "test.accuracy") { value in
            number += 1
            return value + (number.isMultiple(of: 2) ? 0.07 : -0.07)
        }
        let first = try gate(folder)
        #expect(first.status == 3, "\(first.output)\(first.error)")
        let advice = first.output.split(separator: "\n").first { $0.hasPrefix("next: Add seeds") }
        let command = try #require(advice?.split(separator: ": bench ").last, "\(first.output)")
        let second = try BenchProcess.run(command.split(separator: " ").map(String.init), in: folder.url)
        #expect([0, 3].contains(second.status), "\(second.output)\(second.error)")
        let record = try JSONParser.parse(String(contentsOfFile: folder.path("gate.json"), encoding: .utf8))
        #expect(try #require(record["n_compared"]?.integer) > 12 && record["sequential"] == true)
    }

    @Test("one seed decides nothing that is not the same bits") func oneSeed() throws {
        let folder = try folder(Self.suite(seeds: 1))
        let same = try gate(folder)
        #expect(same.status == 0 && lastLine(same.output) == "verdict: pass", "\(same.output)\(same.error)")
        try editBaseline(folder, "test.accuracy") { $0 - 0.01 }
        let other = try gate(folder)
        #expect(other.status == 3 && lastLine(other.output) == "verdict: inconclusive", "\(other.output)")
    }

    @Test("no baseline, a missing store and an empty baseline: nothing measured, exit code 4") func nothing()
        throws
    {
        let folder = try folder(saving: false)
        let none = try gate(folder)
        #expect(none.status == 4 && lastLine(none.output) == "verdict: nothing measured", "\(none.output)")
        #expect(none.error.contains("baseline save"), "\(none.error)")
        let record = try JSONParser.parse(String(contentsOfFile: folder.path("gate.json"), encoding: .utf8))
        #expect(record["verdict"]?.text == "nothing measured" && record["exit_code"]?.integer == 4)

        let store = try bench(
            folder, "gate", "suite.yaml", "--baseline", "missing.sqlite", "--db", "gate.sqlite")
        #expect(store.status == 4 && store.error.contains("missing.sqlite"), "\(store.error)")

        let saved = try bench(
            folder, "baseline", "save", "main", "suite.yaml", "--db", "base.sqlite", "--progress", "none")
        #expect(saved.status == 0, "\(saved.error)")
        let text = try String(contentsOfFile: folder.path("results/baselines/main.json"), encoding: .utf8)
        guard case .object(var members) = try JSONParser.parse(text) else { return }
        members["configurations"] = []
        try folder.write("results/baselines/main.json", JSONValue.object(members).canonical + "\n")
        let empty = try gate(folder)
        #expect(empty.status == 4, "\(empty.output)\(empty.error)")
        #expect(["verdict: nothing measured", "verdict: incomparable"].contains(lastLine(empty.output)))
    }

    @Test("a renamed method is compared under its new name") func renamed() throws {
        let folder = try folder()
        try folder.write(
            "suite.yaml", Self.suite(methods: ["baseline", "{id: dropout, name: masks, rate: 0.2}"]))
        let result = try gate(folder)
        #expect(result.status == 0, "\(result.output)\(result.error)")
        #expect(result.output.contains("masks") && result.output.contains("dropout"), "\(result.output)")
    }

    @Test("a changed default: incomparable, exit code 4, and what changed is named; compared where asked for")
    func changed() throws {
        let folder = try folder()
        try folder.write(
            "suite.yaml",
            Self.suite(methods: ["baseline", "{id: dropout, name: dropout rate=0.2, rate: 0.3}"]))
        let result = try gate(folder)
        #expect(result.status == 4 && lastLine(result.output) == "verdict: incomparable", "\(result.output)")
        #expect(result.output.contains("rate 0.2 → 0.3"), "\(result.output)")
        let every = "{epochs: 9, optimizer: {id: sgd, learning_rate: 0.05, momentum: 0.9}}"
        try folder.write("longer.yaml", Self.suite(training: every))
        let together = try bench(
            folder, "gate", "longer.yaml", "--baseline", "main", "--db", "gate.sqlite", "--progress", "none")
        #expect(
            together.output.contains(
                "2 configurations changed under the same names: training.epochs 8 → 9 ("),
            "\(together.output)")
        let compared = try gate(folder, "--compare-changed")
        #expect([0, 3].contains(compared.status), "\(compared.output)\(compared.error)")
        #expect(!compared.output.contains("verdict: incomparable"))
    }

    @Test("a new dataset and a method that is gone: incomparable, exit code 4, each by name") func added()
        throws
    {
        let folder = try folder()
        try folder.write(
            "suite.yaml",
            Self.suite(datasets: [
                "{id: moons, kind: two-moons, n: 200, noise: 0.3}",
                "{id: spheres, kind: gaussian-mixture, n: 200}",
            ]))
        let new = try gate(folder)
        #expect(new.status == 4 && lastLine(new.output) == "verdict: incomparable", "\(new.output)")
        #expect(new.output.contains("spheres"))
        try folder.write("suite.yaml", Self.suite(methods: ["baseline"]))
        let gone = try gate(folder)
        #expect(gone.status == 4 && gone.output.contains("dropout"), "\(gone.output)")
    }

    @Test(
        "cells that fail where they did not: regressed, exit code 1; failing on both sides: nothing measured")
    func failing() throws {
        // A rate of 1e12 diverges at once; the same names, and the baseline from the healthy suite.
        let far = "{epochs: 8, optimizer: {id: sgd, learning_rate: 1.0e+12, momentum: 0.9}}"
        let folder = try folder()
        try folder.write("suite.yaml", Self.suite(training: far))
        let result = try gate(folder, "--compare-changed")
        #expect(result.status == 1 && lastLine(result.output) == "verdict: regressed", "\(result.output)")
        let refused = try bench(
            folder, "baseline", "save", "far", "suite.yaml", "--db", "far.sqlite", "--progress", "none")
        #expect(refused.status != 0 && refused.error.contains("--allow-failures"), "\(refused.error)")
        let saved = try bench(
            folder, "baseline", "save", "far", "suite.yaml", "--db", "far.sqlite", "--progress", "none",
            "--allow-failures")
        #expect(saved.status == 0, "\(saved.error)")
        let both = try bench(
            folder, "gate", "suite.yaml", "--baseline", "far", "--db", "far.sqlite", "--progress", "none")
        #expect(both.status == 4, "\(both.output)\(both.error)")
        #expect(lastLine(both.output) == "verdict: nothing measured")
    }

    @Test("other bits are a regression where the suite asks for the same, however good the values")
    func bits()
        throws
    {
        let folder = try folder(Self.suite(gate: ["bits: same"]))
        #expect(try gate(folder).status == 0)
        var number = 0.0
        try editBaseline(folder, "test.accuracy") { value in
            number += 1
            return value - 0.001 * number
        }
        let other = try gate(folder)
        #expect(other.status == 1 && lastLine(other.output) == "verdict: regressed", "\(other.output)")
        #expect(other.output.contains("bits"))
    }

    @Test("results of another program are not taken for this one's") func otherProgram() throws {
        let folder = try folder()
        // A store whose results say that another executable made them, and are far better than they should be.
        let run = try bench(folder, "run", "suite.yaml", "--db", "gate.sqlite", "--progress", "none")
        #expect(run.status == 0)
        let script = Process()
        script.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        script.arguments = [
            "python3", "-c",
            """
            import sqlite3, sys
            store = sqlite3.connect(sys.argv[1])
            store.execute("UPDATE environments SET binary_sha256 = ?, sha256 = ?", ("0" * 64, "1" * 64))
            store.execute("UPDATE metrics SET value = 0.01")
            store.commit()
            """, folder.path("gate.sqlite"),
        ]
        try script.run()
        script.waitUntilExit()
        #expect(script.terminationStatus == 0)
        let result = try gate(folder)
        #expect(result.status == 0, "\(result.output)\(result.error)")
        #expect(lastLine(result.output) == "verdict: pass")
    }

    @Test("a baseline from another store, and from a git revision") func sources() throws {
        let folder = try folder()
        let store = try bench(
            folder, "gate", "suite.yaml", "--baseline", "base.sqlite", "--db", "gate.sqlite", "--progress",
            "none")
        #expect(store.status == 0 && lastLine(store.output) == "verdict: pass", "\(store.error)")
        #expect(
            store.output.contains("12 of 12 cells of the baseline were made by this very program"),
            "\(store.output)")
        for command in [
            ["init", "-q"], ["add", "results"],
            ["-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "baseline"],
        ] {
            let git = Process()
            git.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            git.arguments = ["git"] + command
            git.currentDirectoryURL = folder.url
            try git.run()
            git.waitUntilExit()
            #expect(git.terminationStatus == 0)
        }
        try FileManager.default.removeItem(atPath: folder.path("results"))
        #expect(try gate(folder).status == 4)
        let revision = try gate(folder, "--baseline-revision", "HEAD")
        #expect(revision.status == 0 && lastLine(revision.output) == "verdict: pass", "\(revision.error)")
        let unknown = try gate(folder, "--baseline-revision", "nowhere")
        #expect(unknown.status == 4 && unknown.error.contains("nowhere"), "\(unknown.error)")
    }

    @Test("every output is written where it is asked for, and a wrong format is refused") func outputs()
        throws
    {
        let folder = try folder()
        let result = try gate(
            folder, "--out", "markdown=gate.md", "--out", "junit=gate.xml", "--out", "sarif=gate.sarif",
            "--record", "none")
        #expect(result.status == 0, "\(result.error)")
        for file in ["gate.md", "gate.xml", "gate.sarif"] {
            #expect(FileManager.default.fileExists(atPath: folder.path(file)), "\(file)")
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path("gate.json")))
        let markdown = try String(contentsOfFile: folder.path("gate.md"), encoding: .utf8)
        #expect(markdown.hasPrefix("<!-- bench-gate"))
        let wrong = try gate(folder, "--out", "junitt=gate.xml")
        #expect(wrong.status == 64 && wrong.error.contains("junit"), "\(wrong.error)")
        let json = try gate(folder, "--json")
        #expect(try JSONParser.parse(json.output)["verdict"]?.text == "pass")
        #expect(lastLine(json.error) == "verdict: pass")
    }

    @Test("in a GitHub workflow: annotations on the suite's line, and the step summary") func gitHub() throws
    {
        let folder = try folder()
        try editBaseline(folder, "test.accuracy") { _ in 0.99 }
        let result = try BenchProcess.run(
            ["gate", "suite.yaml", "--baseline", "main", "--db", "gate.sqlite", "--progress", "none"],
            in: folder.url,
            environment: ["GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": folder.path("summary.md")])
        #expect(result.status == 1, "\(result.output)\(result.error)")
        #expect(result.output.contains("::error file=suite.yaml,line="), "\(result.output)")
        #expect(lastLine(result.output) == "verdict: regressed")
        let summary = try String(contentsOfFile: folder.path("summary.md"), encoding: .utf8)
        #expect(summary.contains("regressed"))
    }

    @Test("a suite without a gate says how to write one; with --margin it is gated by its primary metric")
    func noSection() throws {
        let folder = try ScratchFolder()
        try folder.write("suite.yaml", RunTests.suite())
        let none = try bench(folder, "gate", "suite.yaml", "--baseline", "main")
        #expect(none.status == 64 && none.error.contains("gate:"), "\(none.error)")
        let store = try bench(folder, "run", "suite.yaml", "--db", "base.sqlite", "--progress", "none")
        #expect(store.status == 0)
        let given = try bench(
            folder, "gate", "suite.yaml", "--baseline", "base.sqlite", "--margin", "0.05", "--db",
            "gate.sqlite", "--progress", "none")
        #expect(given.status == 0 && lastLine(given.output) == "verdict: pass", "\(given.error)")
    }

    @Test("until decided: seeds of the baseline are added only as long as something is open")
    func sequential()
        throws
    {
        let folder = try folder(Self.suite(gate: ["max_seeds: 16"]))
        let same = try gate(folder, "--until-decided")
        #expect(same.status == 0 && lastLine(same.output) == "verdict: pass", "\(same.output)\(same.error)")
        var number = 0.0
        try editBaseline(folder, "test.accuracy") { value in
            number += 1
            return value + 0.001 * number.truncatingRemainder(dividingBy: 3)
        }
        let decided = try gate(folder, "--until-decided")
        #expect(decided.status == 0, "\(decided.output)\(decided.error)")
        #expect(lastLine(decided.output) == "verdict: pass")
    }
}
