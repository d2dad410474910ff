import Numerics

/// Inverts a tail probability where no formula does.
///
/// The search runs on the logarithm of the probability, nearly a straight line in either tail, and on the
/// logarithm of x where x is positive, so that it needs few steps whatever the order of magnitude.
struct QuantileSearch {
    /// Where a distribution lives.
    enum Support: Sendable, Hashable {
        /// All numbers.
        case real
        /// Positive numbers.
        case positive
        /// From 0 to 1.
        case unit

        var lowerEnd: Double { self == .real ? -.infinity : 0 }
        var upperEnd: Double { self == .unit ? 1 : .infinity }
    }

    let support: Support
    let bulk: (centre: Double, scale: Double)

    /// The x where `probability` takes the value `wanted`, above 0.
    func find(_ wanted: Double, increasing: Bool, _ probability: (Double) -> Double) -> Double {
        let goal = DeterministicMath.log(wanted)
        func excess(_ y: Double) -> Double {
            let value = probability(point(y))
            // Beyond the range of Double the sign is all that is left.
            let difference = value > 0 ? DeterministicMath.log(value) - goal : -1e4
            return increasing ? difference : -difference
        }
        let (start, step) = beginning
        var low = Bracket(y: start, excess: excess(start))
        if low.excess == 0 { return point(start) }
        var high = low
        var stride = step
        // The excess grows with y: walk from the bulk to where its sign changes.
        for _ in 0..<200 {
            if low.excess < 0 && high.excess >= 0 { break }
            if low.excess > 0 {
                high = low
                let y = low.y - stride
                low = Bracket(y: y, excess: excess(y))
            } else {
                low = high
                let y = high.y + stride
                high = Bracket(y: y, excess: excess(y))
            }
            stride *= 2
            if low.excess == 0 { return point(low.y) }
            if high.excess == 0 { return point(high.y) }
        }
        return point(root(low, high, excess))
    }

    private struct Bracket {
        var y: Double
        var excess: Double
    }

    /// x as a function of the variable of the search.
    private func point(_ y: Double) -> Double {
        switch support {
        case .real: y
        case .positive: DeterministicMath.exp(y)
        case .unit: DeterministicMath.sigmoid(y)
        }
    }

    private var beginning: (start: Double, step: Double) {
        let (centre, scale) = bulk
        switch support {
        case .real: return (centre, scale)
        case .positive: return (DeterministicMath.log(centre), min(1, scale / centre))
        case .unit:
            let odds = DeterministicMath.log(centre / (1 - centre))
            return (odds, min(1, scale / (centre * (1 - centre))))
        }
    }

    /// The root between two points of opposite sign.
    ///
    /// Source: T. Chandrupatla (1997), "A new hybrid quadratic/bisection algorithm for finding the zero of a
    /// nonlinear function without using derivatives", Advances in Engineering Software 28, 145–149: inverse
    /// quadratic interpolation where it is safe, bisection elsewhere.
    private func root(_ low: Bracket, _ high: Bracket, _ function: (Double) -> Double) -> Double {
        var (newest, opposite, third) = (high, low, low)
        var fraction = 0.5
        for _ in 0..<200 {
            let y = newest.y + fraction * (opposite.y - newest.y)
            let point = Bracket(y: y, excess: function(y))
            if (point.excess > 0) == (newest.excess > 0) {
                third = newest
            } else {
                third = opposite
                opposite = newest
            }
            newest = point
            let best = abs(newest.excess) < abs(opposite.excess) ? newest : opposite
            let distance = abs(opposite.y - newest.y)
            let tolerance = 2 * Swift.max(best.y.ulp, bulk.scale.ulp / 8)
            if best.excess == 0 || distance <= 2 * tolerance { return best.y }
            fraction = 0.5
            let position = (newest.y - opposite.y) / (third.y - opposite.y)
            let height = (newest.excess - opposite.excess) / (third.excess - opposite.excess)
            if height * height < position, (1 - height) * (1 - height) < 1 - position {
                let a =
                    newest.excess / (opposite.excess - newest.excess) * third.excess
                    / (opposite.excess - third.excess)
                let slope = (third.y - newest.y) / (opposite.y - newest.y)
                let b =
                    newest.excess / (third.excess - newest.excess) * opposite.excess
                    / (third.excess - opposite.excess)
                fraction = a + slope * b
            }
            let edge = tolerance / distance
            fraction = Swift.min(Swift.max(fraction, edge), 1 - edge)
        }
        return newest.y
    }
}
