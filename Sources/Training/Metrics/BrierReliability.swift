import Primitives

/// How far frequencies are from the probabilities that were given.
enum BrierReliability: Metric {
    static let declaration = MetricDeclaration(
        id: "brier_reliability",
        summary:
            "The part of the Brier score that calibration could remove, in 15 bins for each class; see brier_within_bins.",
        formula:
            "Σ_k Σ_b (n_bk / n) (o_bk − p_bk)², o_bk the frequency of class k in bin b and p_bk its mean probability",
        direction: .lower, tasks: [.classification],
        citations: [
            "Murphy 1973, A new vector partition of the probability score, J. Appl. Meteorol. 12:595-600",
            "Stephenson, Coelho & Jolliffe 2008, Two extra components in the Brier score decomposition, eq. 8",
        ], recording: .onRequest)

    static func value(_ predictions: Predictions) -> Double {
        predictions.sumOverClasses { bins, _, _ in bins.reliability }
    }
}
