import Primitives
import Records

extension GateRules {
    /// Rules for what baselines keep, where no suite says which of it counts: every metric that
    /// `declarations` give a direction to, and every cost.
    ///
    /// The margins only fill a place. `unknown` names the metrics without a direction.
    public static func keeping(
        _ sides: [GateMeasurements], scope: Scope, declarations: [MetricDeclaration]
    ) -> (rules: GateRules, unknown: [String]) {
        let order = DataPart.allCases
        let cells = sides.flatMap(\.configurations).flatMap(\.cells)
        let measures = Set(cells.flatMap(\.values.keys)).sorted {
            ($0.name, order.firstIndex(of: $0.part)!) < ($1.name, order.firstIndex(of: $1.part)!)
        }
        var metrics: [Metric] = []
        var unknown: [String] = []
        for measure in measures {
            // Of a metric with a target neither more nor less is better.
            if let declaration = declarations.first(where: { $0.id == measure.name && $0.target == nil }) {
                metrics.append(
                    .init(measure: measure, direction: declaration.direction, margin: .relative(0.5)))
            } else {
                unknown.append(measure.title)
            }
        }
        let costs = Cost.allCases.filter { cost in
            sides.flatMap(\.configurations).contains { $0.costs[cost]?.isEmpty == false }
        }
        return (
            GateRules(metrics: metrics, costs: costs.map { CostLimit(cost: $0, margin: 0.5) }, scope: scope),
            unknown
        )
    }
}
