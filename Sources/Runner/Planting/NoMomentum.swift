import Methods
import Primitives
import Records
import Suites

/// The optimiser forgets its momentum.
struct NoMomentum: PlantedRegression {
    let id = "no-momentum"
    let summary = "the optimiser's momentum is 0"

    func applied(to plan: SuitePlan) -> Suite? {
        guard plan.examples.contains(where: { Self.without($0.specification.optimizer) != nil }) else {
            return nil
        }
        return plan.suite.varied(summary) { $0.optimizer = Self.without($0.optimizer) ?? $0.optimizer }
    }

    /// The optimiser without momentum; nil where it has none.
    private static func without(_ use: ComponentUse) -> ComponentUse? {
        Planting.changing("momentum", of: use, in: MethodCatalogue.declarations) { value in
            guard case .schedule(let schedule) = value, schedule != .constant(0) else { return nil }
            return .schedule(.constant(0))
        }
    }
}
