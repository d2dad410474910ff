import Primitives
import Records
import Suites

/// Every method silently does nothing: each stack does what the baseline does.
struct MethodsOff: PlantedRegression {
    let id = "methods-off"
    let summary = "every method does what the baseline does"

    func applied(to plan: SuitePlan) -> Suite? {
        let suite = plan.suite
        guard let baseline = suite.stacks.first(where: { $0.label == suite.baseline }),
            suite.stacks.contains(where: {
                $0.methods != baseline.methods || $0.optimizer != baseline.optimizer
            })
        else { return nil }
        return suite.replacingStacks { stack in
            var stack = stack
            stack.methods = baseline.methods
            stack.optimizer = baseline.optimizer
            return stack
        }
    }
}
