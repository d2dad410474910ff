import Primitives
import Suites
import Testing

/// A suite that is wrong, where, and what the message must say.
struct BrokenSuite: CustomTestStringConvertible, Sendable {
    let title: String
    let text: String
    let line: Int?
    let column: Int?
    let words: [String]

    init(_ title: String, _ text: String, at place: (Int, Int)?, _ words: String...) {
        self.init(title, text, at: place, words: words)
    }

    init(_ title: String, _ text: String, at place: (Int, Int)?, words: [String]) {
        self.title = title
        self.text = text
        line = place?.0
        column = place?.1
        self.words = words
    }

    var testDescription: String { title }
}

@Suite("Broken suites") struct BrokenSuiteTests {
    @Test("A broken suite is refused with its place and a message that helps", arguments: brokenSuites)
    func broken(_ broken: BrokenSuite) throws {
        let error = try #require(throws: BenchError.self) { try parse(broken.text) }
        #expect(error.exitCode == .usage)
        let matching = error.diagnostics.filter { diagnostic in
            let description = diagnostic.description
            return diagnostic.location?.file == "dir/suite.yaml" && diagnostic.location?.line == broken.line
                && diagnostic.location?.column == broken.column
                && broken.words.allSatisfy { description.contains($0) }
        }
        #expect(!matching.isEmpty, "\(error)")
        #expect(error.diagnostics.count == 1, "one fault, one message: \(error)")
    }

    @Test("Several faults are reported at once, in the order of the file")
    func several() throws {
        let text = """
            version: 2
            name: Bad Name
            seeds: 0
            datasets: [{id: moons, kind: mons, noise: 1}]
            models: [{kind: mlp, hiden: [1], activation: rellu}]
            methods: [{id: dropout, rate: 2}, sma]
            training: {epochs: -1}
            """
        let error = try #require(throws: BenchError.self) { try parse(text) }
        #expect(error.exitCode == .usage)
        #expect(error.diagnostics.compactMap(\.location?.line) == [1, 2, 3, 4, 5, 5, 6, 6, 7])
        for meant in ["moons", "hidden", "relu", "sam"] {
            #expect(error.description.contains("did you mean \"\(meant)\""))
        }
    }

    @Test("A fault reached through two aliases neither traps nor repeats itself")
    func aliasedFault() throws {
        let text = small(
            methods: "methods:\n  - &d {id: dropout, rate: 2}\n  - *d\n  - {name: x, stack: [*d]}")
        let error = try #require(throws: BenchError.self) { try parse(text) }
        #expect(error.diagnostics.count == 1)
        #expect(
            error.description.contains("dir/suite.yaml:7:28: error: \"rate\" must lie in [0, 1), found 2"))
    }

    @Test("Very many faults are summed up")
    func many() throws {
        let list = (0..<300).map { "  - x\($0)" }.joined(separator: "\n")
        let error = try #require(throws: BenchError.self) { try parse(small(methods: "methods:\n" + list)) }
        #expect(error.diagnostics.count == 101)
        #expect(error.diagnostics.last?.message == "200 more errors")
    }

    @Test("A key of a megabyte is refused quickly and shown shortened")
    func longKey() throws {
        let error = try #require(throws: BenchError.self) {
            try parse(small("? " + String(repeating: "k", count: 1 << 20) + "\n: 1"))
        }
        #expect(error.description.utf8.count < 1000)
    }
}
