/// Whole shares of a total by the method of largest remainders (Hamilton 1792).
enum LargestRemainder {
    /// Divides `total` in proportion to `fractions`, which sum to 1; equal remainders favour the earlier.
    ///
    /// A fraction of 0 gets nothing.
    static func shares(of total: Int, fractions: [Double]) -> [Int] {
        let quotas = fractions.map { $0 * Double(total) }
        var shares = quotas.map { Int($0.rounded(.down)) }
        let order = fractions.indices.filter { fractions[$0] > 0 }.sorted {
            let (a, b) = (quotas[$0] - Double(shares[$0]), quotas[$1] - Double(shares[$1]))
            return a == b ? $0 < $1 : a > b
        }
        for index in order.prefix(max(0, total - shares.reduce(0, +))) { shares[index] += 1 }
        return shares
    }

    /// Divides `total` in proportion to `weights` in whole-number arithmetic; no share exceeds its weight.
    ///
    /// `total` may not exceed the sum of the weights; equal remainders favour the earlier.
    static func shares(of total: Int, weights: [Int]) -> [Int] {
        let sum = weights.reduce(0, +)
        precondition(total >= 0 && total <= sum, "more to share than the weights hold")
        guard sum > 0 else { return weights }
        var shares: [Int] = []
        var remainders: [Int] = []
        for weight in weights {
            let (high, low) = total.multipliedFullWidth(by: weight)
            let (quotient, remainder) = sum.dividingFullWidth((high, low))
            shares.append(quotient)
            remainders.append(remainder)
        }
        let order = weights.indices.sorted {
            remainders[$0] == remainders[$1] ? $0 < $1 : remainders[$0] > remainders[$1]
        }
        for index in order.prefix(total - shares.reduce(0, +)) { shares[index] += 1 }
        return shares
    }
}
