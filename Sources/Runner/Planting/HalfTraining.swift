import Primitives
import Records
import Suites
import Training

/// Training ends after half of its epochs.
struct HalfTraining: PlantedRegression {
    let id = "half-training"
    let summary = "training ends after half of its epochs"

    func applied(to plan: SuitePlan) -> Suite? {
        guard plan.examples.contains(where: { Self.halved($0.specification.training) != nil }) else {
            return nil
        }
        return plan.suite.varied(summary) { $0.training = Self.halved($0.training) ?? $0.training }
    }

    private static func halved(_ use: ComponentUse) -> ComponentUse? {
        Planting.changing("epochs", of: use, in: [TrainingSettings.declaration]) { value in
            guard case .integer(let epochs) = value, epochs > 1 else { return nil }
            return .integer(epochs / 2)
        }
    }
}
