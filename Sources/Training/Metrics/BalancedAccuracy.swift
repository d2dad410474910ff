import Numerics
import Primitives

/// The mean recall of the classes that have rows.
enum BalancedAccuracy: Metric {
    static let declaration = MetricDeclaration(
        id: "balanced_accuracy",
        summary: "Mean over the classes of the share of their rows classified correctly, in [0, 1].",
        formula: "(1/K) Σ_k mean [argmax p = k | y = k], over the classes k that have rows",
        direction: .higher, tasks: [.classification],
        citations: [
            "Brodersen et al. 2010, The balanced accuracy and its posterior distribution, ICPR, eq. 1 (two classes)"
        ], recording: .atEnd)

    static func value(_ predictions: Predictions) -> Double {
        let matrix = ConfusionMatrix(predictions)
        let present = (0..<matrix.classes).filter { matrix.truths[$0] > 0 }
        let recalls = present.map { Double(matrix.hits($0)) / Double(matrix.truths[$0]) }
        return StableSum.of(recalls) / Double(present.count)
    }
}
