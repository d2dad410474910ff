import Primitives

/// The Brier score of the classes' shares.
enum BrierUncertainty: Metric {
    static let declaration = MetricDeclaration(
        id: "brier_uncertainty",
        summary:
            "The Brier score of predicting the shares of the classes for every row: the same for every model.",
        formula: "Σ_k o_k (1 − o_k)",
        direction: .lower, tasks: [.classification],
        citations: [
            "Murphy 1973, A new vector partition of the probability score, J. Appl. Meteorol. 12:595-600",
            "Stephenson, Coelho & Jolliffe 2008, Two extra components in the Brier score decomposition, eq. 8",
        ], recording: .onRequest)

    static func value(_ predictions: Predictions) -> Double {
        predictions.sumOverClasses { bins, _, _ in bins.uncertainty }
    }
}
