import Foundation
import Primitives
import Statistics
import Testing

/// The rows of `Reference/distributions.json`; the script beside it says how they were made.
enum DistributionReference {
    static func rows(_ part: String) throws -> [[Double]] {
        let url = try #require(
            Bundle.module.url(forResource: "Reference/distributions", withExtension: "json"))
        let file = try JSONParser.parse(String(decoding: Data(contentsOf: url), as: UTF8.self))
        guard case .array(let rows) = try #require(file[part]) else { return [] }
        return try rows.map { try Reference.numbers($0) }
    }
}

/// The distance of `value` from `expected`, relative to it.
func relativeError(_ value: Double, _ expected: Double) -> Double {
    value == expected ? 0 : abs(value - expected) / abs(expected)
}

/// Compares a distribution with rows of parameters, x, lower and upper tail: both tails, and from each that
/// is below one half back to x.
///
/// `tolerance` is for the tails; a quantile may be off by what the tail's last digits leave open.
func expectAgreement<D: ContinuousDistribution>(
    _ rows: [[Double]], atLeast count: Int, tolerance: Double, _ make: ([Double]) -> D
) {
    #expect(rows.count >= count)
    for row in rows {
        let distribution = make(row)
        let (x, lower, upper) = (row[row.count - 3], row[row.count - 2], row[row.count - 1])
        #expect(relativeError(distribution.cumulative(x), lower) <= tolerance, "lower tail of \(row)")
        #expect(relativeError(distribution.upperTail(x), upper) <= tolerance, "upper tail of \(row)")
        let isLower = lower < upper
        let back = isLower ? distribution.quantile(lower) : distribution.quantile(upperTail: upper)
        // A relative change of the tail by ε moves x by ε · tail / density.
        let step = max(abs(x), 1) * 1e-6
        let change =
            isLower
            ? distribution.cumulative(x + step) / lower - 1 : 1 - distribution.upperTail(x + step) / upper
        let allowed = tolerance * (abs(x) + step / max(change, 1e-12)) + 1e-13
        #expect(abs(back - x) <= allowed, "quantile of \(row): \(back)")
    }
}
