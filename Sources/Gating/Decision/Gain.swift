import Primitives
import Records

extension MetricDeclaration.Direction {
    /// A change counted in the direction that is better: above 0 for better.
    func gain(_ change: Double) -> Double { self == .higher ? change : -change }
}

extension GateDecision.Subject {
    /// Which way is better.
    var direction: MetricDeclaration.Direction {
        switch self {
        case .metric(let metric): metric.direction
        case .cost(let limit): limit.cost.direction
        case .failures, .bits: .lower
        }
    }
}
