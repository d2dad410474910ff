import Primitives

/// How far the frequencies of bins are from those of all rows.
enum BrierResolution: Metric {
    static let declaration = MetricDeclaration(
        id: "brier_resolution",
        summary:
            "The part of the Brier score that telling rows apart takes away, in 15 bins for each class; see brier_within_bins.",
        formula: "Σ_k Σ_b (n_bk / n) (o_bk − o_k)²",
        direction: .higher, tasks: [.classification],
        citations: [
            "Murphy 1973, A new vector partition of the probability score, J. Appl. Meteorol. 12:595-600",
            "Stephenson, Coelho & Jolliffe 2008, Two extra components in the Brier score decomposition, eq. 8",
        ], recording: .onRequest)

    static func value(_ predictions: Predictions) -> Double {
        predictions.sumOverClasses { bins, _, _ in bins.resolution }
    }
}
