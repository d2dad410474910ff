import Gating
import Primitives
import Testing

@Suite("Ready workflows")
struct CITemplateTests {
    private func settings(_ source: CISettings.Source = .here) throws -> CISettings {
        try CISettings(suite: "suites/ci.yaml", baseline: "main", source: source)
    }

    @Test("every kind gates the suite by the baseline, keeps the outputs and says how to accept a change")
    func contents() throws {
        for template in CITemplates.all {
            let text = template.text(try settings())
            #expect(text.contains(".build/release/bench"), "\(template.id)")
            #expect(text.contains("gate suites/ci.yaml --baseline main"), "\(template.id)")
            #expect(text.contains("--out junit=gate.xml"), "\(template.id)")
            #expect(text.contains("baseline save main suites/ci.yaml"), "\(template.id)")
            #expect(text.contains("scripts/install-dependencies"), "\(template.id)")
            #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"), "\(template.id)")
            #expect(!template.steps(try settings()).isEmpty)
        }
    }

    @Test("a program from elsewhere is cloned and built in a folder of its own") func elsewhere() throws {
        let settings = try settings(.repository("https://example.org/bench.git", revision: "v1"))
        for template in CITemplates.all {
            let text = template.text(settings)
            #expect(text.contains("fetch --quiet --depth 1 https://example.org/bench.git v1\n"))
            #expect(text.contains("(cd .bench-source && swift build -c release --product bench)\n"))
            #expect(text.contains(".bench-source/.build/release/bench"), "\(template.id)")
        }
    }

    @Test("YAML keeps its indentation: no tab, and an even number of spaces before every key")
    func indentation() throws {
        for template in CITemplates.all where template.path.hasSuffix("yml") {
            for source in [
                CISettings.Source.here, .repository("https://example.org/bench.git", revision: "v1"),
            ] {
                for line in template.text(try settings(source)).split(separator: "\n") {
                    #expect(!line.contains("\t"))
                    #expect(line.prefix { $0 == " " }.count.isMultiple(of: 2), "\(line)")
                }
            }
        }
    }

    @Test("pull and merge requests say what they do to the baseline, and fetch the revision that this takes")
    func baselineBefore() throws {
        let gitHub = try CITemplates.template("github").text(settings())
        #expect(gitHub.contains("fetch-depth: 2\n"))
        // A commit: in the clone of whoever reads the notice HEAD^ is another.
        #expect(gitHub.contains("before=$(git rev-parse --verify HEAD^)"))
        #expect(gitHub.contains("${before:+--baseline-before \"$before\"} \\\n"))
        #expect(!gitHub.contains("--baseline-before HEAD"))
        let gitLab = try CITemplates.template("gitlab").text(settings())
        #expect(gitLab.contains("git fetch --quiet --depth 1 origin \"$before\"\n"))
        #expect(gitLab.contains("${before:+--baseline-before \"$before\"}\n"))
        let make = try CITemplates.template("make").text(settings())
        #expect(make.contains("\t\t$(if $(BENCH_BEFORE),--baseline-before $(BENCH_BEFORE)) \\\n"))
    }

    @Test("a required check runs in a merge queue too, each group by itself") func mergeQueue() throws {
        let gitHub = try CITemplates.template("github").text(settings())
        #expect(gitHub.contains("\n  pull_request:\n") && gitHub.contains("\n  merge_group:\n"))
        #expect(gitHub.contains("group: bench-${{ github.ref }}\n"))
    }

    @Test("a recipe of make begins with a tab") func recipes() throws {
        let text = try CITemplates.template("make").text(settings())
        #expect(text.contains("\n\tscripts/install-dependencies\n"))
        #expect(text.contains("\n\t$(BENCH) gate"))
    }

    @Test(
        "what could run a command of its own cannot stand in a workflow",
        arguments: ["a b", "$(id)", "${{ x }}", "a'b", "a;b", "", "-x", "a\nb", "`id`"])
    func dangerous(_ text: String) {
        #expect(throws: BenchError.self) {
            try CISettings(suite: text, baseline: "main", source: .here)
        }
        #expect(throws: BenchError.self) {
            try CISettings(suite: "s.yaml", baseline: text, source: .here)
        }
        #expect(throws: BenchError.self) {
            try CISettings(suite: "s.yaml", baseline: "main", source: .repository(text, revision: "v1"))
        }
        #expect(throws: BenchError.self) {
            try CISettings(suite: "s.yaml", baseline: "main", source: .repository("a", revision: text))
        }
    }

    @Test("an unknown kind is refused with the nearest known one") func unknown() {
        #expect(throws: BenchError.self) { try CITemplates.template("githb") }
    }
}
