import Numerics

/// The Bayesian signed-rank test of differences over datasets; nil for none.
///
/// Weights (w₀, w₁, …) are Dirichlet with parameters (prior's strength, 1, 1, …), w₀ on a difference of 0 (or
/// ∓∞, where the prior lies below or above). A region's share is Σ wᵢ wⱼ over the pairs whose mean (zᵢ + zⱼ)
/// / 2 lies in it; a mean of exactly ± rope counts half inside, half outside; "exactly" is to within a few
/// roundings. The result says how probable each region is to have the largest share. `draws` Monte-Carlo
/// draws from the stream "bayesian-signed-rank" under `seed`. Source: A. Benavoli, G. Corani, F. Mangili, M.
/// Zaffalon and F. Ruggeri (2014), "A Bayesian Wilcoxon signed-rank test based on the Dirichlet process",
/// ICML, PMLR 32, 1026–1034; with a region of practical equivalence: Benavoli, Corani, Demšar and Zaffalon
/// (2017), Journal of Machine Learning Research 18, 1–36, section 4.2.
public func bayesianSignedRankTest(
    _ differences: [Double], rope: Double = 0, prior: DirichletPrior = DirichletPrior(strength: 0.5),
    draws: Int = 50_000, seed: Int = 0
) -> BayesianComparison? {
    requireFinite(differences)
    precondition(rope >= 0 && rope.isFinite && draws > 0, "a region's half width is not negative; some draws")
    if differences.isEmpty { return nil }
    let place: Double
    switch prior.place {
    case .below: place = -.infinity
    case .within: place = 0
    case .above: place = .infinity
    }
    let points = (differences.map { ($0, 1.0) } + [(place, prior.strength)]).sorted { $0 < $1 }
    let (values, shapes) = (points.map(\.0), points.map(\.1))
    let edges = PairEdges(values, rope: rope)
    let count = values.count

    var stream = RandomStream(seed: seed, name: "bayesian-signed-rank")
    var counts = WinnerCounts()
    var weights = [Double](repeating: 0, count: count)
    var sums = [Double](repeating: 0, count: count + 1)
    for _ in 0..<draws {
        for index in 0..<count {
            weights[index] = shapes[index] == 1 ? stream.exponential() : stream.gamma(shape: shapes[index])
            sums[index + 1] = sums[index] + weights[index]
        }
        let total = sums[count]
        var (below, above) = (0.0, 0.0)
        for index in 0..<count {
            let weight = weights[index]
            below += weight * (sums[edges.belowStrictly[index]] + sums[edges.belowOrAt[index]])
            above += weight * (2 * total - sums[edges.aboveStrictly[index]] - sums[edges.aboveOrAt[index]])
        }
        // Both are doubled, to take the halves at the edge; shares of total².
        let (left, right) = (below / 2, above / 2)
        if rope == 0 {
            counts.add(below: left, within: 0, above: right)
        } else {
            counts.add(below: left, within: total * total - left - right, above: right)
        }
    }
    return counts.comparison
}

/// For every value the partners with which its pair lies below or above the region, as ends of ranges in the
/// sorted values.
private struct PairEdges {
    /// Partners before this place give a pair below −rope.
    private(set) var belowStrictly: [Int] = []
    /// Partners before this place give a pair below or at −rope.
    private(set) var belowOrAt: [Int] = []
    /// Partners from this place on give a pair above rope.
    private(set) var aboveStrictly: [Int] = []
    /// Partners from this place on give a pair above or at rope.
    private(set) var aboveOrAt: [Int] = []

    init(_ sorted: [Double], rope: Double) {
        let magnitude = sorted.reduce(rope) { $1.isFinite ? max($0, abs($1)) : $0 }
        let slack = 8 * magnitude * 0x1p-52
        for value in sorted {
            func first(_ isReached: (Double) -> Bool) -> Int {
                sorted.firstIndex { isReached(value + $0) } ?? sorted.count
            }
            belowStrictly.append(first { $0 >= -2 * rope - slack })
            belowOrAt.append(first { $0 > -2 * rope + slack })
            aboveOrAt.append(first { $0 >= 2 * rope - slack })
            aboveStrictly.append(first { $0 > 2 * rope + slack })
        }
    }
}
