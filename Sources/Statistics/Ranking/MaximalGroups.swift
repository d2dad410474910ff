/// The groups of methods not told apart, for the bars of a critical-difference diagram.
public struct MaximalGroups: Sendable, Hashable {
    /// The methods' positions, best mean rank first; equal ones in their order.
    public var order: [Int]
    /// Ranges of places in `order` within which no pair is told apart; each of two and more, none inside
    /// another, from the best place on.
    public var groups: [ClosedRange<Int>]
    /// Pairs of places that are not told apart but lie in no group, because a method between them is told
    /// apart from one of them: a bar cannot show these.
    ///
    /// It cannot happen where one critical difference decides, but it can with pairwise tests. The letters of
    /// `LetterDisplay` show every pair.
    public var withoutBar: [ClosedRange<Int>]

    /// The groups of methods with these mean ranks, `differ` saying which positions are told apart.
    public init(meanRanks: [Double], differ: (Int, Int) -> Bool) {
        let order = meanRanks.indices.sorted { (meanRanks[$0], $0) < (meanRanks[$1], $1) }
        self.order = order
        groups = []
        withoutBar = []
        // The first place to the left with which everything up to here hangs together only moves right.
        var start = 0
        for end in order.indices {
            let begin = start
            for place in (start..<end).reversed() where differ(order[place], order[end]) {
                start = place + 1
                break
            }
            if start > begin, end - 1 > begin { groups.append(begin...(end - 1)) }
        }
        if let last = order.indices.last, last > start { groups.append(start...last) }
        for first in order.indices {
            for second in order.indices where second > first && !differ(order[first], order[second]) {
                let isDrawn = groups.contains { $0.contains(first) && $0.contains(second) }
                if !isDrawn { withoutBar.append(first...second) }
            }
        }
    }
}
