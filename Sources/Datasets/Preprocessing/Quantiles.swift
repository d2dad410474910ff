/// Quantiles of a column's numbers, interpolated linearly between order statistics.
public struct Quantiles: Sendable, Hashable {
    /// The numbers present, ascending.
    public let sorted: [Double]

    /// Of the numbers that are not NaN.
    public init(of numbers: [Double]) { sorted = numbers.filter { !$0.isNaN }.sorted() }

    /// The quantile at `level` in [0, 1]; 0 where there is no number.
    ///
    /// Hyndman & Fan 1996, Sample quantiles in statistical packages, definition 7, which is NumPy's "linear";
    /// interpolated from the nearer end, as NumPy does.
    public func callAsFunction(_ level: Double) -> Double {
        guard let last = sorted.last else { return 0 }
        let position = level * Double(sorted.count - 1)
        let index = Int(position)
        guard index + 1 < sorted.count else { return last }
        let (a, b, t) = (sorted[index], sorted[index + 1], position - Double(index))
        guard a != b, t > 0 else { return a }
        let difference = b - a
        guard difference.isFinite else { return a * (1 - t) + b * t }
        return t >= 0.5 ? b - difference * (1 - t) : a + difference * t
    }
}
