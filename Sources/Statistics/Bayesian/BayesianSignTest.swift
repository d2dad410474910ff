import Numerics

/// The Bayesian sign test of differences over datasets; nil for none.
///
/// The shares of datasets below, within and above ± `rope` have a Dirichlet posterior of the counts plus the
/// prior; the result says how probable each region is to have the largest share. A difference of exactly ±
/// rope is within; with a region of width 0, differences of 0 stay within it. `draws` Monte-Carlo draws from
/// the stream "bayesian-sign" under `seed`. Source: A. Benavoli, G. Corani, J. Demšar and M. Zaffalon (2017),
/// "Time for a change", Journal of Machine Learning Research 18, 1–36, section 4.2.
public func bayesianSignTest(
    _ differences: [Double], rope: Double = 0, prior: DirichletPrior = DirichletPrior(strength: 1),
    draws: Int = 50_000, seed: Int = 0
) -> BayesianComparison? {
    requireFinite(differences)
    precondition(rope >= 0 && rope.isFinite && draws > 0, "a region's half width is not negative; some draws")
    if differences.isEmpty { return nil }
    // A share with no observation and no prior is 0: its gamma variate is left at 0.
    var shapes = [0.0, 0, 0]
    for difference in differences { shapes[difference < -rope ? 0 : difference > rope ? 2 : 1] += 1 }
    shapes[prior.place == .below ? 0 : prior.place == .above ? 2 : 1] += prior.strength
    var stream = RandomStream(seed: seed, name: "bayesian-sign")
    var counts = WinnerCounts()
    for _ in 0..<draws {
        let shares = shapes.map { $0 > 0 ? stream.gamma(shape: $0) : 0 }
        counts.add(below: shares[0], within: shares[1], above: shares[2])
    }
    return counts.comparison
}

/// How often each region had the largest share; equal ones divide the draw.
struct WinnerCounts {
    private var wins = (below: 0.0, within: 0.0, above: 0.0)
    private var draws = 0

    mutating func add(below: Double, within: Double, above: Double) {
        let largest = max(below, within, above)
        let winners = (below == largest ? 1.0 : 0) + (within == largest ? 1 : 0) + (above == largest ? 1 : 0)
        if below == largest { wins.below += 1 / winners }
        if within == largest { wins.within += 1 / winners }
        if above == largest { wins.above += 1 / winners }
        draws += 1
    }

    var comparison: BayesianComparison {
        let count = Double(draws)
        return BayesianComparison(
            below: wins.below / count, within: wins.within / count, above: wins.above / count, draws: draws)
    }
}
