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
    static let notADerivative: [String: String] = [:]

    /// Methods that tell classes apart by their number.
    static let dependsOnClassOrder: [String: String] = [:]

    /// Methods that tell inputs apart by their number.
    static let dependsOnInputOrder: [String: String] = [:]

    /// Methods whose cost is not that of products of matrices, or not constant in time.
    static let costNotCounted: [String: String] = [:]

    /// Methods without a source to cite.
    static let withoutCitation: [String: String] = [:]

    /// Methods without a formula.
    static let withoutFormula: [String: String] = [:]
}
