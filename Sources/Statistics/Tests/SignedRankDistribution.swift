/// The exact null distribution of a sum of given ranks, each taken or left with probability ½.
///
/// Ranks are given doubled, so that the mean of two ranks is whole. The probabilities are exact up to 53
/// ranks, since they are multiples of 2⁻ⁿ; beyond, they are right to about n roundings.
struct SignedRankDistribution {
    /// P(doubled sum = s) at index s.
    let probabilities: [Double]

    init(doubledRanks: [Int]) {
        precondition(doubledRanks.allSatisfy { $0 > 0 }, "ranks are positive")
        var probabilities = [Double](repeating: 0, count: doubledRanks.reduce(0, +) + 1)
        probabilities[0] = 1
        var largest = 0
        for rank in doubledRanks {
            largest += rank
            for sum in stride(from: largest, through: 0, by: -1) {
                let taken = sum >= rank ? probabilities[sum - rank] : 0
                probabilities[sum] = 0.5 * (probabilities[sum] + taken)
            }
        }
        self.probabilities = probabilities
    }

    /// P(sum ≤ `doubledSum`) and P(sum ≥ `doubledSum`), the doubled sum being possible or not.
    func tails(at doubledSum: Int) -> (lower: Double, upper: Double) {
        // From the far end inwards, so that small tails keep their digits; the distribution is symmetric.
        func lower(_ sum: Int) -> Double {
            sum < 0 ? 0 : min(1, compensatedSum(Array(probabilities[...min(sum, probabilities.count - 1)])))
        }
        return (lower(doubledSum), lower(probabilities.count - 1 - doubledSum))
    }
}
