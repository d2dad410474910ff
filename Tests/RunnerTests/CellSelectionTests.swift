import Primitives
import Records
import Testing

@testable import Runner

/// Which cells `--only`, `--skip` and `--shard` mean.
@Suite("Selections of cells")
struct CellSelectionTests {
    private static let plan = try! SuitePlan(
        text: """
            version: 1
            name: test
            seeds: 5
            datasets:
              - {id: moons, kind: two-moons, n: 60}
              - {id: rings, kind: circles, n: 60}
            models: [{kind: mlp, hidden: [4, 4]}, linear]
            methods:
              - baseline
              - {id: dropout, rate: [0.1, 0.2]}
              - {name: written out, stack: [sgd]}
              - {name: both, stack: [mixup, sam]}
            training: {epochs: 2}
            exclude: [{dataset: rings, method: both}]
            """, path: "test.yaml")

    private var plan: SuitePlan { Self.plan }

    private func labels(only: [String] = [], skip: [String] = [], shard: String? = nil) throws -> [String] {
        try CellSelection(only: only, skip: skip, shard: shard).positions(in: plan).map {
            plan.cells[$0].label
        }
    }

    private func error(only: [String] = [], skip: [String] = [], shard: String? = nil) -> String {
        do throws(BenchError) {
            _ = try CellSelection(only: only, skip: skip, shard: shard).positions(in: plan)
            return ""
        } catch {
            return error.exitCode == .usage ? error.description : "another exit code"
        }
    }

    @Test("nothing given is every distinct cell")
    func everything() throws {
        // Five stacks on moons of which two are one, and four on rings, with two models and five seeds.
        #expect(try labels().count == (4 + 3) * 2 * 5)
        #expect(CellSelection.everything.isEverything && CellSelection.everything.text.isEmpty)
    }

    @Test("a label, a group, a pattern, alternatives, a label with a comma")
    func values() throws {
        #expect(try labels(only: ["method=dropout rate=0.1"]).count == 2 * 2 * 5)
        #expect(try labels(only: ["method=dropout"]).count == 2 * 2 * 2 * 5)
        #expect(try labels(only: ["method=drop*"]) == labels(only: ["method=dropout"]))
        #expect(try labels(only: ["method=dropout rate=0.?"]) == labels(only: ["method=dropout"]))
        #expect(try labels(only: ["dataset=moons,rings"]) == labels())
        #expect(try labels(only: ["model=mlp hidden=[4,4]"]).count == 7 * 5)
        #expect(try labels(only: ["model=linear, mlp hidden=[4,4]"]) == labels())
        #expect(try labels(only: ["seed=0..1"]).count == 7 * 2 * 2)
        #expect(try labels(only: ["seed=4,0..1"]).count == 7 * 2 * 3)
    }

    @Test("one key twice is either, two keys are both; a skipped one is left out")
    func combinations() throws {
        #expect(try labels(only: ["seed=0", "seed=3"]) == labels(only: ["seed=0,3"]))
        let both = try labels(only: ["dataset=moons", "seed=2", "model=linear", "method=both"])
        #expect(both == ["moons / linear / both / seed 2"])
        #expect(try labels(only: ["seed=0"], skip: ["dataset=moons", "method=dropout"]).count == 2)
        let all = Set(try labels())
        let (with, without) = (Set(try labels(only: ["seed=1"])), Set(try labels(skip: ["seed=1"])))
        #expect(with.union(without) == all && with.isDisjoint(with: without))
    }

    @Test("an entry that shares its cell with another selects that cell, once")
    func sharedCells() throws {
        let shared = try labels(only: ["method=written out"])
        #expect(shared == (try labels(only: ["method=baseline"])))
        #expect(shared.count == 2 * 2 * 5)
        // The other entry still asks for it.
        #expect(try labels(skip: ["method=written out"]) == labels())
    }

    @Test("the first digits of an identity")
    func identities() throws {
        let cell = plan.cells[7]
        #expect(try labels(only: ["cell=\(cell.identity.description.prefix(12))"]) == [cell.label])
        #expect(try labels(only: ["cell=\(cell.identity.description.uppercased())"]) == [cell.label])
        #expect(error(only: ["cell=xyz"]).contains("no identity"))
        #expect(error(only: ["cell=\(String(repeating: "0", count: 20))"]).contains("begins so"))
    }

