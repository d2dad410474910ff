import Primitives

/// What the order by confidence costs over the best order.
enum ExcessAreaUnderRiskCoverage: Metric {
    static let declaration = MetricDeclaration(
        id: "e_aurc",
        summary:
            "Excess area under the risk–coverage curve: that of the model less that of the best order of the same errors.",
        formula: "AURC − (1/n) Σ_{i > n − e} (i − (n − e)) / i, e errors: the exact sum, not its limit",
        direction: .lower, tasks: [.classification],
        citations: [
            "Geifman, Uziel & El-Yaniv 2019, Bias-reduced uncertainty estimation for deep neural classifiers, ICLR, "
                + "sec. 3"
        ], recording: .onRequest)

    static func value(_ predictions: Predictions) -> Double {
        let curve = RiskCoverage(predictions)
        return curve.area - curve.bestArea
    }
}
