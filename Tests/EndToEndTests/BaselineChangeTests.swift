import Foundation
import Primitives
import Testing

@Suite("A baseline that changes is shown, from outside")
struct BaselineChangeTests {
    private static let file = "results/baselines/main.json"
    private static let store = ["--db", "s.sqlite", "--progress", "none"]

    private func bench(_ folder: ScratchFolder, _ arguments: String...) throws -> BenchProcess.Result {
        try BenchProcess.run(arguments, in: folder.url)
    }

    private func save(_ folder: ScratchFolder, _ arguments: String...) throws -> BenchProcess.Result {
        try BenchProcess.run(
            ["baseline", "save", "main", "suite.yaml"] + Self.store + arguments, in: folder.url)
    }

    private func gate(_ folder: ScratchFolder, _ arguments: String...) throws -> BenchProcess.Result {
        try BenchProcess.run(
            ["gate", "suite.yaml", "--baseline", "main"] + Self.store + arguments, in: folder.url)
    }

    private func lastLine(_ text: String) -> String { String(text.split(separator: "\n").last ?? "") }

    /// A folder with a suite and what the program gives on it as its baseline.
    private func folder() throws -> ScratchFolder {
        let folder = try ScratchFolder()
        try folder.write("suite.yaml", GateTests.suite())
        let saved = try save(folder)
        #expect(saved.status == 0, "\(saved.error)")
        #expect(!saved.output.contains("the new baseline is"), "\(saved.output)")
        return folder
    }

    /// The file with every accuracy higher by 0.2 more or less: a bar that the program does not reach.
    private func raiseBar(_ folder: ScratchFolder) throws {
        let text = try String(contentsOfFile: folder.path(Self.file), encoding: .utf8)
        let pattern = try Regex("\"test.accuracy\":([0-9.eE+-]+)", as: (Substring, Substring).self)
        var number = 0.0
        let edited = text.replacing(pattern) { match in
            number += 1
            return "\"test.accuracy\":\(Double(match.output.1)! + 0.2 + 0.001 * number)"
        }
        #expect(edited != text)
        try folder.write(Self.file, edited)
    }

    private func git(_ folder: ScratchFolder, _ arguments: String...) throws {
        let git = Process()
        git.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        git.arguments = ["git", "-c", "user.name=a", "-c", "user.email=a@b.c"] + arguments
        git.currentDirectoryURL = folder.url
        try git.run()
        git.waitUntilExit()
        #expect(git.terminationStatus == 0, "\(arguments)")
    }

    /// The beginning of the commit that is checked out.
    private func head(_ folder: ScratchFolder) throws -> String {
        let git = Process()
        git.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        git.arguments = ["git", "rev-parse", "--short=12", "HEAD"]
        git.currentDirectoryURL = folder.url
        let pipe = Pipe()
        git.standardOutput = pipe
        try git.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        git.waitUntilExit()
        return String(decoding: output, as: UTF8.self).trimmingCharacters(in: .newlines)
    }

    private func commit(_ folder: ScratchFolder) throws {
        try git(folder, "init", "-q")
        try git(folder, "add", "results")
        try git(folder, "commit", "-qm", "baseline")
    }

    @Test("saved over a better one: the table, the worst first, and what became worse in the last line")
    func save() throws {
        let folder = try folder()
        try raiseBar(folder)
        let better = try String(contentsOfFile: folder.path(Self.file), encoding: .utf8)
        let saved = try save(folder)
        #expect(saved.status == 0, "\(saved.error)")
        #expect(saved.output.contains("against the file before: 12 cells changed"), "\(saved.output)")
        #expect(saved.output.contains("| **worse, beyond the margin** | test accuracy"), "\(saved.output)")
        #expect(
            lastLine(saved.output).hasPrefix(
                "the new baseline is worse in 2 of 2 statements (2 beyond the margin, 2 beyond chance): test accuracy of dropout"
            ),
            "\(saved.output)")
        // The same again changes nothing, and says nothing more.
        let again = try save(folder)
        #expect(again.output.contains("the same cells to the last bit"))
        #expect(!again.output.contains("the new baseline is"), "\(again.output)")

