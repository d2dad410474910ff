import Gating
import Primitives
import Records
import Testing

@Suite("The file of a baseline")
struct BaselineFileTests {
    private func parsed(_ text: String) throws -> Baseline {
        try BaselineFile.parse(text, file: "b.json")
    }

    /// The error of a text made of a good one.
    private func refusal(_ text: String) -> Diagnostic? {
        do throws(BenchError) {
            _ = try BaselineFile.parse(text, file: "b.json")
            return nil
        } catch {
            #expect(error.exitCode == .data && error.diagnostics.count == 1)
            #expect(error.diagnostics[0].location?.file == "b.json" && error.diagnostics[0].remedy != nil)
            return error.diagnostics[0]
        }
    }

    /// The number of the first line of `text` that has `words` in it.
    private func number(of words: String, in text: String) -> Int? {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .firstIndex { $0.contains(words) }.map { $0 + 1 }
    }

    @Test("awkward names, notes and every kind of number come back to the last bit")
    func roundTrip() throws {
        let names = [
            "a \"b\"", "back\\slash", "line\nbreak", "ü / é", "e\u{301}", "\u{1F9EA}", "<<<<<<< x", "",
            "\u{2028}", "}, {",
        ]
        let specification = BaselineSamples.specification("x")
        let numbers: [Double] = [
            0.1, -0.0, 0, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
            1.0.nextUp, 3, -1e300, 1e21, 9_007_199_254_740_994, 1e-7,
        ]
        let values = Dictionary(uniqueKeysWithValues: numbers.enumerated().map { ("m.\($0)", $1) })
        var failed = BaselineSamples.cell(9_007_199_254_740_993, of: specification, [:])
        failed.status = Status(kind: .outOfMemory, cause: nil)
        failed.parametersDigest = nil
        let configurations = names.map { name in
            GateMeasurements.Configuration(
                labels: .init(dataset: name, model: name + name, method: name), specification: specification,
                cells: [BaselineSamples.cell(0, of: specification, values), failed],
                costs: [.memory: [12_345_678], .speed: [0.1, 1e-9, 3]])
        }.sorted { $0.labels < $1.labels }
        let baseline = BaselineSamples.baseline(configurations, note: "why\n\"not\" \u{0}")
        let text = BaselineFile.text(of: baseline)
        #expect(try parsed(text) == baseline)
        #expect(BaselineFile.text(of: try parsed(text)) == text)
        let back = try parsed(text).measurements.configurations[0].cells[0].values
        #expect(back[.init(part: .test, name: "m.1")]?.sign == .minus)
        #expect(back[.init(part: .test, name: "m.2")]?.sign == .plus)
        // Windows' line endings are white space.
        #expect(try parsed(text.split(separator: "\n").joined(separator: "\r\n")) == baseline)
    }

    @Test("a NaN stays one") func nan() throws {
        let specification = BaselineSamples.specification("x")
        var configuration = BaselineSamples.configuration("x")
        configuration.specification = specification
        configuration.cells = [BaselineSamples.cell(0, of: specification, ["a": .nan])]
        let text = BaselineFile.text(of: BaselineSamples.baseline([configuration]))
        #expect(text.contains("\"test.a\":\"NaN\""))
        let value = try parsed(text).measurements.configurations[0].cells[0].values.values.first
        #expect(value?.isNaN == true)
    }

    @Test("the order of configurations and cells in memory does not show; a line is a cell")
    func stability() throws {
        let sorted = BaselineSamples.baseline()
        var shuffled = sorted
        shuffled.measurements.configurations.reverse()
        shuffled.measurements.configurations[0].cells.reverse()
        let text = BaselineFile.text(of: sorted)
        #expect(BaselineFile.text(of: shuffled) == text)
        #expect(text.hasSuffix("}\n"))
        let cells = text.split(separator: "\n").filter { $0.contains("\"seed\":") }
        #expect(cells.count == 6)
        #expect(cells.allSatisfy { $0.hasPrefix("{\"seed\":") })
        #expect(text.split(separator: "\n").count { $0.hasPrefix("\"specification\":") } == 2)
    }

    @Test("no configuration at all reads as none") func empty() throws {
        let baseline = BaselineSamples.baseline([], note: "empty")
        #expect(try parsed(BaselineFile.text(of: baseline)) == baseline)
    }

