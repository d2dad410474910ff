import Primitives
import Records
import Statistics

/// Decides whether one side of a gate is worse than the other.
public enum Gate {
    /// Compares `candidate` with `baseline` by the rules.
    public static func decide(
        baseline: GateMeasurements, candidate: GateMeasurements, rules: GateRules, options: GateOptions
    ) -> GateDecision {
        GateDecision(suite: candidate.suite, baselineName: options.baselineName, rules: rules)
    }
}
