import Numerics
import Primitives

/// Learns the logarithm of a regression's target.
struct LogTarget: PreprocessingStep {
    static let declaration = ComponentDeclaration(
        id: "log-target", family: "preprocessing",
        summary: "Train on the logarithm of the target; metrics stay in its own unit.",
        formula: "t = ln(y + offset); predictions are e^t − offset",
        citations: ["Box & Cox 1964, An analysis of transformations, JRSS B 26 (λ₁ = 0, shifted by λ₂)"],
        parameters: [
            .init(
                "offset", .real(.all), optional: true,
                "What is added before the logarithm; none: 0 where every training target is above 0, else what "
                    + "makes the least of them 1.")
        ],
        remarks: [
            "With squared loss a prediction is e to the mean of t, nearer the median of y than its mean.",
            "A validation or test target of −offset or less has no logarithm and needs none: metrics compare "
                + "predictions with y itself. A fresh row of an online stream is then trained on with the least "
                + "target of the training rows.",
        ], tasks: [.regression])

    private let offset: Double?

    init(arguments: Arguments) {
        offset = arguments.optionalReal("offset")
    }

    func fit(_ training: FeatureTable, seed: Int) throws(BenchError) -> any FittedStep {
        guard case .values(let values) = training.target, let least = values.min() else {
            throw BenchError(
                .data,
                "dataset \"\(training.dataset)\": log-target is for a regression, and the target is a class",
                remedy: "leave the step out for this dataset")
        }
        let offset = offset ?? (least > 0 ? 0 : 1 - least)
        guard least + offset > 0, (values.max()! + offset).isFinite else {
            throw BenchError(
                .data,
                "dataset \"\(training.dataset)\": log-target: the training targets reach from "
                    + "\(JSONValue.canonicalNumber(least)) to \(JSONValue.canonicalNumber(values.max()!)), and "
                    + "ln(y + \(JSONValue.canonicalNumber(offset))) is not defined for all of them",
                remedy: self.offset == nil
                    ? "scale the target in the file"
                    : "leave offset out, or set it above \(JSONValue.canonicalNumber(-least))")
        }
        return Fitted(offset: offset, least: least)
    }

    private struct Fitted: FittedStep {
        let offset: Double
        /// The least target of the training rows.
        let least: Double

        var targetInverse: TargetInverse? { .exponential(offset: offset) }

        func apply(to table: inout FeatureTable) {
            guard case .values(let values) = table.target else { return }
            table.target = .values(
                values.map { value in
                    let shifted = value + offset
                    return DeterministicMath.log(shifted > 0 && shifted.isFinite ? shifted : least + offset)
                })
        }

        func notes(held: FeatureTable) -> [String] {
            guard case .values(let values) = held.target else { return [] }
            let count = values.count { $0 + offset <= 0 }
            guard count > 0 else { return [] }
            return [
                "\(count) validation or test targets are at most \(JSONValue.canonicalNumber(-offset)), below "
                    + "what a prediction can be after log-target"
            ]
        }
    }
}
