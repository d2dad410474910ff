import Primitives
import Statistics

/// Estimates for programs.
enum EstimateValue {
    /// The value, how many it stands for, and the ends of the interval.
    static func json(_ estimate: Estimate) -> JSONValue {
        [
            "mean": .real(estimate.value), "n": .integer(estimate.count),
            "lower": (estimate.interval?.lower).map(JSONValue.real) ?? .null,
            "upper": (estimate.interval?.upper).map(JSONValue.real) ?? .null,
        ]
    }
}
