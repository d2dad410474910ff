import Numerics
import Primitives

/// Strengths of methods from their pairwise wins: method i beats j with the odds e^βᵢ : e^βⱼ.
///
/// Maximum likelihood over all games at once, so no order of the games enters. (Elo's updates, one game after
/// another, depend on the order; the fixed strengths of methods give no reason to weigh late games more.)
/// Sources: R. A. Bradley and M. E. Terry (1952), "Rank analysis of incomplete block designs", Biometrika 39,
/// 324–345; D. R. Hunter (2004), "MM algorithms for generalized Bradley–Terry models", Annals of Statistics
/// 32, 384–406.
public struct BradleyTerry: Sendable, Hashable {
    /// The logarithms of the strengths; they sum to 0.
    public var logStrengths: [Double]

    /// The strengths from games won: `wins[i][j]` is how often i beat j, a tie being half a win for each; nil
    /// where the likelihood has no maximum.
    ///
    /// It has none where methods fall into two parts one of which never lost a game to the other (L. R. Ford
    /// 1957). `virtualTies` above 0 adds so many ties between every two methods, after which there always is
    /// one; it pulls strengths together.
    public init?(wins: [[Double]], virtualTies: Double = 0) {
        self.init(wins: wins, virtualTies: virtualTies, start: nil, tolerance: 1e-8)
    }

    /// The same from `start`, until a step is below `tolerance`; what then remains is about its square.
    init?(wins: [[Double]], virtualTies: Double, start: [Double]?, tolerance: Double) {
        let count = wins.count
        precondition(count >= 1 && wins.allSatisfy { $0.count == count }, "a square table of wins")
        precondition(virtualTies >= 0 && virtualTies.isFinite, "a number of ties is not negative")
        var games = SymmetricMatrix(order: count)
        var won = [Double](repeating: 0, count: count)
        for one in 0..<count {
            for other in 0..<count where other != one {
                precondition(wins[one][other] >= 0 && wins[one][other].isFinite, "wins are counts")
                won[one] += wins[one][other] + virtualTies / 2
                if other > one { games[one, other] = wins[one][other] + wins[other][one] + virtualTies }
            }
        }
        guard virtualTies > 0 || BradleyTerry.isStronglyConnected(wins) else { return nil }
        logStrengths = BradleyTerry.maximum(
            won: won, games: games, start: start ?? [Double](repeating: 0, count: count), tolerance: tolerance
        )
    }

    /// P(`one` beats `other`).
    public func probability(_ one: Int, beats other: Int) -> Double {
        DeterministicMath.sigmoid(logStrengths[one] - logStrengths[other])
    }

    /// Newton's method on the concave log likelihood Σ wonᵢ βᵢ − Σ gamesᵢⱼ ln(e^βᵢ + e^βⱼ); the last method
    /// is held at 0 meanwhile.
    ///
    /// Steps too long for Newton's quadratic are halved until the likelihood does not fall.
    private static func maximum(
        won: [Double], games: SymmetricMatrix, start: [Double], tolerance: Double
    ) -> [Double] {
        let count = won.count
        guard count > 1 else { return [0] }
        var strengths = start
        for _ in 0..<200 {
            var gradient = won
            var curvature = SymmetricMatrix(order: count)
            var diagonal = [Double](repeating: 0, count: count)
            for (one, other) in PairwiseComparisons.positions(count) where games[one, other] > 0 {
                let p = DeterministicMath.sigmoid(strengths[one] - strengths[other])
                gradient[one] -= games[one, other] * p
                gradient[other] -= games[one, other] * (1 - p)
                let weight = games[one, other] * p * (1 - p)
                curvature[one, other] = -weight
                diagonal[one] += weight
                diagonal[other] += weight
            }
            for one in 0..<count { curvature[one, one] = diagonal[one] }
            guard let factor = CholeskyFactor(curvature.leading(count - 1)) else { break }
            var step = factor.solve(Array(gradient.dropLast())) + [0]
            if step.contains(where: { abs($0) > 0.5 }) {
                let value = logLikelihood(won: won, games: games, strengths)
                for _ in 0..<60 {
                    let next = zip(strengths, step).map { $0 + $1 }
                    if logLikelihood(won: won, games: games, next) >= value - 1e-11 * abs(value) { break }
                    step = step.map { $0 / 2 }
                }
            }
            strengths = zip(strengths, step).map { $0 + $1 }
            if step.allSatisfy({ abs($0) <= tolerance }) { break }
        }
        let centre = compensatedSum(strengths) / Double(count)
        return strengths.map { $0 - centre }
    }

    private static func logLikelihood(won: [Double], games: SymmetricMatrix, _ strengths: [Double]) -> Double
    {
        var total = zip(won, strengths).reduce(0) { $0 + $1.0 * $1.1 }
        for one in strengths.indices {
            for other in (one + 1)..<max(strengths.count, one + 1) where games[one, other] > 0 {
                let (high, low) = (
                    max(strengths[one], strengths[other]), min(strengths[one], strengths[other])
                )
                total -=
                    games[one, other] * (high + DeterministicMath.log1p(DeterministicMath.exp(low - high)))
            }
        }
        return total
    }

    /// Whether from every method a chain of wins leads to every other.
    static func isStronglyConnected(_ wins: [[Double]]) -> Bool {
        func reaches(_ hasEdge: (Int, Int) -> Bool) -> Bool {
            var seen = [Bool](repeating: false, count: wins.count)
            var open = [0]
            seen[0] = true
            while let here = open.popLast() {
                for there in wins.indices where !seen[there] && hasEdge(here, there) {
                    seen[there] = true
                    open.append(there)
                }
            }
            return seen.allSatisfy { $0 }
        }
        return reaches { wins[$0][$1] > 0 } && reaches { wins[$1][$0] > 0 }
    }
}

/// Who beats whom how often, over blocks: `[i][j]` counts the blocks in which i is better than j, ties half.
///
/// Missing values (nil) play no game.
public func pairwiseWins(
    _ table: [[Double?]], better direction: MetricDeclaration.Direction
) -> [[Double]] {
    let methods = table.first?.count ?? 0
    var wins = [[Double]](repeating: [Double](repeating: 0, count: methods), count: methods)
    for block in table {
        precondition(block.count == methods, "every block has a place for every method")
        for (first, second) in PairwiseComparisons.positions(methods) {
            guard let one = block[first], let other = block[second] else { continue }
            precondition(!one.isNaN && !other.isNaN, "what is not a number wins and loses nothing")
            let isFirstBetter = direction == .higher ? one > other : one < other
            wins[first][second] += one == other ? 0.5 : isFirstBetter ? 1 : 0
            wins[second][first] += one == other ? 0.5 : isFirstBetter ? 0 : 1
        }
    }
    return wins
}
