/// Wilcoxon's signed-rank test of every pair of methods over blocks (datasets), corrected over all pairs by
/// Holm's procedure; nil for fewer than two methods or no block.
///
/// Null of a pair: the differences over blocks are symmetric about 0. Two-sided, with the zeros, ties and the
/// exact–asymptotic switch of `signedRankTest`. Rows are blocks, columns methods. Infinite values are
/// outcomes beyond all others (of a failed cell, say); two equal ones are no difference. Unlike Nemenyi's, a
/// pair's own p-value does not depend on the other methods. Source: A. Benavoli, G. Corani and F. Mangili
/// (2016), "Should we really use post-hoc tests based on mean-ranks?", Journal of Machine Learning Research
/// 17, 1–10.
public func wilcoxonHolm(
    _ table: [[Double]], correction: Correction = .holm, zeros: ZeroDifferences = .pratt,
    resolution: Double? = nil
) -> PairwiseComparisons? {
    guard let methods = table.first?.count, methods >= 2 else { return nil }
    precondition(table.allSatisfy { $0.count == methods }, "every block has a value of every method")
    var pairs = PairwiseComparisons.positions(methods).map { first, second in
        let differences = finiteDifferences(table.map { ($0[first], $0[second]) })
        let p = signedRankTest(differences, zeros: zeros, resolution: resolution)?.p
        return PairwiseComparisons.Pair(first: first, second: second, p: p, adjusted: 1)
    }
    for (index, p) in adjusted(pairs.map { $0.p ?? 1 }, by: correction).enumerated() {
        pairs[index].adjusted = p
    }
    return PairwiseComparisons(methods: methods, pairs: pairs)
}

/// First − second of every pair, infinite ones put just beyond the largest finite one, which leaves ranks as
/// they are.
private func finiteDifferences(_ values: [(Double, Double)]) -> [Double] {
    let raw = values.map { first, second in
        precondition(!first.isNaN && !second.isNaN, "what is not a number cannot be compared")
        return first == second ? 0 : first - second
    }
    guard raw.contains(where: \.isInfinite) else { return raw }
    let beyond = 2 * raw.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 } + 1
    return raw.map { $0.isFinite ? $0 : $0 > 0 ? beyond : -beyond }
}
