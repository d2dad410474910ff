import Numerics
import Primitives

/// Bradley and Terry's strengths on the scale of chess: 400 points are odds of 10 : 1.
public struct EloRatings: Sendable, Hashable {
    /// What is set to 1000 points.
    public enum Anchor: Sendable, Hashable {
        /// The mean of all methods.
        case mean
        /// One method, as its position.
        case method(Int)
    }

    /// Each method's points.
    public var ratings: [Double]
    /// Each method's percentile bootstrap interval over blocks; the anchored method's has no width.
    public var intervals: [Interval]
}

/// The Elo ratings of a table with a row per block and a column per method (nil for missing), with percentile
/// bootstrap intervals over blocks; nil for fewer than two methods or no block.
///
/// In every block each method plays each other once; a tie is half a win. `virtualTies` ties are added
/// between every two methods, in every replicate too, so that a method that won or lost everything has a
/// finite rating; it pulls ratings together, the more the fewer blocks there are. Whole blocks are drawn with
/// replacement, by the stream "elo-bootstrap" under `seed`. With few blocks percentile intervals are too
/// short.
public func eloRatings(
    _ table: [[Double?]], better direction: MetricDeclaration.Direction, anchor: EloRatings.Anchor = .mean,
    virtualTies: Double = 1, replicates: Int = 1_000, level: Double = 0.95, seed: Int = 0
) -> EloRatings? {
    precondition(virtualTies > 0, "replicates need ties to have ratings")
    precondition(level > 0 && level < 1 && replicates > 0, "a level between 0 and 1, and some replicates")
    guard let methods = table.first?.count, methods >= 2 else { return nil }
    let games = table.map { pairwiseWins([$0], better: direction).flatMap { $0 } }
    func fit(_ blocks: [Int], start: [Double]?, tolerance: Double) -> [Double] {
        var total = [Double](repeating: 0, count: methods * methods)
        for block in blocks { for place in total.indices { total[place] += games[block][place] } }
        let wins = (0..<methods).map { Array(total[($0 * methods)..<(($0 + 1) * methods)]) }
        // With ties between all there always is a maximum.
        return BradleyTerry(wins: wins, virtualTies: virtualTies, start: start, tolerance: tolerance)!
            .logStrengths
    }
    let perUnit = 400 / DeterministicMath.log(10)
    func points(_ strengths: [Double]) -> [Double] {
        var zero = 0.0
        if case .method(let position) = anchor { zero = strengths[position] }
        return strengths.map { 1000 + perUnit * ($0 - zero) }
    }
    let strengths = fit(Array(table.indices), start: nil, tolerance: 1e-8)
    var stream = RandomStream(seed: seed, name: "elo-bootstrap")
    var draws = [[Double]](repeating: [], count: methods)
    for _ in 0..<replicates {
        let blocks = table.indices.map { _ in stream.integer(below: table.count) }
        let replicate = points(fit(blocks, start: strengths, tolerance: 1e-4))
        for (method, value) in replicate.enumerated() {
            draws[method].append(value)
        }
    }
    return EloRatings(
        ratings: points(strengths),
        intervals: draws.map { values in
            let sorted = values.sorted()
            return Interval(
                lower: quantile(sorted: sorted, (1 - level) / 2)!,
                upper: quantile(sorted: sorted, (1 + level) / 2)!, level: level)
        })
}
