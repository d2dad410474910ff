import Numerics
import Primitives

/// A random part of the rows that a fold leaves, for tuning and stopping.
struct ValidationDraw {
    /// The fraction of those rows; 0 for none.
    var fraction: Double
    /// "auto", "yes" or "no".
    var stratify = "auto"

    /// Divides `rows` into training and validation rows by the stream "split/validation" of `seed`.
    ///
    /// Sizes are those of largest remainders, per class where stratified. May leave either part empty.
    func divide(_ rows: [Int], of dataset: Dataset, seed: Int) throws(BenchError)
        -> (train: [Int], validation: [Int])
    {
        guard fraction > 0 else { return (rows, []) }
        let size = LargestRemainder.shares(of: rows.count, fractions: [1 - fraction, fraction])[1]
        let members = try Strata.members(of: rows, in: dataset, stratify: stratify)
        let shares = LargestRemainder.shares(of: size, weights: members.map(\.count))
        var stream = RandomStream(seed: seed, name: "split/validation")
        var (train, validation): ([Int], [Int]) = ([], [])
        for (rows, share) in zip(members, shares) {
            let shuffled = stream.shuffled(rows)
            validation += shuffled[..<share]
            train += shuffled[share...]
        }
        return (train, validation)
    }
}
