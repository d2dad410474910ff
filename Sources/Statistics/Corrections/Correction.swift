/// How the p-values of a family are corrected for being many.
///
/// "Any false claim" is the family-wise error rate; "share of false claims" is the false discovery rate: the
/// expected share of false ones among all claims made.
public enum Correction: String, Sendable, Hashable, CaseIterable {
    /// Step-down; controls any false claim under every dependence.
    ///
    /// Source: S. Holm (1979), Scandinavian Journal of Statistics 6, 65–70.
    case holm
    /// Step-up with Holm's factors; controls any false claim for independent and most positively dependent
    /// tests.
    ///
    /// Never larger than Holm's. Source: Y. Hochberg (1988), "A sharper Bonferroni procedure for multiple
    /// tests of significance", Biometrika 75, 800–802.
    case hochberg
    /// Every p-value times the family's size; controls any false claim under every dependence.
    case bonferroni
    /// Step-up; controls the share of false claims for independent and positively dependent tests.
    ///
    /// Source: Y. Benjamini and Y. Hochberg (1995), "Controlling the false discovery rate", Journal of the
    /// Royal Statistical Society B 57, 289–300.
    case benjaminiHochberg
    /// Benjamini and Hochberg's values times 1 + 1/2 + … + 1/m; controls the share of false claims under
    /// every dependence.
    ///
    /// Source: Y. Benjamini and D. Yekutieli (2001), "The control of the false discovery rate in multiple
    /// testing under dependency", Annals of Statistics 29, 1165–1188.
    case benjaminiYekutieli
    /// None: each p-value stands for itself.
    case none
}

/// The p-values as corrected over their family, in the order given.
///
/// `familySize` counts comparisons that were planned but have no p-value too; they enter as p = 1, which can
/// only make the others larger. A corrected value compared with α decides like the procedure at level α.
public func adjusted(_ pValues: [Double], by correction: Correction, familySize: Int? = nil) -> [Double] {
    let size = familySize ?? pValues.count
    precondition(size >= pValues.count, "a family is no smaller than the p-values in it")
    precondition(pValues.allSatisfy { $0 >= 0 && $0 <= 1 }, "a p-value lies between 0 and 1")
    switch correction {
    case .holm: return holmAdjusted(pValues, familySize: size)
    case .hochberg: return stepUp(pValues) { Double(size - $0) }
    case .bonferroni: return pValues.map { min(1, Double(size) * $0) }
    case .benjaminiHochberg: return stepUp(pValues) { Double(size) / Double($0 + 1) }
    case .benjaminiYekutieli:
        let harmonic = (0..<size).reduce(0.0) { $0 + 1 / Double($1 + 1) }
        return stepUp(pValues) { harmonic * Double(size) / Double($0 + 1) }
    case .none: return pValues
    }
}

/// The least of `factor(rank)` · p over the p-values not below one's own; ranks count from 0, the smallest
/// first.
private func stepUp(_ pValues: [Double], factor: (Int) -> Double) -> [Double] {
    let order = pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
    var result = pValues
    var least = 1.0
    for rank in order.indices.reversed() {
        least = min(least, factor(rank) * pValues[order[rank]])
        result[order[rank]] = least
    }
    return result
}
