/// The replicates of a statistic, and the intervals that they give.
public struct BootstrapDistribution: Sendable {
    /// The statistic of the sample itself.
    public var estimate: Double
    /// The statistic of each resample, in the order drawn.
    public var replicates: [Double]
    /// The acceleration of the BCa interval, from the jackknife.
    public var acceleration: Double
    /// (replicate − estimate) / standard error of that resample; nil where the statistic has no such
    /// estimate.
    public var pivots: [Double]?
    /// The plug-in standard error of the sample's own statistic, where it has one.
    public var plugInError: Double?
    /// What the distances of the ends from the estimate are multiplied by.
    public var widening = 1.0
    /// How far apart two statistics may lie that are equal but for rounding.
    var rounding = 0.0

    /// The standard deviation of the replicates.
    public var standardError: Double { (sampleVariance(replicates) ?? 0).squareRoot() * widening }

    /// The interval of the given kind at `level`, with equal tails; nil where the kind is not defined for
    /// this statistic or an end is not finite.
    ///
    /// Quantiles of replicates are those of `quantile(_:_:)`. Where all replicates are equal, the interval is
    /// that one point, whatever the kind.
    public func interval(_ kind: BootstrapKind, level: Double = 0.95) -> Interval? {
        precondition(level > 0 && level < 1, "a confidence level lies between 0 and 1")
        guard let first = replicates.first else { return nil }
        let tail = (1 - level) / 2
        let ends: (lower: Double, upper: Double)
        if replicates.allSatisfy({ $0 == first }) {
            ends = (first, first)
        } else {
            switch kind {
            case .percentile:
                ends = pair(quantiles(of: replicates, at: [tail, 1 - tail]))
            case .biasCorrectedAccelerated:
                let levels = correctedLevels(tail: tail)
                ends = pair(quantiles(of: replicates, at: [levels.lower, levels.upper]))
            case .basic:
                let (lower, upper) = pair(quantiles(of: replicates, at: [tail, 1 - tail]))
                ends = (2 * estimate - upper, 2 * estimate - lower)
            case .studentized:
                guard let pivots, let plugInError else { return nil }
                let (lower, upper) = pair(quantiles(of: pivots, at: [tail, 1 - tail]))
                ends = (estimate - upper * plugInError, estimate - lower * plugInError)
            }
        }
        guard ends.lower.isFinite, ends.upper.isFinite else { return nil }
        return Interval(lower: widened(ends.lower), upper: widened(ends.upper), level: level)
    }

    private func widened(_ end: Double) -> Double {
        widening == 1 ? end : estimate + (end - estimate) * widening
    }

    private func pair(_ values: [Double]) -> (lower: Double, upper: Double) { (values[0], values[1]) }

    /// The levels of Efron (1987), equation 14.10 of Efron and Tibshirani (1993).
    ///
    /// The bias z₀ is the normal quantile of the share of replicates below the estimate, those equal to it
    /// (within rounding) counting half, as SciPy has it. Where no replicate lies on one side, the share is
    /// taken to be half a replicate, so that z₀ is finite. Where 1 − a (z₀ + z) is not positive, the level is
    /// 0 or 1, the limit from the side where it is.
    private func correctedLevels(tail: Double) -> (lower: Double, upper: Double) {
        var below = 0
        var equal = 0
        for replicate in replicates {
            if replicate < estimate - rounding {
                below += 1
            } else if replicate <= estimate + rounding {
                equal += 1
            }
        }
        let count = Double(replicates.count)
        let share = (Double(below) + Double(equal) / 2) / count
        let bias = Normal().quantile(min(1 - 0.5 / count, max(0.5 / count, share)))
        func level(_ z: Double) -> Double {
            let sum = bias + z
            let divisor = 1 - acceleration * sum
            if divisor <= 0 { return sum < 0 ? 0 : 1 }
            return min(1, max(0, Normal().cumulative(bias + sum / divisor)))
        }
        let z = Normal().quantile(tail)
        return (level(z), level(-z))
    }

    /// The acceleration from leaving out each value of each of several samples once.
    ///
    /// Σ Uᵢ³ / 6 (Σ Uᵢ²)^(3/2) with Uᵢ = (n − 1)(mean of the leave-one-out statistics − the i-th) / n over
    /// all samples of sizes n; 0 where leaving out changes nothing. Source: Davison and Hinkley (1997),
    /// sections 5.3.2 and 2.7.3.
    static func acceleration(leavingOut statistics: [[Double]]) -> Double {
        var cubes = 0.0
        var squares = 0.0
        for sample in statistics where sample.count > 1 {
            let size = Double(sample.count)
            let centre = compensatedSum(sample) / size
            let influence = sample.map { (size - 1) * (centre - $0) / size }
            squares += compensatedSum(influence.map { $0 * $0 })
            cubes += compensatedSum(influence.map { $0 * $0 * $0 })
        }
        guard squares > 0 else { return 0 }
        return cubes / (6 * squares * squares.squareRoot())
    }
}

/// Several type-7 quantiles of values in any order, which may be infinite.
func quantiles(of values: [Double], at probabilities: [Double]) -> [Double] {
    let positions = probabilities.map { quantilePosition($0, count: values.count) }
    var selection = OrderSelection(values)
    selection.place(Array(Set(positions.flatMap { [$0.lower, $0.upper] })).sorted())
    return positions.map {
        let (lower, upper) = (selection.values[$0.lower], selection.values[$0.upper])
        return lower == upper || $0.share == 0 ? lower : interpolated(lower, upper, $0.share)
    }
}

/// Values partly sorted, so that a few order statistics stand where they would if all were.
struct OrderSelection {
    private(set) var values: [Double]

    init(_ values: [Double]) { self.values = values }

    /// Puts the order statistics of the given ranks, ascending, counted from 0, into their places (Hoare's
    /// quickselect).
    mutating func place(_ ranks: [Int]) {
        var start = 0
        values.withUnsafeMutableBufferPointer { buffer in
            for rank in ranks {
                Self.select(rank, in: &buffer, from: start)
                start = rank
            }
        }
    }

    private static func select(
        _ rank: Int, in buffer: inout UnsafeMutableBufferPointer<Double>, from start: Int
    ) {
        var low = start
        var high = buffer.count - 1
        while low < high {
            // The median of three as the pivot: replicates may come nearly sorted.
            let middle = low + (high - low) / 2
            let (a, b, c) = (buffer[low], buffer[middle], buffer[high])
            let pivot = max(min(a, b), min(max(a, b), c))
            var left = low
            var right = high
            while left <= right {
                while buffer[left] < pivot { left += 1 }
                while buffer[right] > pivot { right -= 1 }
                if left <= right {
                    buffer.swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
            if rank <= right {
                high = right
            } else if rank >= left {
                low = left
            } else {
                return
            }
        }
    }
}
