import Numerics
import Statistics
import Testing

@Suite("Groups that are not told apart") struct GroupTests {
    /// A symmetric table of which methods are told apart.
    private func decisions(_ count: Int, _ random: inout RandomStream, density: Double) -> [[Bool]] {
        var differ = [[Bool]](repeating: [Bool](repeating: false, count: count), count: count)
        for one in 0..<count {
            for other in (one + 1)..<max(count, one + 1) {
                differ[one][other] = random.uniform() < density
                differ[other][one] = differ[one][other]
            }
        }
        return differ
    }

    @Test("bars cover maximal runs in which no pair differs, and name what they cannot show") func bars() {
        var random = RandomStream(seed: 2, name: "groups")
        for round in 0..<300 {
            let count = round % 9
            let differ = decisions(count, &random, density: Double(round % 5) / 5)
            let ranks = (0..<count).map { _ in Double(random.integer(below: 5)) }
            let groups = MaximalGroups(meanRanks: ranks) { differ[$0][$1] }
            let order = groups.order
            #expect(order.sorted() == Array(0..<count))
            #expect(zip(order, order.dropFirst()).allSatisfy { ranks[$0] <= ranks[$1] })
            func holds(_ range: ClosedRange<Int>) -> Bool {
                range.allSatisfy { one in range.allSatisfy { other in !differ[order[one]][order[other]] } }
            }
            // By brute force: every run of two and more that holds and cannot be made longer.
            var expected: [ClosedRange<Int>] = []
            for first in 0..<count {
                for last in first..<count where last > first && holds(first...last) {
                    let isLongest =
                        (first == 0 || !holds((first - 1)...last))
                        && (last == count - 1 || !holds(first...(last + 1)))
                    if isLongest { expected.append(first...last) }
                }
            }
            #expect(groups.groups == expected)
            for first in 0..<count {
                for last in first..<count where last > first {
                    let isDrawn = groups.groups.contains { $0.contains(first) && $0.contains(last) }
                    let isNamed = groups.withoutBar.contains(first...last)
                    #expect(
                        (isDrawn || isNamed) == !differ[order[first]][order[last]] && !(isDrawn && isNamed))
                }
            }
        }
    }

    @Test("a critical difference leaves no pair without a bar") func criticalDifference() {
        let ranks = [3.1, 1.0, 2.0, 2.9, 4.5]
        let groups = MaximalGroups(meanRanks: ranks) { abs(ranks[$0] - ranks[$1]) > 1.5 }
        #expect(groups.order == [1, 2, 3, 0, 4] && groups.groups == [0...1, 1...3, 3...4])
        #expect(groups.withoutBar.isEmpty)
    }

    @Test("two methods share a letter exactly where they are not told apart") func letters() {
        var random = RandomStream(seed: 3, name: "letters")
        for round in 0..<300 {
            let count = round % 10
            let differ = decisions(count, &random, density: Double(round % 7) / 7)
            let order = random.permutation(of: count)
            let display = LetterDisplay(count: count, order: order) { differ[$0][$1] }
            #expect(display.letters.count == count && display.letters.allSatisfy { !$0.isEmpty })
            for one in 0..<count {
                for other in 0..<count where other != one {
                    let isShared = !Set(display.letters[one]).isDisjoint(with: display.letters[other])
                    #expect(isShared == !differ[one][other])
                }
            }
            if let best = order.first { #expect(display.letters[best].hasPrefix("a")) }
            // No letter could be left out.
            for group in display.groups.indices where display.groups.count > 1 {
                let others = display.groups.enumerated().filter { $0.offset != group }.map(\.element)
                let isSuperfluous = display.groups[group].allSatisfy { one in
                    display.groups[group].allSatisfy { other in
                        others.contains { $0.contains(one) && $0.contains(other) }
                    }
                }
                #expect(!isSuperfluous)
            }
        }
    }

    @Test("Piepho's display of neighbours that are not told apart") func example() {
        let differ: (Int, Int) -> Bool = { abs($0 - $1) > 1 }
        let display = LetterDisplay(count: 4, differ: differ)
        #expect(display.letters == ["a", "ab", "bc", "c"])
        #expect(LetterDisplay(count: 3) { _, _ in false }.letters == ["a", "a", "a"])
        #expect(LetterDisplay(count: 3, order: [2, 1, 0]) { _, _ in true }.letters == ["c", "b", "a"])
    }
}
