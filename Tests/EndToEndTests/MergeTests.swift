import Foundation
import Primitives
import Testing

@Suite("bench merge, from outside")
struct MergeTests {
    /// Two stores with three cells in common, and what a store with all of their cells exports.
    private struct Pair {
        let folder: ScratchFolder
        let a: String
        let b: String
        let whole: String

        init() throws {
            let scratch = try ScratchFolder()
            folder = scratch
            let methods = ["baseline", "{id: dropout, rate: 0.2}", "{id: mixup, alpha: 0.4}"]
            func run(_ name: String, _ methods: [String]) throws -> String {
                let text = RunTests.suite().replacingOccurrences(
                    of: "  - baseline\n  - {id: dropout, rate: 0.2}\n",
                    with: methods.map { "  - \($0)\n" }.joined())
                let suite = try scratch.write("\(name).yaml", text)
                let run = try BenchProcess.run(["run", suite, "--db", scratch.path("\(name).sqlite")])
                #expect(run.status == 0, "\(run.error)")
                return scratch.path("\(name).sqlite")
            }
            a = try run("a", Array(methods[0...1]))
            b = try run("b", [methods[0], methods[2]])
            whole = try run("whole", methods)
        }

        func merge(_ sources: [String], into target: String) throws -> BenchProcess.Result {
            try BenchProcess.run(["merge"] + sources + ["--into", folder.path(target)])
        }

        func canonical(_ store: String) throws -> String {
            let export = try BenchProcess.run(["export", "--db", store, "--canonical", "--all-cells"])
            #expect(export.status == 0, "\(export.error)")
            return export.output
        }
    }

    @Test("merged in either order, two stores hold what one would; merging again adds nothing")
    func orders() throws {
        let pair = try Pair()
        let expected = try pair.canonical(pair.whole)
        for (target, sources) in [("ab", [pair.a, pair.b]), ("ba", [pair.b, pair.a])] {
            let first = try pair.merge(sources, into: target)
            #expect(first.status == 0, "\(first.error)")
            #expect(first.output.contains("1 experiment, 6 cells, 6 attempts new"))
            #expect(first.output.contains("1 experiment, 3 cells, 6 attempts new"))
            #expect(try pair.canonical(pair.folder.path(target)) == expected)
            let again = try pair.merge(sources, into: target)
            #expect(again.status == 0)
            let unchanged = "0 experiments, 0 cells, 0 attempts new; 6 attempts there already"
            #expect(again.output.components(separatedBy: unchanged).count == 3, "\(again.output)")
            #expect(try pair.canonical(pair.folder.path(target)) == expected)
        }
        let run = try BenchProcess.run(
            ["run", pair.folder.path("whole.yaml"), "--db", pair.folder.path("ab")])
        #expect(run.output.contains("nothing to do"))
    }

    @Test("one digit of a digest that differs is a conflict: named, all kept, exit code 6")
    func conflict() throws {
        let pair = try Pair()
        let digest = try #require(
            try pair.canonical(pair.b).split(separator: "\n").compactMap { line in
                try JSONParser.parse(String(line))["digests"]?["parameters"]?.text
            }.first { try pair.canonical(pair.a).contains($0) })
        let url = URL(fileURLWithPath: pair.b)
        var bytes = try Data(contentsOf: url)
        let place = try #require(bytes.range(of: Data(digest.utf8)))
        bytes[place.lowerBound] = bytes[place.lowerBound] == 0x30 ? 0x31 : 0x30
        try bytes.write(to: url)
        let merge = try pair.merge([pair.a, pair.b], into: "m")
        #expect(merge.status == 6, "\(merge.error)")
        #expect(merge.output.contains("differs in parameters"))
        #expect(merge.output.contains("parameters \(digest.prefix(12))"))
        #expect(merge.output.contains("1 cell of"))
        #expect(try pair.canonical(pair.folder.path("m")).split(separator: "\n").count == 10)
        let json = try BenchProcess.run(["merge", pair.b, "--into", pair.folder.path("m"), "--json"])
        #expect(json.status == 6)
        let document = try JSONParser.parse(json.output)
        guard case .array(let conflicts)? = document["conflicts"] else {
            throw CocoaError(.coderInvalidValue)
        }
        #expect(conflicts.count == 1)
        #expect(conflicts.first?["differences"] == ["parameters"])
    }

    @Test("a source that cannot be read is refused before the target is made; the target is never a source")
    func refusals() throws {
        let pair = try Pair()
        let foreign = try pair.folder.write("notes.txt", String(repeating: "not a database\n", count: 300))
        var bytes = try Data(contentsOf: URL(fileURLWithPath: pair.b))
        // Pages of tables, far behind the header.
        for index in bytes.indices where index >= 8192 && index < bytes.count - 4096 && index % 7 == 0 {
            bytes[index] = 0xA5
        }
        try bytes.write(to: URL(fileURLWithPath: pair.folder.path("damaged.sqlite")))
        for source in [pair.folder.path("none.sqlite"), foreign, pair.folder.path("damaged.sqlite")] {
            let merge = try pair.merge([pair.a, source], into: "m")
            #expect(merge.status == 65, "\(source): \(merge.output)\(merge.error)")
            #expect(merge.error.contains(URL(fileURLWithPath: source).lastPathComponent))
            #expect(!FileManager.default.fileExists(atPath: pair.folder.path("m")))
        }
        let itself = try BenchProcess.run(["merge", pair.b, pair.a, "--db", pair.a])
        #expect(itself.status == 64)
        #expect(itself.error.contains("merged into"))
    }

    @Test("stores of earlier schemas are merged from a copy and stay as they are", arguments: [1, 2])
    func earlierSchemas(version: Int) throws {
        let fixture = BenchProcess.root.appendingPathComponent(
            "Tests/StoreTests/Fixtures/schema-\(version).sqlite")
        let before = try Data(contentsOf: fixture)
        let folder = try ScratchFolder()
        try before.write(to: URL(fileURLWithPath: folder.path("old.sqlite")))
        let merge = try BenchProcess.run(["merge", folder.path("old.sqlite"), "--into", folder.path("m")])
        #expect(merge.status == 0, "\(merge.error)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path("old.sqlite"))) == before)
        let export = try BenchProcess.run(["export", "--db", folder.path("m"), "--canonical", "--all-cells"])
        #expect(export.status == 0, "\(export.error)")
        #expect(export.output.split(separator: "\n").count > 1)
    }
}
