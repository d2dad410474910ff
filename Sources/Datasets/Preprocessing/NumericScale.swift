import Numerics

/// Mean and population standard deviation of one numeric column, after mean imputation.
///
/// Everything is computed on values divided by a power of two near the largest, which changes no bit of an
/// ordinary result and keeps sums and squares of huge values finite.
struct NumericScale: Sendable, Hashable {
    /// The mean of the values present; 0 where there is none.
    let mean: Double
    /// The population standard deviation with missing values set to the mean; 0 where all values are equal.
    let standardDeviation: Double

    private let unit: Double
    private let scaledMean: Double
    private let scaledDeviation: Double

    /// Fits the values of the training rows, NaN where missing, by two passes of compensated sums.
    init(fitting values: [Double]) {
        let present = values.filter { !$0.isNaN }
        let (low, high) = (present.min() ?? 0, present.max() ?? 0)
        let largest = max(abs(low), abs(high))
        let unit = largest > 0 ? Double(sign: .plus, exponent: largest.exponent, significand: 1) : 1
        self.unit = unit
        if low == high {
            (mean, standardDeviation, scaledMean, scaledDeviation) = (low, 0, low / unit, 0)
            return
        }
        let mean = StableSum.of(present.lazy.map { $0 / unit }) / Double(present.count)
        let squares = StableSum.of(
            present.lazy.map { value in
                let deviation = value / unit - mean
                return deviation * deviation
            })
        scaledMean = mean
        scaledDeviation = (squares / Double(values.count)).squareRoot()
        self.mean = mean * unit
        standardDeviation = scaledDeviation * unit
    }

    /// The standardised value: 0 for a missing one, and throughout where the training values are equal.
    ///
    /// Nil when it is beyond the range of a Float.
    func standardised(_ value: Double) -> Float? {
        if value.isNaN || scaledDeviation == 0 { return 0 }
        let result = Float((value / unit - scaledMean) / scaledDeviation)
        return result.isFinite ? result : nil
    }
}
