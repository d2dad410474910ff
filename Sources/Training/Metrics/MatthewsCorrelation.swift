import Primitives

/// The correlation of true and predicted classes.
enum MatthewsCorrelation: Metric {
    static let declaration = MetricDeclaration(
        id: "mcc",
        summary:
            "Matthews correlation of true and predicted classes, in [−1, 1]; 0 where either is constant.",
        formula:
            "(n Σ_k TP_k − Σ_k p_k t_k) / √((n² − Σ_k p_k²)(n² − Σ_k t_k²)), t_k and p_k the true and predicted counts",
        direction: .higher, tasks: [.classification],
        citations: [
            "Matthews 1975, Biochim. Biophys. Acta 405:442-451 (two classes)",
            "Gorodkin 2004, Comparing two K-category assignments by a K-category correlation coefficient, eq. 8",
        ], recording: .atEnd)

    static func value(_ predictions: Predictions) -> Double {
        let matrix = ConfusionMatrix(predictions)
        let (truths, predicted) = (matrix.truths.map(Double.init), matrix.predicted.map(Double.init))
        func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
        let rows = Double(matrix.rows)
        // Whole numbers, exact below 2^53.
        let covariance = rows * Double(matrix.hits) - product(truths, predicted)
        let spread = (rows * rows - product(predicted, predicted), rows * rows - product(truths, truths))
        guard spread.0 > 0, spread.1 > 0 else { return 0 }
        return covariance / (spread.0.squareRoot() * spread.1.squareRoot())
    }
}
