import Primitives
import Statistics

/// Which methods of a panel are told apart, every pair tested and corrected over the pairs.
struct TieGroups {
    /// More methods than this get no letters: nobody could read them.
    static let mostLetteredMethods = 60
    /// More sign flips than this are not made.
    static let mostFlips = 500_000

    /// Each method's letters, by its place in the panel; two methods share one exactly where they are not told apart.
    ///
    /// Nil for a method that takes no part, and for all where there are too many methods for letters.
    let letters: [String?]
    /// Whether a method is the best or not told apart from the best.
    let isBest: [Bool]
    /// How many pairs were tested.
    let pairs: Int

    /// Nil where nothing can be told: fewer than two methods without failures and with two seeds, no direction, or more
    /// work than a report is worth.
    ///
    /// Methods with failures take no part: their values are of survivors.
    init?(_ panel: Panel, _ options: ReportOptions) {
        guard let direction = panel.metric?.direction, let resampling = panel.resampling else { return nil }
        let candidates = panel.methods.indices.filter {
            panel.methods[$0].failures.isEmpty && panel.methods[$0].values.count > 1
        }
        let count = candidates.count
        guard count > 1 else { return nil }
        let methods = candidates.map { panel.methods[$0] }
        let values = SeedMatrix(methods)
        let size = count * (count - 1) / 2
        if options.aggregate != .mean {
            guard size * Estimator.flips(of: values.seeds.count) <= Self.mostFlips else { return nil }
        }
        let estimator = Estimator(options: options)
        var tested: [Double] = []
        tested.reserveCapacity(size)
        for first in 0..<count {
            for second in (first + 1)..<max(count, first + 1) {
                let p =
                    options.aggregate == .mean
                    ? values.pairedP(first, second, resampling: resampling)
                    : estimator.flippedSigns(values.differences(first, second), resampling: resampling)
                // Without spread there is no p-value: such a pair counts as not told apart.
                tested.append(p ?? 1)
            }
        }
        let corrected = adjusted(tested, by: options.correction.correction, familySize: size)
        func differ(_ one: Int, _ other: Int) -> Bool {
            let (low, high) = (min(one, other), max(one, other))
            return one != other
                && corrected[low * (2 * count - low - 1) / 2 + high - low - 1] < options.threshold
        }
        func value(_ index: Int) -> Double { methods[index].estimate?.value ?? 0 }
        let order = (0..<count).sorted {
            value($0) == value($1) ? $0 < $1 : (value($0) > value($1)) == (direction == .higher)
        }
        var isBest = [Bool](repeating: false, count: panel.methods.count)
        for index in 0..<count { isBest[candidates[index]] = !differ(order[0], index) }
        self.isBest = isBest
        var letters = [String?](repeating: nil, count: panel.methods.count)
        if count <= Self.mostLetteredMethods {
            let display = LetterDisplay(count: count, order: order, differ: differ)
            for (index, candidate) in candidates.enumerated() { letters[candidate] = display.letters[index] }
        }
        self.letters = letters
        pairs = size
    }
}
