import Numerics

/// Smoothing by a normal density, as `scipy.ndimage.gaussian_filter` does it with sigma 2 by default.
enum GaussianFilter {
    /// The standard deviation, in points.
    private static let sigma = 2.0
    /// Where the weights are cut off: 4 σ.
    private static let radius = 8

    private static let weights: [Double] = {
        let weights = (-radius...radius).map { offset in
            DeterministicMath.exp(-0.5 * Double(offset * offset) / (sigma * sigma))
        }
        let sum = StableSum.of(weights)
        return weights.map { $0 / sum }
    }()

    /// The weighted means about every point; beyond its ends the sequence is reflected (d c b a | a b c d | d c b a).
    static func smoothed(_ values: [Double]) -> [Double] {
        let period = 2 * values.count
        return values.indices.map { index in
            var sum = 0.0
            for (position, weight) in weights.enumerated() {
                var place = (index + position - radius) % period
                if place < 0 { place += period }
                sum += weight * values[place < values.count ? place : period - 1 - place]
            }
            return sum
        }
    }
}
