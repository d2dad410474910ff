/// One number for many: what a column of scores is summarised by.
public enum Aggregate: Sendable, Hashable {
    /// The arithmetic mean.
    case mean
    /// The middle value, or the mean of the two middle values.
    case median
    /// The mean without the ⌊n / 4⌋ smallest and largest (`interquartileMean(_:)`).
    case interquartileMean
    /// The mean without exactly a quarter of the weight at either end (`fractionalInterquartileMean(_:)`).
    case fractionalInterquartileMean
    /// The mean without the ⌊fraction · n⌋ smallest and largest (`trimmedMean(_:fraction:)`).
    case trimmedMean(fraction: Double)

    /// The aggregate's name in a sentence.
    public var name: String {
        switch self {
        case .mean: "mean"
        case .median: "median"
        case .interquartileMean: "interquartile mean"
        case .fractionalInterquartileMean: "fractional interquartile mean"
        case .trimmedMean(let fraction): "\(fraction)-trimmed mean"
        }
    }

    /// The aggregate of `values`, in any order; nil for none.
    ///
    /// Values must be finite.
    public func value(_ values: [Double]) -> Double? {
        switch self {
        case .mean: return Statistics.mean(values)
        case .median: return Statistics.median(values)
        default:
            requireFinite(values)
            guard !values.isEmpty else { return nil }
            let sorted = values.sorted()
            let cut = cutWeight(count: sorted.count)
            // Around a value of the sample, so that equal values have themselves as their aggregate.
            let centre = sorted[sorted.count / 2]
            let terms = sorted.indices.map {
                (sorted[$0] - centre) * Self.overlap(first: $0, count: 1, cut: cut, of: sorted.count)
            }
            return centre + compensatedSum(terms) / (Double(sorted.count) - 2 * cut)
        }
    }

    /// How much of the weight of `count` values in order is left out at either end; what is between is
    /// averaged.
    func cutWeight(count: Int) -> Double {
        switch self {
        case .mean: return 0
        case .median: return Double((count - 1) / 2)
        case .interquartileMean: return Double(count / 4)
        case .fractionalInterquartileMean: return Double(count) / 4
        case .trimmedMean(let fraction):
            precondition(fraction >= 0 && fraction < 0.5, "less than half is trimmed at either end")
            return (fraction * Double(count)).rounded(.down)
        }
    }

    /// How much of the weight of the order statistics `first` ..< `first` + `count` is not left out.
    @inline(__always) static func overlap(first: Int, count: Int, cut: Double, of total: Int) -> Double {
        max(0, min(Double(first + count), Double(total) - cut) - max(Double(first), cut))
    }
}
