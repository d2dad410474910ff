import Primitives

/// What the decomposition of the Brier score lacks where the forecasts of a bin differ.
enum BrierWithinBins: Metric {
    static let declaration = MetricDeclaration(
        id: "brier_within_bins",
        summary:
            "The spread of probabilities within bins: brier = reliability − resolution + uncertainty + this, exactly.",
        formula: "Σ_k (1/n) Σ_i [(p_ik − p_bk)² − 2 (p_ik − p_bk)([y_i = k] − o_bk)]",
        direction: .lower, tasks: [.classification],
        citations: [
            "Stephenson, Coelho & Jolliffe 2008, Two extra components in the Brier score decomposition, eq. 8"
        ], recording: .onRequest)

    static func value(_ predictions: Predictions) -> Double {
        predictions.sumOverClasses { $0.withinBins($1, $2) }
    }
}
