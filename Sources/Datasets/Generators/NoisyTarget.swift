import Numerics
import Primitives

/// A regression whose conditional mean is known: y = f(x) + N(0, σ²).
struct NoisyTarget {
    /// f(x) of each row.
    var means: [Double]
    /// σ.
    var noise: Double

    /// The targets, with noise row by row from `stream`; draws nothing for σ = 0.
    func values(_ stream: inout RandomStream) -> [Double] {
        guard noise > 0 else { return means }
        return means.map { $0 + noise * stream.normal() }
    }

    /// The truth: σ and f(x).
    func truth(relevantColumns: [String]? = nil, quantities: [Truth.Quantity] = []) -> Truth {
        Truth(
            leastRootMeanSquaredError: noise, optimalPredictions: .values(means),
            relevantColumns: relevantColumns, quantities: quantities)
    }
}
