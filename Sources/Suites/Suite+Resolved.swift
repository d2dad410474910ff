import Primitives
import Records

extension Suite {
    /// The whole suite with defaults filled in and grids expanded, as `bench plan --resolved` prints it.
    public var resolved: JSONValue {
        var comparison: [String: JSONValue] = [
            "baseline": .string(baseline),
            "primary_metric": .object(
                Dictionary(
                    primaryMetrics.map { ($0.key.rawValue, .string($0.value)) },
                    uniquingKeysWith: { first, _ in first })),
        ]
        if !metrics.isEmpty { comparison["metrics"] = .array(metrics.map(JSONValue.string)) }
        if !evaluations.isEmpty { comparison["evaluations"] = .array(evaluations.map(Self.resolve)) }
        if !probes.isEmpty { comparison["probes"] = .array(probes.map(Self.resolve)) }
        var members: [String: JSONValue] = [
            "version": 1, "name": .string(name), "description": description.map(JSONValue.string) ?? .null,
            "seeds": .array(seeds.map(JSONValue.integer)),
            "datasets": .array(datasets.map(Self.resolve)),
            "models": .array(models.map(Self.resolve)),
            "methods": .array(stacks.map(Self.resolve)),
            "training": Self.resolve(training), "optimizer": Self.resolve(optimizer),
            "protocol": .object(comparison),
            "exclude": .array(exclusions.map(\.resolved)),
            "overrides": .array(overrides.map(Self.resolve)),
        ]
        if !variations.isEmpty { members["variations"] = .array(variations.map { .string($0.summary) }) }
        if let gate { members["gate"] = gate.canonical }
        return .object(members)
    }

    private static func resolve(_ use: ComponentUse) -> JSONValue {
        ["id": .string(use.id), "version": .integer(use.version), "parameters": use.arguments.complete]
    }

    private static func resolve(_ entry: Entry) -> JSONValue {
        [
            "label": .string(entry.label), "kind": .string(entry.use.id),
            "version": .integer(entry.use.version),
            "parameters": entry.use.arguments.complete,
        ]
    }

    private static func resolve(_ dataset: Dataset) -> JSONValue {
        [
            "label": .string(dataset.label), "kind": .string(dataset.use.id),
            "version": .integer(dataset.use.version),
            "parameters": dataset.use.arguments.complete,
            "corruptions": .array(dataset.corruptions.map(resolve)), "split": resolve(dataset.split),
            "preprocessing": .array(dataset.preprocessing.map(resolve)),
            "allow": .array(dataset.allowed.map(JSONValue.string)),
        ]
    }

    private static func resolve(_ stack: Stack) -> JSONValue {
        [
            "label": .string(stack.label), "stack": .array(stack.methods.map(resolve)),
            "optimizer": stack.optimizer.map(resolve) ?? .null,
        ]
    }

    private static func resolve(_ override: TrainingOverride) -> JSONValue {
        [
            "match": override.rule.resolved,
            "training": .object(override.training.mapValues(\.canonical)),
            "optimizer": override.optimizer.map { settings in
                [
                    "id": .string(settings.declaration.id),
                    "parameters": .object(settings.given.mapValues(\.canonical)),
                ]
            } ?? .null,
        ]
    }
}
