import Primitives
import Records
import Reporting
import Statistics

/// A value of the candidate as tools that draw it over time take it.
struct GateTrackedValue {
    /// The row.
    var row: GateDecision.Row
    /// The value now.
    var value: Double
    /// Which way is better.
    var direction: MetricDeclaration.Direction
    /// The unit.
    var unit: String
    /// Half the width of the interval of the difference from the baseline, of a metric that has one.
    ///
    /// Both sides share the seeds, so that this and not the spread of the seeds is what a value of another
    /// commit can be off by.
    var halfWidth: Double?

    /// The values of a decision in the order of its rows: metrics and costs that are finite.
    static func all(_ decision: GateDecision) -> [GateTrackedValue] {
        decision.rows.compactMap { row in
            guard let value = row.candidateLevel, value.isFinite else { return nil }
            switch row.subject {
            case .metric(let metric):
                let reach = row.difference?.interval?.halfWidth
                return GateTrackedValue(
                    row: row, value: value, direction: metric.direction, unit: metric.measure.name,
                    halfWidth: reach.flatMap { $0.isFinite ? $0 : nil })
            case .cost(let limit):
                return GateTrackedValue(
                    row: row, value: value, direction: limit.cost.direction,
                    unit: limit.cost == .memory ? "bytes" : "steps per iteration", halfWidth: nil)
            case .failures, .bits: return nil
            }
        }
    }
}
