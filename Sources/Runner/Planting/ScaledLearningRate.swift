import Methods
import Numerics
import Primitives
import Records
import Suites

/// The learning rate is another by a factor, whatever its schedule.
struct ScaledLearningRate: PlantedRegression {
    /// The factor.
    let factor: Double

    var id: String { "learning-rate-x\(text)" }

    var summary: String { "the learning rate is \(text) times what it was" }

    private var text: String { ParameterValue.real(factor).display }

    func applied(to plan: SuitePlan) -> Suite? {
        let factor = factor
        guard plan.examples.contains(where: { Self.scaled($0.specification.optimizer, by: factor) != nil })
        else { return nil }
        return plan.suite.varied("learning rate times \(text)") { cell in
            cell.optimizer = Self.scaled(cell.optimizer, by: factor) ?? cell.optimizer
            cell.methods = cell.methods.map { Self.scaled($0, by: factor) ?? $0 }
        }
    }

    private static func scaled(_ use: ComponentUse, by factor: Double) -> ComponentUse? {
        Planting.changing("learning_rate", of: use, in: MethodCatalogue.declarations) { value in
            switch value {
            case .schedule(let schedule): .schedule(schedule.scaled(by: factor))
            case .real(let value): .real(factor * value)
            default: nil
            }
        }
    }
}
