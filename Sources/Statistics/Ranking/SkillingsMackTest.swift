import Primitives

/// Skillings and Mack's test that methods do not differ, for tables with missing cells.
///
/// Without missing cells and ties it is Friedman's. Null: within every block each order of the methods
/// present is equally likely, and what is missing is missing by chance, whatever the values would have been.
/// A failed cell is not missing: it is the worst outcome. Ties share the mean of their ranks, without
/// correction, which makes the test cautious. Source: J. H. Skillings and G. A. Mack (1981), "On the use of a
/// Friedman-type statistic in balanced and unbalanced block designs", Technometrics 23, 171–177.
public struct SkillingsMackTest: Sendable, Hashable {
    /// The statistic, asymptotically χ².
    public var statistic: Double
    /// Its degrees of freedom, the methods less one.
    public var degreesOfFreedom: Double
    /// P(a statistic at least as large | null), asymptotically.
    public var p: Double
    /// The blocks that took part: those with two values and more.
    public var blocks: Int
    /// Each method's weighted sum of ranks, standardised by its own variance; negative is better than the
    /// others.
    public var standardizedSums: [Double]
}

/// Skillings and Mack's test of a table with a row per block and a column per method, nil for what is
/// missing.
///
/// Nil where there are fewer than two methods, or where the methods fall into parts that no block links.
public func skillingsMackTest(
    _ table: [[Double?]], better direction: MetricDeclaration.Direction
) -> SkillingsMackTest? {
    guard let methods = table.first?.count, methods >= 2 else { return nil }
    precondition(table.allSatisfy { $0.count == methods }, "every block has a place for every method")
    var sums = [Double](repeating: 0, count: methods)
    var covariance = SymmetricMatrix(order: methods)
    var blocks = 0
    for block in table {
        let present = block.indices.filter { block[$0] != nil }
        if present.count < 2 { continue }
        blocks += 1
        let ranks = averageRanks(present.map { block[$0]! }, better: direction)
        let middle = Double(present.count + 1) / 2
        let weight = (12 / Double(present.count + 1)).squareRoot()
        for (method, rank) in zip(present, ranks) { sums[method] += weight * (rank - middle) }
        for (index, first) in present.enumerated() {
            covariance[first, first] += Double(present.count - 1)
            for second in present[(index + 1)...] { covariance[first, second] -= 1 }
        }
    }
    // The sums add up to 0, so the last method is implied by the others. The covariance counts links, which
    // keeps the pivots of a linked design far from 0.
    let reduced = covariance.leading(methods - 1)
    guard let factor = CholeskyFactor(reduced, relativeTolerance: 1e-9) else { return nil }
    let head = Array(sums.dropLast())
    let statistic = zip(head, factor.solve(head)).reduce(0) { $0 + $1.0 * $1.1 }
    let degrees = Double(methods - 1)
    return SkillingsMackTest(
        statistic: statistic, degreesOfFreedom: degrees,
        p: ChiSquared(degreesOfFreedom: degrees).upperTail(statistic), blocks: blocks,
        standardizedSums: sums.indices.map { sums[$0] / covariance[$0, $0].squareRoot() })
}
