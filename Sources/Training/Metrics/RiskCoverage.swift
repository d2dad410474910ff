import Numerics

/// The error of a model that abstains where it is least confident.
struct RiskCoverage {
    /// The share of errors among the i + 1 most confident rows.
    ///
    /// Of equal confidences: the mean over their orders.
    let risks: [Double]
    /// All errors.
    let errors: Int

    /// By the probability of the predicted class.
    init(_ predictions: Predictions) {
        let (forecasts, events) = predictions.confidences
        let order = forecasts.indices.sorted { forecasts[$0] > forecasts[$1] }
        var risks: [Double] = []
        risks.reserveCapacity(order.count)
        var (first, wrong) = (0, 0)
        while first < order.count {
            var end = first
            var here = 0
            while end < order.count, forecasts[order[end]] == forecasts[order[first]] {
                if !events[order[end]] { here += 1 }
                end += 1
            }
            guard end > first else {
                // Not a number: it equals nothing.
                risks += [Double](repeating: .nan, count: order.count - first)
                break
            }
            for place in first..<end {
                let expected = Double(here) * Double(place + 1 - first) / Double(end - first)
                risks.append((Double(wrong) + expected) / Double(place + 1))
            }
            wrong += here
            first = end
        }
        self.risks = risks
        errors = wrong
    }

    /// The mean over all coverages.
    var area: Double { StableSum.of(risks) / Double(risks.count) }

    /// The same of a model with as many errors that is most confident where it is right.
    var bestArea: Double {
        let right = risks.count - errors
        let terms = (right..<risks.count).map { Double($0 + 1 - right) / Double($0 + 1) }
        return StableSum.of(terms) / Double(risks.count)
    }
}
