import Gating
import Primitives
import Records

/// Measurements made by hand, for tests of the decision.
enum DecisionSides {
    static let accuracy = ResultTable.Measure(part: .test, name: "accuracy")
    static let loss = ResultTable.Measure(part: .test, name: "log_loss")

    static func rules(
        _ margin: GateRules.Margin = .absolute(0.01), scope: GateRules.Scope = .method,
        _ change: (inout GateRules) -> Void = { _ in }
    ) -> GateRules {
        var rules = GateRules(
            metrics: [.init(measure: accuracy, direction: .higher, margin: margin)], scope: scope)
        change(&rules)
        return rules
    }

    /// A cell; with `bits` its digest is that, otherwise one of its value and `side`.
    static func cell(
        _ seed: Int, _ values: [ResultTable.Measure: Double], side: String, bits: String? = nil,
        status: Status = .completed
    ) -> GateMeasurements.Cell {
        let text = bits ?? "\(side) \(seed) \(values[accuracy] ?? values[loss] ?? 0)"
        return GateMeasurements.Cell(
            seed: seed, identity: CellIdentity(SHA256.hash("\(seed)")), status: status, values: values,
            parametersDigest: status.kind == .completed ? SHA256.hash(text) : nil)
    }

    static func specification(_ labels: GateMeasurements.Labels, numerics: Int = 1, data: String = "d")
        -> JSONValue
    {
        [
            "dataset_sha256": .string("\(data) of \(labels.dataset)"), "model": .string(labels.model),
            "methods": .array([.string(labels.method)]), "numerics": .integer(numerics),
        ]
    }

    static func labels(_ method: String, dataset: String = "digits") -> GateMeasurements.Labels {
        .init(dataset: dataset, model: "mlp", method: method)
    }

    /// A configuration with one accuracy per seed from 0; nil is a cell that failed.
    static func configuration(
        _ method: String, dataset: String = "digits", _ values: [Double?], side: String,
        measure: ResultTable.Measure = accuracy, costs: [GateRules.Cost: [Double]] = [:]
    ) -> GateMeasurements.Configuration {
        let labels = labels(method, dataset: dataset)
        let cells = values.enumerated().map { seed, value in
            value.map { cell(seed, [measure: $0], side: side) }
                ?? cell(seed, [:], side: side, status: .failed("it threw"))
        }
        return GateMeasurements.Configuration(
            labels: labels, specification: specification(labels), cells: cells, costs: costs)
    }

    static func side(_ configurations: [GateMeasurements.Configuration], numerics: Int = 1)
        -> GateMeasurements
    {
        GateMeasurements(
            suite: "ci", programVersion: "1.0.0", numericsVersion: numerics,
            configurations: configurations.sorted { $0.labels < $1.labels })
    }

    /// Two sides of one configuration per method, the candidate's values being the baseline's plus differences.
    static func pair(_ differences: [(method: String, values: [Double])], base: [Double] = DecisionSides.base)
        -> (baseline: GateMeasurements, candidate: GateMeasurements)
    {
        (
            side(
                differences.map { method, values in
                    configuration(method, Array(base.prefix(values.count)), side: "baseline")
                }),
            side(
                differences.map { method, values in
                    configuration(method, zip(base, values).map { $0 + $1 }, side: "candidate")
                })
        )
    }

    static let base = [0.80, 0.82, 0.79, 0.81, 0.83, 0.78, 0.80, 0.82, 0.81, 0.79]

    static func decide(
        _ sides: (baseline: GateMeasurements, candidate: GateMeasurements), _ rules: GateRules = rules(),
        sequential: Bool = false, comparesChanged: Bool = false
    ) -> GateDecision {
        Gate.decide(
            baseline: sides.baseline, candidate: sides.candidate, rules: rules,
            options: GateOptions(
                baselineName: "main", isSequential: sequential, comparesChanged: comparesChanged))
    }

    /// The row of an id.
    static func row(_ decision: GateDecision, _ id: String) -> GateDecision.Row? {
        decision.rows.first { $0.id == id }
    }
}
