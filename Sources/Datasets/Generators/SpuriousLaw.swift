import Numerics

/// The law of one domain of `spurious-domains`: two noisy signs that each agree with the label mostly.
///
/// Of the columns only u = Σ core / (√d_c σ_c) ~ N(c √d_c/σ_c, 1) matters, and v alike, independent given y.
struct SpuriousLaw {
    /// How often c differs from y; at most ½.
    let labelNoise: Double
    /// √d_c/σ_c, the mean of |u|.
    let core: Double
    /// √d_s/σ_s.
    let spurious: Double

    /// ln P(y = 1 | x)/P(y = −1 | x), where ln P(x | c = 1)/P(x | c = −1) is twice `core` (Σ core/σ_c²), and alike.
    func logarithmicOdds(core: Double, spurious: Double, flip: Double) -> Double {
        Self.throughFlip(2 * core, labelNoise) + Self.throughFlip(2 * spurious, flip)
    }

    /// The logarithmic odds of y, given those of a sign that differs from it with probability `flip`.
    ///
    /// tanh(result/2) = (1 − 2e) tanh(odds/2). Where e or 1 − e is small tanh would round that away:
    /// ln ((1 − e) w + e)/((1 − e) + e w) with w = exp(odds), so that only exp of negative numbers is taken.
    static func throughFlip(_ odds: Double, _ flip: Double) -> Double {
        if flip == 0 { return odds }
        if flip == 1 { return -odds }
        if odds < 0 { return -throughFlip(-odds, flip) }
        if flip >= 0.1, flip <= 0.9 {
            let share = (1 - 2 * flip) * DeterministicMath.tanh(0.5 * odds)
            return share < 0 ? -oddsOfShare(-share) : oddsOfShare(share)
        }
        let w = DeterministicMath.exp(-odds)
        return DeterministicMath.log((1 - flip) + flip * w) - DeterministicMath.log((1 - flip) * w + flip)
    }

    /// The odds that `throughFlip` takes to `result`, for a `flip` below ½; infinite where it takes none there.
    static func beforeFlip(_ result: Double, _ flip: Double) -> Double {
        if flip == 0 { return result }
        if result < 0 { return -beforeFlip(-result, flip) }
        if flip >= 0.1 {
            let share = DeterministicMath.tanh(0.5 * result) / (1 - 2 * flip)
            return share < 1 ? oddsOfShare(share) : .infinity
        }
        // With r = exp(−result): exp(−odds) = (r (1 − e) − e)/((1 − e) − r e).
        let r = DeterministicMath.exp(-result)
        let numerator = r * (1 - flip) - flip
        return numerator <= 0 ? .infinity : -DeterministicMath.log(numerator / ((1 - flip) - r * flip))
    }

    /// 2 artanh(share), for a share in [0, 1): exact to the last places also where it is small.
    private static func oddsOfShare(_ share: Double) -> Double {
        DeterministicMath.log1p(2 * share / (1 - share))
    }

    /// The least error rate from the core alone, the same in every domain.
    var invariantErrorRate: Double {
        labelNoise + (1 - 2 * labelNoise) * DeterministicMath.normalCumulative(-core)
    }

    /// The least error rate in a domain where a differs from y with probability `flip`.
    ///
    /// By symmetry P(error | y = 1): for every u the error is v below the threshold at which the odds are even.
    func errorRate(flip: Double) -> Double {
        // A feature that disagrees more often than not tells as much as its opposite.
        let flip = min(flip, 1 - flip)
        if flip == 0.5 { return invariantErrorRate }
        if labelNoise == 0.5 { return flip + (1 - 2 * flip) * DeterministicMath.normalCumulative(-spurious) }
        /// P(v < threshold | y = 1).
        func missed(_ odds: Double) -> Double {
            let threshold = odds / (2 * spurious)
            return (1 - flip) * DeterministicMath.normalCumulative(threshold - spurious)
                + flip * DeterministicMath.normalCumulative(threshold + spurious)
        }
        // Where the core outweighs any v, and where it is as strong as a v near ±√d_s/σ_s.
        let saturation = Self.throughFlip(2 * spurious * spurious, flip)
        var breaks = [0.0]
        for odds in [saturation, DeterministicMath.log((1 - flip) / max(flip, 1e-300))] {
            let u = Self.beforeFlip(odds, labelNoise) / (2 * core)
            if u.isFinite { breaks += [u, -u] }
        }
        var total = StableSum()
        for (sign, weight) in [(1.0, 1 - labelNoise), (-1.0, labelNoise)] where weight > 0 {
            let mean = sign * core
            total.add(
                weight
                    * AdaptiveIntegral.of(
                        from: mean - NormalLaw.reach, to: mean + NormalLaw.reach, breaks: breaks
                    ) { u in
                        let odds = Self.throughFlip(2 * core * u, labelNoise)
                        return NormalLaw.density(u - mean) * missed(Self.beforeFlip(-odds, flip))
                    })
        }
        return total.value
    }
}
