import Numerics
import Primitives
import Records
import Suites
import Testing
import Training

@testable import Runner

/// Cells whose training starts under another seed than their data are made with.
@Suite("Restarted cells")
struct RestartedCellTests {
    private static func plan() throws -> SuitePlan {
        try SuitePlan(
            text: """
                version: 1
                name: small
                seeds: 2
                datasets: [{id: moons, kind: two-moons, n: 60, corruptions: [{id: symmetric-label-noise, rate: 0.1}]}]
                models: [{kind: mlp, hidden: [4]}]
                methods: [baseline, {id: dropout, rate: 0.2}]
                training: {epochs: 2}
                """, path: "test.yaml")
    }

    private func digest(_ request: CellRequest) throws -> Digest? {
        try CellExecutor(instructionSet: .best, jobs: 1).execute(request)?.parametersDigest
    }

    @Test("without an offset nothing is another cell, and nothing says so")
    func none() throws {
        let plan = try Self.plan()
        #expect(try SuitePlan(plan.suite.restarted(by: 0)).cells.identities == plan.cells.identities)
        let back = try SuitePlan(plan.suite.restarted(by: 5).restarted(by: -5))
        #expect(back.cells.identities == plan.cells.identities)
        #expect(!plan.cells[0].specification.canonical.canonical.contains("offset"))
        #expect(!plan.suite.resolved.canonical.contains("variations"))
    }

    @Test("the data are those of the seed, the weights, batches and noise those of the sum")
    func streams() throws {
        let plan = try Self.plan()
        let restarted = try SuitePlan(plan.suite.restarted(by: 7))
        #expect(restarted.suite.resolved.canonical.contains("training seeds + 7"))
        for (old, new) in zip(plan.cells, restarted.cells) {
            #expect(new.label == old.label)
            #expect(new.identity != old.identity)
            let cell = new.specification
            #expect(cell.seed == old.specification.seed && cell.trainingSeed == cell.seed + 7)
            let data = try plan.library.prepared(old.datasetLabel, seed: cell.seed)
            let byHand = try CellTrainer.train(
                Catalogue.blueprint(old.specification, data: data), on: data,
                settings: TrainingSettings(arguments: cell.training.arguments), seed: cell.seed + 7,
                environment: ExecutionEnvironment(instructionSet: .best))
            let request = CellRequest(new, of: restarted)
            #expect(try digest(request) == byHand.parametersDigest)
            #expect(
                try CellReplay(request).run(instructionSet: .best)?.parametersDigest
                    == byHand.parametersDigest)
            #expect(try digest(CellRequest(old, of: plan)) != byHand.parametersDigest)
        }
    }

    @Test("the offset is carried by the canonical form, and a wrong one is refused")
    func reading() throws {
        let cell = try SuitePlan(Self.plan().suite.restarted(by: -3)).cells[1]
        func read(_ json: JSONValue) throws -> CellSpecification {
            try CellSpecification(
                reading: json, datasetArguments: cell.specification.dataset.arguments.complete,
                numericsVersion: NumericsVersion.current, vocabulary: Catalogue.vocabulary)
        }
        let canonical = cell.specification.canonical
        #expect(try read(JSONParser.parse(canonical.canonical)) == cell.specification)
        #expect(cell.identity == CellIdentity(SHA256.hash(canonical.canonical)))
        guard case .object(var members) = canonical else { return }
        for wrong: JSONValue in [0, "3", .real(0.5), .null] {
            members["training_seed_offset"] = wrong
            #expect(throws: BenchError.self) { try read(.object(members)) }
        }
        members["training_seed_offset"] = nil
        #expect(
            StaleReason.text(from: .object(members), to: canonical) == "training_seed_offset added -3")
    }
}