    @Test("what means nothing is an error that names what there is")
    func nothing() {
        #expect(error(only: ["method=dropot"]).contains("did you mean \"dropout"))
        #expect(error(only: ["dataset=moon"]).contains("known: moons, rings"))
        #expect(error(skip: ["seed=5"]).contains("known: 0, 1, 2, 3, 4"))
        #expect(error(only: ["seed=7..9"]).contains("--only seed=7..9 means no cell"))
        #expect(error(only: ["methd=sam"]).contains("did you mean \"method\""))
        #expect(error(only: ["sam"]).contains("has no \"=\""))
        #expect(error(only: ["seed="]).contains("has no value"))
        #expect(error(only: ["dataset=rings", "method=both"]).contains("no cell is left"))
        #expect(error(only: ["seed=1,,2"]).contains("means no cell"))
    }

    @Test("shards are disjoint, complete and equal in size", arguments: [1, 2, 3, 5, 7, 64, 100])
    func shards(count: Int) throws {
        let parts = try (1...count).map { try labels(shard: "\($0)/\(count)") }
        #expect(parts.flatMap { $0 }.sorted() == (try labels()).sorted())
        let sizes = parts.map(\.count)
        #expect(sizes.max()! - sizes.min()! <= 1)
    }

    @Test("each shard has its part of every method, seed and dataset")
    func balance() throws {
        for shard in 1...5 {
            let cells = try CellSelection(shard: "\(shard)/5").positions(in: plan).map { plan.cells[$0] }
            for method in ["baseline", "dropout rate=0.1", "dropout rate=0.2"] {
                #expect(cells.count { $0.methodLabel == method } == 4)
            }
            for seed in 0..<5 {
                #expect((1...5).contains(cells.count { $0.specification.seed == seed }), "seed \(seed)")
            }
        }
    }

    @Test("a selection does not move cells between shards, and may leave one empty")
    func shardOfSelection() throws {
        let selected = Set(try labels(only: ["method=both"]))
        for shard in 1...4 {
            let part = try labels(only: ["method=both"], shard: "\(shard)/4")
            #expect(Set(part) == Set(try labels(shard: "\(shard)/4")).intersection(selected))
        }
        let sizes = try (1...30).map {
            try labels(only: ["cell=\(plan.cells.identities[0])"], shard: "\($0)/30").count
        }
        #expect(sizes.reduce(0, +) == 1)
    }

    @Test("no shards", arguments: ["0/4", "5/4", "1", "1/0", "a/b", "1/2/3", "-1/2", "", "1/9999999"])
    func badShards(_ text: String) { #expect(error(shard: text).contains("is no shard")) }

    @Test("the cells of a stored experiment are selected by the same words")
    func tables() throws {
        let table = ResultTable(
            plan.cells.map { cell in
                ResultTable.Entry(
                    labels: .init(
                        dataset: cell.datasetLabel, model: cell.modelLabel, method: cell.methodLabel,
                        costInPasses: 1),
                    identity: cell.identity, seed: cell.specification.seed, position: cell.position,
                    status: nil)
            })
        for only in [["method=dropout"], ["model=mlp"], ["method=both", "seed=0..2"], ["method=written*"]] {
            let selection = try CellSelection(only: only)
            #expect(
                try selection.positions(in: CellDirectory(table)) == selection.positions(in: plan), "\(only)")
        }
    }

    @Test(
        "the group of a label",
        arguments: [
            ("dropout rate=0.2", "dropout"), ("mlp hidden=[64, 64]", "mlp"), ("late dropout", "late dropout"),
            ("mixup alpha=0.2 + sam rho=0.05", "mixup + sam"), ("baseline", "baseline"),
            ("sgd learning_rate=cosine(0.1→0) momentum=0.9", "sgd"),
            ("mixup + sam + decay", "mixup + sam + decay"),
        ])
    func groups(label: String, group: String) { #expect(CellDirectory.group(label) == group) }

    @Test(
        "patterns",
        arguments: [
            ("*", "", true), ("a*", "abc", true), ("*c", "abc", true), ("a*c", "abbbc", true),
            ("a*b*c", "aXbYbZc", true), ("a?c", "abc", true), ("a?c", "ac", false), ("", "", true),
            ("", "a", false),
            ("a*b", "a", false), ("**", "x", true), ("*ab", "aab", true), ("[a]", "[a]", true),
            ("[a]", "a", false),
        ])
    func patterns(pattern: String, text: String, matches: Bool) {
        #expect(WildcardPattern(pattern).matches(text) == matches)
    }
}
