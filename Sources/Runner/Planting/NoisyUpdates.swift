import Methods
import Primitives
import Records
import Suites

/// Every gradient has noise that does not fade: a broken method, or a buffer that somebody else writes to.
struct NoisyUpdates: PlantedRegression {
    /// The variance of the noise in every element of the gradient.
    let variance: Double

    let id = "noisy-updates"

    var summary: String { "every gradient has noise of variance \(ParameterValue.real(variance).display)" }

    func applied(to plan: SuitePlan) -> Suite? {
        let noise = Planting.use(
            "gradient-noise", ["eta": .schedule(.constant(variance)), "gamma": .schedule(.constant(0))],
            in: MethodCatalogue.declarations)
        return plan.suite.replacingStacks { stack in
            var stack = stack
            if !stack.methods.contains(where: { $0.id == noise.id }) { stack.methods.append(noise) }
            return stack
        }
    }
}
