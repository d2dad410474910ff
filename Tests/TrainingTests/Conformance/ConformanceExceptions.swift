import Methods
import Primitives
import Training

/// What the kit does not ask of some methods, each with the reason.
enum ConformanceExceptions {
    /// Arguments for methods whose defaults do nothing within the few steps of the kit.
    static let telling: [String: [String: ParameterValue]] = [:]

    /// Methods that are no optimiser and have no neutral setting.
    static let withoutNeutral: [String: String] = [:]

    /// The optimiser that an optimiser equals at its neutral setting; "plain" is gradient descent without anything.
    static let twins: [String: String] = ["sgd": "plain", "adamw": "adam"]

    /// Methods whose objective is deliberately not what the gradient is the derivative of.
    static let notADerivative: [String: String] = [
        "virtual-adversarial-training": "the direction and the clean prediction are constants"
    ]

    /// Methods that tell classes apart by their number.
    static let dependsOnClassOrder: [String: String] = [
        "self-distillation": "draws other initial weights for a later fit",
        "data-diet": "draws other initial weights for a later fit",
    ]

    /// Methods that tell inputs apart by their number.
    static let dependsOnInputOrder: [String: String] = [
        "adamixup": "draws numbers per input",
        "feature-masking": "draws numbers per input",
        "swap-noise": "draws numbers per input",
        "augmix": "draws numbers per input",
        "fast-adversarial-training": "draws numbers per input",
        "pgd-adversarial-training": "draws numbers per input",
        "trades": "draws numbers per input",
        "mart": "draws numbers per input",
        "arow": "draws numbers per input",
        "virtual-adversarial-training": "draws numbers per input",
        "elle": "draws numbers per input",
        "self-distillation": "draws other initial weights for a later fit",
        "data-diet": "draws other initial weights for a later fit",
    ]

    /// Methods whose cost is not that of products of matrices, or not constant in time.
    static let costNotCounted: [String: String] = [
        "c-mixup": "compares the rows of a batch with each other",
        "smote": "compares the rows of a batch with each other",
        "self-distillation": "runs several fits",
        "warm-start": "runs several fits",
        "magnitude-pruning": "runs several fits",
    ]

    /// Methods without a source to cite.
    static let withoutCitation: [String: String] = [:]

    /// Methods without a formula.
    static let withoutFormula: [String: String] = [:]
}
