import Primitives
import Records
import Suites
import Testing

@Suite("Cells of a suite") struct CellTests {
    @Test("Cells come in the order datasets × models × methods × seeds")
    func order() throws {
        let text = small(methods: "methods: [sam, mixup]").replacing("[linear]", with: "[linear, mlp]")
        #expect(
            try cells(text).map(\.line) == [
                "moons | linear | sam | 0", "moons | linear | sam | 1", "moons | linear | mixup | 0",
                "moons | linear | mixup | 1", "moons | mlp | sam | 0", "moons | mlp | sam | 1",
                "moons | mlp | mixup | 0", "moons | mlp | mixup | 1",
            ])
    }

    @Test("Every method gets the same seeds")
    func equalSeeds() throws {
        let exclusion = "  - {dataset: iris, method: [cocktail, Adam], seed: 11}\n"
        let all = try cells(fullSuite.replacing("exclude:\n" + exclusion, with: ""))
        let groups = Dictionary(grouping: all, by: \.labels)
        #expect(groups.count == 3 * 3 * 8)
        #expect(groups.allSatisfy { $0.value.map(\.seed) == [10, 11, 12] })
    }

    @Test("Excluded cells are left out and positions stay dense")
    func exclusion() throws {
        let suite = try parse(fullSuite)
        let hashes = Dictionary(
            suite.datasets.map { ($0.label, SHA256.hash($0.label)) }, uniquingKeysWith: { first, _ in first })
        let positions = suite.cells(contentHashes: hashes, numericsVersion: 1).map(\.position)
        let all = try cells(fullSuite)
        #expect(all.count == 3 * 3 * 8 * 3 - 3 * 2)
        #expect(suite.cellCount == all.count)
        #expect(positions == Array(all.indices))
        #expect(!all.contains { $0.labels[0] == "iris" && $0.labels[2] == "Adam" && $0.seed == 11 })
        #expect(all.contains { $0.labels[0] == "iris" && $0.labels[2] == "Adam" && $0.seed == 10 })
    }

    @Test("What a grid was expanded from excludes all of it")
    func groupExclusion() throws {
        let text = small(
            "exclude: [{method: dropout}]", methods: "methods: [sam, {id: dropout, rate: [0.1, 0.2]}]")
        #expect(try cells(text).map { $0.labels[2] } == ["sam", "sam"])
    }

    @Test("Overrides apply in order, to matching cells only")
    func overrides() throws {
        for cell in try cells(fullSuite) {
            let isMoons = cell.labels[0] != "iris"
            let (training, optimizer) = (cell.specification.training.arguments, cell.specification.optimizer)
            #expect(training.integer("epochs") == (isMoons ? 7 : 5))
            #expect(training.integer("batch_size") == 16)
            if cell.labels[2] == "Adam" {
                #expect(optimizer.arguments.schedule("learning_rate").constantValue == nil)
            } else if cell.labels[1] == "linear" && cell.labels[2] == "sam" {
                #expect(optimizer.id == "adamw")
                #expect(optimizer.arguments.schedule("learning_rate").constantValue == 1e-3)
            } else {
                #expect(optimizer.id == "sgd")
                #expect(optimizer.arguments.schedule("learning_rate").constantValue == 0.01)
                #expect(optimizer.arguments.schedule("momentum").constantValue == (isMoons ? 0 : 0.9))
            }
        }
    }

    @Test("An entry that spells out the default has its own label and the same identity")
    func sharedIdentity() throws {
        let all = try cells(
            small(methods: "methods: [baseline, {id: sgd, momentum: 0.9}, {name: empty, stack: []}]"))
        #expect(Set(all.map(\.identity)).count == 2)
        #expect(Set(all.map { $0.labels[2] }).count == 3)
    }

    @Test(
        "Identity does not depend on key order, comments, labels, defaults written out or spelling of numbers"
    )
    func identityIsOfMeaning() throws {
        let a = """
            version: 1
            name: a
            seeds: [0]
            datasets: [{id: m, kind: moons, n: 100, noise: 0.1}]
            models: [{kind: mlp, hidden: [8]}]
            methods: [{id: dropout, rate: 0.1}]
            """
        let b = """
            # The same in other words.
            methods:
              - rate: 1e-1   # as before
                name: other
                id: "dropout"
                input: false
            models:
              - {activation: relu, hidden: [8.0], kind: mlp, id: net}
            datasets: [{noise: .1, n: 1e2, kind: moons, id: other}]
            seeds: {base: 0.0, count: 1}
            training: {epochs: 20.0, optimizer: {momentum: 9e-1, id: sgd}}
            protocol: {split: {validation: 0.20}}
            name: b
            version: 1.0
            """
        let hash = SHA256.hash("content")
        let first = try parse(a).cells(contentHashes: ["m": hash], numericsVersion: 1)
        let second = try parse(b).cells(contentHashes: ["other": hash], numericsVersion: 1)
        #expect(first.map(\.identity) == second.map(\.identity))
        let other = try parse(a).cells(contentHashes: ["m": hash], numericsVersion: 2)
        #expect(first.map(\.identity) != other.map(\.identity))
    }

    @Test("A path is no part of the identity; the content is")
    func path() throws {
        func identity(_ path: String, _ content: String) throws -> String {
            let entry = "{id: d, kind: csv, path: \(path), target: y}"
            let suite = try parse(small().replacing("{id: moons, kind: moons}", with: entry))
            return suite.cells(contentHashes: ["d": SHA256.hash(content)], numericsVersion: 1)[0].identity
                .description
        }
        #expect(try identity("a.csv", "x") == identity("b/c.csv", "x"))
        #expect(try identity("a.csv", "x") != identity("a.csv", "y"))
    }

    @Test("A changed default changes the identity of cells that rely on it, and of no other")
    func changedDefault() throws {
        let text = small(methods: "methods: [sam, dropout, {id: dropout, rate: 0.5}]")
        let before = try cells(text)
        let after = try cells(text, vocabulary: testVocabulary(rateDefault: 0.4))
        let changed = zip(before, after).filter { $0.identity != $1.identity }.map { $0.0.labels[2] }
        #expect(changed == ["dropout", "dropout"])
    }
}
