import Datasets
import Gating
import Primitives
import Records
import Runner
import Suites
import Training

extension SuitePlan {
    /// The suite's rules, or where it has none those of its primary metrics on the test part.
    ///
    /// `margin` is how much worse those may get, in their unit; it is for suites without rules alone.
    func gateRules(margin: Double) -> GateRules {
        if let rules = suite.gate { return rules }
        let kinds = Set(suite.datasets.map { library.dataset($0.label).task.kind })
        let metrics = MetricDeclaration.TaskKind.allCases.compactMap { kind -> GateRules.Metric? in
            guard kinds.contains(kind), let name = suite.primaryMetrics[kind],
                let declaration = MetricCatalogue.declarations.first(where: { $0.id == name })
            else { return nil }
            return .init(
                measure: .init(part: .test, name: name), direction: declaration.direction,
                margin: .absolute(margin))
        }
        return GateRules(metrics: metrics)
    }
}

extension SuitePlan {
    /// Throws `.usage` where some configuration is without a seed that others have, or is another one for some seeds: a
    /// gate averages over all configurations seed by seed.
    func checkSeeds() throws(BenchError) {
        var seeds: [GateMeasurements.Labels: Set<Int>] = [:]
        var numbers: [GateMeasurements.Labels: Int] = [:]
        for position in cells.indices {
            let number = cells.configurationNumber(at: position)
            let labels = cells.configurations[number].gateLabels
            seeds[labels, default: []].insert(cells.seed(at: position))
            guard numbers.updateValue(number, forKey: labels) ?? number == number else {
                throw BenchError(
                    .usage, "\(labels) is another configuration for some seeds than for others",
                    at: .init(file: suite.path),
                    remedy: "gate a suite whose overrides say nothing of seeds: a gate compares seeds with "
                        + "each other")
            }
        }
        let all = seeds.values.reduce(into: Set<Int>()) { $0.formUnion($1) }
        for labels in seeds.keys.sorted() {
            guard let missing = all.subtracting(seeds[labels] ?? []).min() else { continue }
            throw BenchError(
                .usage,
                "a gate needs every seed in every configuration: \(labels) is without seed \(missing)",
                at: .init(file: suite.path), remedy: "gate a suite that excludes no seeds")
        }
    }
}

extension Suite {
    /// Throws `.usage` where neither the suite nor the command line says what may get how much worse, or both
    /// do.
    func checkGate(margin: Double?) throws(BenchError) {
        if let gate, margin != nil {
            throw BenchError(
                .usage, "--margin is for suites without a section \"gate\", and this one has one",
                at: .init(file: path, line: gate.line), remedy: "change the margins there")
        }
        guard gate == nil, margin == nil else { return }
        throw BenchError(
            .usage, "the suite does not say what may not get worse", at: .init(file: path),
            remedy: "add a section to it, such as\n"
                + "    gate:\n      metrics:\n        - {metric: accuracy, margin: 0.01}\n"
                + "  or give --margin for its primary metric")
    }
}
