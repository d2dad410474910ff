import Primitives
import Records
import Suites

/// Inputs are no longer brought to a common scale.
struct RawInputs: PlantedRegression {
    let id = "raw-inputs"
    let summary = "inputs are no longer scaled"

    /// The preprocessing steps that bring inputs to a scale and leave nothing else behind.
    private static let scalings = ["standardize", "robust", "min-max", "quantile-normal"]

    func applied(to plan: SuitePlan) -> Suite? {
        guard
            plan.suite.datasets.contains(where: { dataset in
                dataset.preprocessing.contains { Self.scalings.contains($0.id) }
            })
        else { return nil }
        return plan.suite.replacingDatasets { dataset in
            var dataset = dataset
            dataset.preprocessing.removeAll { Self.scalings.contains($0.id) }
            return dataset
        }
    }
}
