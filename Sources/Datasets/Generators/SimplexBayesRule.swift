import Numerics

/// The optimal classifier of unit normal classes whose means are the corners of a regular simplex.
struct SimplexBayesRule {
    /// The probability of each class; above 0.
    let priors: [Double]
    /// The distance δ of any two means.
    let separation: Double
    private let logarithms: [Double]

    /// A rule.
    init(priors: [Double], separation: Double) {
        self.priors = priors
        self.separation = separation
        logarithms = priors.map(DeterministicMath.log)
    }

    /// The corners of a regular simplex about 0: `count` points of `count` − 1 coordinates, all of one length.
    ///
    /// The points e_k δ/√2 in Helmert's basis: coordinate j of corner k is h for k < j, −j h for k = j, 0 for
    /// k > j, with h = δ/√2 / √(j(j + 1)) and j from 1.
    static func corners(_ count: Int, side: Double) -> [[Double]] {
        let scale = side / DeterministicMath.sqrt(2)
        return (0..<count).map { corner in
            (1..<count).map { axis in
                let height = scale / DeterministicMath.sqrt(Double(axis * (axis + 1)))
                return corner < axis ? height : corner == axis ? -Double(axis) * height : 0
            }
        }
    }

    /// The most probable class, given the products of the means with the point; the first of several.
    ///
    /// ln P(k | x) = m_k · x + ln π_k and what is the same for all k, since the means are equally long.
    func bestClass(product: (Int) -> Double) -> Int {
        var best = (label: 0, score: -Double.infinity)
        for label in priors.indices {
            let score = product(label) + logarithms[label]
            if score > best.score { best = (label, score) }
        }
        return best.label
    }

    /// The error rate of the rule.
    ///
    /// Along e_1, …, e_K the scores are s x_k + ln π_k with s = δ/√2 and independent x_k ~ N(s [y = k], 1), so that
    /// class k is missed with probability ∫ φ(z) (1 − ∏_{j ≠ k} Φ(z + s + ln(π_k/π_j)/s)) dz.
    var errorRate: Double {
        // The quotients below would overflow; to a double the classes coincide long before.
        if separation < 1e-100 { return 1 - priors.max()! }
        if priors.count == 2 {
            let shift = (logarithms[0] - logarithms[1]) / separation
            return priors[0] * DeterministicMath.normalCumulative(-separation / 2 - shift)
                + priors[1] * DeterministicMath.normalCumulative(-separation / 2 + shift)
        }
        let scale = separation / DeterministicMath.sqrt(2)
        var total = StableSum()
        var known: [Double: Double] = [:]
        for (label, prior) in priors.enumerated() {
            // Classes of equal weight are missed equally often, up to the order of a product.
            if let missed = known[prior] {
                total.add(prior * missed)
                continue
            }
            let shifts = priors.indices.filter { $0 != label }.map {
                scale + (logarithms[label] - logarithms[$0]) / scale
            }
            let missed = AdaptiveIntegral.of(
                from: -NormalLaw.reach, to: NormalLaw.reach, breaks: shifts.map { -$0 }
            ) { z in
                var missed = 0.0
                for shift in shifts {
                    missed += (1 - missed) * DeterministicMath.normalCumulative(-z - shift)
                }
                return NormalLaw.density(z) * missed
            }
            known[prior] = missed
            total.add(prior * missed)
        }
        return total.value
    }
}