        try folder.write(Self.file, better)
        let json = try save(folder, "--json")
        let comparison = try JSONParser.parse(json.output)["comparison"]
        #expect(comparison?["worse"]?.integer == 2 && comparison?["worse_beyond_margin"]?.integer == 2)
        #expect(try JSONParser.parse(save(folder, "--json").output)["comparison"]?["worse"]?.integer == 0)
    }

    @Test("compare: names and files, margins with a suite, every format, and exit code 0 however much worse")
    func compare() throws {
        let folder = try folder()
        try FileManager.default.copyItem(
            atPath: folder.path(Self.file), toPath: folder.path("results/baselines/now.json"))
        try raiseBar(folder)
        let plain = try bench(folder, "baseline", "compare", "main", "results/baselines/now.json")
        #expect(plain.status == 0 && plain.output.contains("| **worse** | test accuracy"), "\(plain.error)")
        #expect(plain.output.contains("worse in 2 of 2 statements") && plain.output.contains("--suite"))
        let margins = try bench(folder, "baseline", "compare", "main", "now", "--suite", "suite.yaml")
        #expect(margins.status == 0 && margins.output.contains("**worse, beyond the margin**"))
        let back = try bench(folder, "baseline", "compare", "now", "main", "--by", "suite")
        #expect(back.status == 0 && back.output.contains("worse in none of 1 statement, better in 1"))
        let same = try bench(folder, "baseline", "compare", "now", "now")
        #expect(same.status == 0 && same.output.contains("The same bits"), "\(same.output)")
        let json = try bench(folder, "baseline", "compare", "main", "now", "--json")
        #expect(try JSONParser.parse(json.output)["sections"] != nil)
        let text = try String(contentsOfFile: folder.path(Self.file), encoding: .utf8)
        try folder.write("odd.json", text.replacing("test.accuracy", with: "test.zzz"))
        let odd = try bench(folder, "baseline", "compare", "odd.json", "odd.json", "--json")
        #expect(odd.status == 0 && odd.output.contains("not compared: test zzz"), "\(odd.output)\(odd.error)")
        let page = try bench(folder, "baseline", "compare", "main", "now", "-o", "page.html")
        #expect(page.status == 0 && FileManager.default.fileExists(atPath: folder.path("page.html")))

        #expect(try bench(folder, "baseline", "compare", "main").status == 64)
        let typo = try bench(folder, "baseline", "compare", "main", "nwo")
        #expect(typo.status == 4 && typo.error.contains("did you mean \"now\""), "\(typo.error)")
        let store = try bench(folder, "baseline", "compare", "main", "s.sqlite")
        #expect(store.status == 64 && store.error.contains("bench compare"), "\(store.error)")
        try folder.write("plain.yaml", RunTests.suite())
        let noGate = try bench(folder, "baseline", "compare", "main", "now", "--suite", "plain.yaml")
        #expect(noGate.status == 64 && noGate.error.contains("no section \"gate\""), "\(noGate.error)")
        let over = try bench(folder, "baseline", "compare", "main", "now", "--json", "-o", Self.file)
        #expect(over.status == 64, "\(over.error)")
    }

    @Test("a change that lowers the bar is green, and every output for people says what it did") func notice()
        throws
    {
        let folder = try folder()
        try raiseBar(folder)
        try commit(folder)
        #expect(try save(folder).status == 0)
        let gate = try gate(
            folder, "--baseline-before", "HEAD", "--out", "markdown=gate.md", "--out", "html=gate.html")
        #expect(gate.status == 0 && lastLine(gate.output) == "verdict: pass", "\(gate.output)\(gate.error)")
        let commit = try head(folder)
        let sentence =
            "This change also changes the baseline “main” of HEAD (\(commit)): worse in 2 of 2 statements (2 beyond the margin, 2 beyond chance)"
        #expect(gate.output.contains("note: " + sentence), "\(gate.output)")
        #expect(gate.output.contains("bench baseline compare main --revision \(commit) --suite suite.yaml"))
        for file in ["gate.md", "gate.html", "gate.json"] {
            let text = try String(contentsOfFile: folder.path(file), encoding: .utf8)
            #expect(text.contains(sentence), "\(file)")
        }
        let all = try bench(
            folder, "baseline", "compare", "main", "--revision", commit, "--suite", "suite.yaml")
        #expect(all.status == 0 && all.output.contains("**worse, beyond the margin**"), "\(all.error)")
        // Committed, it is what was there before the next change.
        try git(folder, "commit", "-qam", "again")
        let next = try self.gate(folder, "--baseline-before", "HEAD")
        #expect(next.status == 0 && !next.output.contains("also changes"), "\(next.output)")
        #expect(
            try self.gate(folder, "--baseline-before", "HEAD^").output.contains(
                "the baseline “main” of HEAD^ (\(commit)): "))
        // The command would compare the working copy, and not the revision that the gate holds to.
        let fixed = try self.gate(folder, "--baseline-revision", "HEAD", "--baseline-before", "HEAD^")
        #expect(
            fixed.status == 0 && fixed.output.contains("also changes") && !fixed.output.contains("All of it"),
            "\(fixed.output)")
    }

    @Test("of many statements the rest are shown by a command that works, where git has the old ones")
    func manyStatements() throws {
        let folder = try ScratchFolder()
        let methods = (10...31).map { "{id: dropout, rate: 0.\($0)}" }
        try folder.write("suite.yaml", GateTests.suite(seeds: 2, methods: methods))
        #expect(try save(folder).status == 0)
        try raiseBar(folder)
        let better = try String(contentsOfFile: folder.path(Self.file), encoding: .utf8)
        let lost = try save(folder)
        #expect(lost.output.contains("2 more are left out, further down that order."), "\(lost.output)")
        try folder.write(Self.file, better)
        try commit(folder)
        let saved = try save(folder)
        let command = try "bench baseline compare main --revision \(head(folder)) --suite suite.yaml"
        #expect(saved.output.contains("all of it: " + command), "\(saved.output)")
    }

    @Test("a baseline of which a method fails everywhere, and that nobody touched, is not said to be changed")
    func failingMethod() throws {
        let folder = try ScratchFolder()
        try folder.write(
            "suite.yaml",
            GateTests.suite(
                seeds: 2,
                methods: ["baseline", "{id: adamw, name: f, learning_rate: 1.0e+35, weight_decay: 0.01}"]))
        #expect(try save(folder).output.contains("2 of the cells failed"))
        try commit(folder)
        let gate = try gate(folder, "--baseline-before", "HEAD")
        #expect(gate.output.contains("verdict: ") && !gate.output.contains("also changes"), "\(gate.output)")
        #expect(try !save(folder).output.contains("the new baseline is"))
    }

    @Test("a new baseline, one that could not be read, an unknown revision, a store") func special() throws {
        let folder = try folder()
        try folder.write("other.json", "{}")
        try git(folder, "init", "-q")
        try git(folder, "add", "other.json")
        try git(folder, "commit", "-qm", "nothing yet")
        let new = try gate(folder, "--baseline-before", "HEAD")
        #expect(new.status == 0 && new.output.contains("note: The baseline “main” is new: HEAD ("))
        let text = try String(contentsOfFile: folder.path(Self.file), encoding: .utf8)
        try folder.write(Self.file, "<<<<<<< HEAD\n" + text)
        try git(folder, "add", "results")
        try git(folder, "commit", "-qm", "broken")
        try folder.write(Self.file, text)
        let broken = try gate(folder, "--baseline-before", "HEAD")
        #expect(
            broken.status == 0 && broken.output.contains("cannot be read (a merge left conflict markers)"))
        let unknown = try gate(folder, "--baseline-before", "nowhere")
        #expect(unknown.status == 64 && unknown.error.contains("git fetch"), "\(unknown.error)")
        #expect(try gate(folder, "--baseline-before", "").status == 64)
        // A variable of git's own tests: the repository is taken for another user's.
        let foreign = try BenchProcess.run(
            ["gate", "suite.yaml", "--baseline", "main", "--baseline-before", "HEAD"] + Self.store,
            in: folder.url, environment: ["GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"])
        #expect(
            foreign.status == 64 && foreign.error.contains("belongs to another user")
                && foreign.error.contains("remedy: tell git that it is safe: git config --global --add"),
            "\(foreign.error)")
        let store = try bench(
            folder, "gate", "suite.yaml", "--baseline", "s.sqlite", "--db", "gate.sqlite", "--progress",
            "none",
            "--baseline-before", "HEAD")
        #expect(store.status == 64 && store.error.contains("committed"), "\(store.error)")
    }
}
