import Primitives

extension GateRules {
    /// The rules as JSON with nothing left out, without the lines where they stand.
    public var canonical: JSONValue {
        [
            "metrics": .array(metrics.map(\.canonical)), "costs": .array(costs.map(\.canonical)),
            "by": .string(scope.rawValue), "alpha": .real(alpha), "power": .real(power),
            "failures": .real(failureMargin), "bits": requiresSameBits ? "same" : "any",
            "inconclusive": inconclusivePasses ? "pass" : "fail",
            "max_seeds": mostSeeds.map(JSONValue.integer) ?? .null,
        ]
    }
}

extension GateRules.Margin {
    /// `{"absolute": 0.01}` or `{"relative": 0.05}`.
    public var canonical: JSONValue {
        switch self {
        case .absolute(let value): ["absolute": .real(value)]
        case .relative(let share): ["relative": .real(share)]
        }
    }
}

extension GateRules.Metric {
    /// The metric as JSON.
    public var canonical: JSONValue {
        [
            "metric": .string(measure.name), "part": .string(measure.part.rawValue),
            "direction": .string(direction.rawValue), "margin": margin.canonical,
        ]
    }
}

extension GateRules.CostLimit {
    /// The cost as JSON.
    public var canonical: JSONValue {
        [
            "cost": .string(cost.rawValue), "direction": .string(cost.direction.rawValue),
            "margin": GateRules.Margin.relative(margin).canonical,
        ]
    }
}
