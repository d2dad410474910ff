import Datasets
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
