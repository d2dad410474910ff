import Primitives

/// How often the model says what the best classifier says.
enum BayesAgreement: Metric {
    static let declaration = MetricDeclaration(
        id: "bayes_agreement",
        summary: "Share of rows classified as the Bayes classifier does; only where the law is known.",
        formula: "mean [argmax p = argmax P(y | x)]",
        direction: .higher, tasks: [.classification],
        citations: ["Devroye, Györfi & Lugosi 1996, A Probabilistic Theory of Pattern Recognition, sec. 2.1"],
        needs: "a generator whose law is known")

    static func isDefined(for predictions: Predictions) -> Bool { !predictions.optimalLabels.isEmpty }

    static func value(_ predictions: Predictions) -> Double {
        Accuracy.share(of: predictions.optimalLabels, in: predictions)
    }
}
