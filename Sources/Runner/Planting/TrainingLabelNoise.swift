import Datasets
import Numerics
import Primitives
import Records
import Suites

/// A share of the training rows has a wrong label; in a regression, noise of that share of the target's variance.
struct TrainingLabelNoise: PlantedRegression {
    /// The share.
    let share: Double

    var id: String { "label-noise-\(percent)" }

    var summary: String { "\(percent) % of the training labels are wrong" }

    private var percent: Int { Int((100 * share).rounded()) }

    func applied(to plan: SuitePlan) -> Suite? {
        plan.suite.replacingDatasets { dataset in
            var dataset = dataset
            dataset.corruptions.append(corruption(of: plan.library.dataset(dataset.label).task))
            return dataset
        }
    }

    private func corruption(of task: LearningTask) -> ComponentUse {
        switch task {
        case .classification:
            Planting.use(
                "symmetric-label-noise", ["rate": .real(share), "parts": .text("train")],
                in: CorruptionCatalogue.declarations)
        default:
            // Independent noise of variance s/(1 − s) is the share s of the variance of what is trained on.
            Planting.use(
                "target-noise",
                ["level": .real((share / (1 - share)).squareRoot()), "parts": .text("train")],
                in: CorruptionCatalogue.declarations)
        }
    }
}