    @Test(
        "conflict markers are named with their line, whatever their kind",
        arguments: ["<<<<<<< HEAD", "=======", ">>>>>>> b", "||||||| base", "<<<<<<< HEAD\r"])
    func markers(_ marker: String) throws {
        var lines = BaselineFile.text(of: BaselineSamples.baseline()).split(separator: "\n").map(String.init)
        lines.insert(marker, at: 9)
        let fault = try #require(refusal(lines.joined(separator: "\n")))
        #expect(fault.message == "a merge left conflict markers" && fault.location?.line == 10)
    }

    @Test("what is broken is named with its line") func faults() throws {
        let good = BaselineFile.text(of: BaselineSamples.baseline())
        func broken(_ old: String, _ new: String) throws -> (message: String, line: Int?) {
            #expect(good.contains(old), "\(old)")
            let range = try #require(good.firstRange(of: old))
            let text = good[..<range.lowerBound] + new + good[range.upperBound...]
            let fault = try #require(refusal(String(text)), "\(new)")
            return (fault.message, fault.location?.line)
        }
        let seed1 = try #require(number(of: "{\"seed\":1", in: good))
        #expect(try broken("{\"seed\":1", "{\"seed\" 1") == ("no baseline: expected ':'", seed1))
        #expect(try broken("\"schema\":1", "\"schema\":2").message.contains("newer program"))
        #expect(try broken("\"schema\":1", "\"schema\":2").line == 2)
        #expect(try broken("\"schema\":1,", "").message.contains("\"schema\""))
        let unknown = try broken("\"suite\"", "\"siute\"")
        #expect(unknown.message.contains("no key \"siute\"") && unknown.message.contains("\"suite\"?"))
        #expect(unknown.line == 3)
        #expect(try broken("\"note\":null,\n", "").message.contains("needs the key \"note\""))
        #expect(try broken("\"numerics\":3,\n\"note", "\"numerics\":\"3\",\n\"note").line == 5)
        // A value that is changed in the specification makes other cells of it.
        let (message, line) = try broken("\"epochs\":2", "\"epochs\":3")
        #expect(message.contains("is not that of its specification and seed"), "\(message)")
        #expect(line == number(of: "{\"seed\":0", in: good))
        let other = try broken("{\"seed\":1", "{\"seed\":7")
        #expect(other.message.contains("seed 7") && other.line == seed1)
        #expect(try broken("{\"seed\":1", "{\"seed\":-1").line == seed1)
        #expect(try broken("\"completed\"", "\"done\"").message.contains("timed_out"))
        #expect(try broken("\"completed\"", "\"diverged\"").message.contains("no values"))
        #expect(try broken("\"test.accuracy\"", "\"accuracy\"").message.contains("test.accuracy"))
        #expect(try broken("\"test.accuracy\"", "\"tests.accuracy\"").message.contains("tests.accuracy"))
        #expect(try broken("\"costs\":{}", "\"costs\":{\"money\":[1]}").message.contains("unknown cost"))
        #expect(try broken("\"costs\":{}", "\"costs\":{\"speed\":[0]}").message.contains("positive"))
        #expect(try broken("\"layout\":2", "\"layout\":2,\"seed\":1").message.contains("without a seed"))
        #expect(refusal("[]")?.message.contains("no baseline") == true)
        #expect(refusal("")?.location?.line == 1)
    }

    @Test("a seed or a configuration that stands twice, as after a merge that kept both sides")
    func repetitions() throws {
        let good = BaselineFile.text(of: BaselineSamples.baseline())
        let lines = good.split(separator: "\n").map(String.init)
        let cell = try #require(lines.firstIndex { $0.hasPrefix("{\"seed\":1") })
        var twice = lines
        twice.insert(lines[cell], at: cell + 1)
        let fault = try #require(refusal(twice.joined(separator: "\n")))
        #expect(fault.message.contains("seed 1 of moons / mlp / plain stands twice"))
        #expect(fault.location?.line == cell + 2)
        let both = good.replacing("\"method\":\"sam\"", with: "\"method\":\"plain\"")
        let other = try #require(refusal(both))
        #expect(other.message.contains("moons / mlp / plain stands twice"))
        #expect(other.location?.line == lines.firstIndex { $0.contains("\"method\":\"sam\"") }.map { $0 + 1 })
    }

    @Test("names of baselines are names of files")
    func names() throws {
        for name in ["main", "v1.2", "a-b_c", "_x", "9", "json", "a.db.b"] { try BaselineName.check(name) }
        for name in [
            "", ".", "..", ".x", "-x", "a/b", "a b", "é", "a\n", "a:b", "~x", "@", "a.json", "A.JSON",
            "a.sqlite", "a.sqlite3", "a.db",
        ] {
            #expect(throws: BenchError.self, "\(name)") { try BaselineName.check(name) }
        }
    }
}
