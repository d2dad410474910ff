import Primitives

/// The agreement of true and predicted classes beyond chance.
enum CohensKappa: Metric {
    static let declaration = MetricDeclaration(
        id: "kappa",
        summary:
            "Cohen's κ of true and predicted classes, at most 1; undefined where both are one and the same class.",
        formula: "(accuracy − e) / (1 − e), e = Σ_k (t_k / n)(p_k / n)",
        direction: .higher, tasks: [.classification],
        citations: ["Cohen 1960, A coefficient of agreement for nominal scales, eq. 1"], recording: .onRequest
    )

    static func value(_ predictions: Predictions) -> Double {
        let matrix = ConfusionMatrix(predictions)
        let rows = Double(matrix.rows)
        let chance = zip(matrix.truths, matrix.predicted).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        // In counts: n² instead of 1.
        let room = rows * rows - chance
        return room > 0 ? (rows * Double(matrix.hits) - chance) / room : .nan
    }
}
