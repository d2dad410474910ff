import Primitives

/// The mean error over all shares of rows that the model answers.
enum AreaUnderRiskCoverage: Metric {
    static let declaration = MetricDeclaration(
        id: "aurc",
        summary:
            "Area under the risk–coverage curve: the mean error over all coverages, the most confident rows first, in "
            + "[0, 1]. Equal confidences count as in a random order.",
        formula: "(1/n) Σ_i (errors among the i most confident rows) / i",
        direction: .lower, tasks: [.classification],
        citations: [
            "Geifman & El-Yaniv 2017, Selective classification for deep neural networks, NeurIPS, sec. 2",
            "Geifman, Uziel & El-Yaniv 2019, Bias-reduced uncertainty estimation for deep neural classifiers, ICLR, "
                + "sec. 2",
        ], recording: .onRequest)

    static func value(_ predictions: Predictions) -> Double { RiskCoverage(predictions).area }
}
