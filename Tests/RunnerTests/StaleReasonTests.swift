import Primitives
import Testing

@testable import Runner

/// Why a cell is stale, in words.
@Suite("Reasons of stale cells")
struct StaleReasonTests {
    private static func component(_ id: String, _ parameters: JSONValue = [:], version: Int = 1) -> JSONValue
    {
        ["id": .string(id), "version": .integer(version), "parameters": parameters]
    }

    private static let configuration: JSONValue = [
        "layout": 2, "numerics": 1, "dataset": component("two-moons", ["n": 100, "noise": 0.1]),
        "dataset_sha256": "00", "corruptions": [], "split": component("holdout", ["test": 0.2]),
        "preprocessing": [component("standardize")], "model": component("mlp", ["hidden": [8, 8]]),
        "optimizer": component(
            "sgd", ["learning_rate": ["schedule": "cosine", "from": 0.05, "to": 0.0, "end": nil]]),
        "methods": [component("mixup", ["alpha": 0.2]), component("sam", ["rho": 0.05])],
        "training": component("training", ["epochs": 30, "batch_size": 32]),
    ]

    private func differences(_ changes: [String: JSONValue]) -> [String] {
        StaleReason.differences(from: Self.configuration, to: changed(changes))
    }

    private func changed(_ changes: [String: JSONValue]) -> JSONValue {
        guard case .object(let members) = Self.configuration else { return .null }
        return .object(members.merging(changes) { $1 })
    }

    @Test("what is equal, or differs in the seed or the spelling of a number only, has none")
    func equal() {
        #expect(StaleReason.text(from: Self.configuration, to: Self.configuration) == nil)
        #expect(differences(["seed": 3]) == [])
        #expect(
            differences(["training": Self.component("training", ["epochs": 30.0, "batch_size": 32])]) == [])
        #expect(differences(["probes": []]) == [])
    }

    @Test("numbers, versions and content")
    func simple() {
        #expect(differences(["numerics": 2]) == ["numerics 1 → 2"])
        #expect(differences(["layout": 3]) == ["layout 2 → 3"])
        #expect(differences(["dataset_sha256": "11"]) == ["dataset content changed"])
        #expect(
            differences(["training": Self.component("training", ["epochs": 40, "batch_size": 32])])
                == ["training.epochs 30 → 40"])
        #expect(
            differences(["model": Self.component("mlp", ["hidden": [8, 8]], version: 2)])
                == ["mlp version 1 → 2"])
    }

    @Test("another component, a parameter that came or went")
    func components() {
        #expect(differences(["model": Self.component("linear")]) == ["model mlp → linear"])
        #expect(
            differences(["model": Self.component("mlp", ["hidden": [8, 8], "activation": "tanh"])])
                == ["model added activation tanh"])
        #expect(differences(["model": Self.component("mlp")]) == ["model removed hidden"])
        #expect(
            differences(["model": Self.component("mlp", ["hidden": [64]])]) == ["model.hidden [8, 8] → [64]"])
    }

    @Test("a schedule of the same kind by its fields, another kind as a whole")
    func schedules() {
        func optimizer(_ rate: JSONValue) -> [String: JSONValue] {
            ["optimizer": Self.component("sgd", ["learning_rate": rate])]
        }
        #expect(
            differences(optimizer(["schedule": "cosine", "from": 0.1, "to": 0, "end": nil]))
                == ["optimizer.learning_rate.from 0.05 → 0.1"])
        #expect(
            differences(optimizer(["schedule": "linear", "from": 0.05, "to": 0]))
                == ["optimizer.learning_rate cosine(from 0.05, to 0) → linear(from 0.05, to 0)"])
        #expect(
            differences(optimizer(0.3)) == ["optimizer.learning_rate cosine(from 0.05, to 0) → 0.3"])
    }

    @Test("methods: changed, added, removed, in another order, with their places counted from 0")
    func lists() {
        let (mixup, sam) = (
            Self.component("mixup", ["alpha": 0.2]), Self.component("sam", ["rho": 0.05])
        )
        #expect(
            differences(["methods": [mixup, Self.component("sam", ["rho": 0.1])]])
                == ["methods[1] sam: rho 0.05 → 0.1"])
        #expect(
            differences(["methods": [mixup, Self.component("sam", ["rho": 0.05], version: 2)]])
                == ["sam version 1 → 2"])
        #expect(differences(["methods": [sam]]) == ["methods removed mixup"])
        #expect(
            differences(["methods": [mixup, sam, Self.component("l2", ["strength": 0.5])]])
                == ["methods added l2 strength=0.5"])
        #expect(differences(["methods": [sam, mixup]]) == ["methods in another order: sam, mixup"])
        #expect(
            differences(["probes": [Self.component("sharpness")]]) == ["probes added sharpness"])
    }

    @Test("at most three are told, and the rest counted; long values are cut")
    func several() {
        let text = StaleReason.text(
            from: Self.configuration,
            to: changed([
                "numerics": 2, "dataset_sha256": "11", "model": Self.component("linear"), "methods": [],
            ]))
        #expect(
            text == "numerics 1 → 2, dataset content changed, model mlp → linear, and 2 more")
        let long = JSONValue.array(Array(repeating: .integer(65_536), count: 64))
        let words = differences(["model": Self.component("mlp", ["hidden": long])])
        #expect(words.count == 1 && words[0].count < 150 && words[0].hasSuffix("…"))
    }
}
