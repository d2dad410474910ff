/// Letters such that two methods share one exactly where they are not told apart.
///
/// Insert and absorb, then leave out letters that say nothing new. Source: H.-P. Piepho (2004), "An algorithm
/// for a letter-based representation of all-pairwise comparisons", Journal of Computational and Graphical
/// Statistics 13, 456–466.
public struct LetterDisplay: Sendable, Hashable {
    /// The methods of every letter, as positions, ascending; the letter of the first in `order` comes first.
    public var groups: [[Int]]
    /// Each method's letters: "a", "bc".
    public var letters: [String]

    /// The letters of `count` methods, `differ` saying which positions are told apart; letters are given
    /// along `order` (best first; nil for the given one).
    public init(count: Int, order: [Int]? = nil, differ: (Int, Int) -> Bool) {
        let order = order ?? Array(0..<count)
        precondition(order.sorted() == Array(0..<count), "the order names every method once")
        // Places in the order, so that columns read from the best.
        var columns: [Set<Int>] = count > 0 ? [Set(0..<count)] : []
        for first in 0..<count {
            for second in (first + 1)..<max(count, first + 1) where differ(order[first], order[second]) {
                columns = columns.flatMap { column in
                    column.contains(first) && column.contains(second)
                        ? [column.subtracting([second]), column.subtracting([first])] : [column]
                }
                columns = LetterDisplay.absorbed(columns)
            }
        }
        let sorted = LetterDisplay.swept(
            columns.map { $0.sorted() }.sorted { $0.lexicographicallyPrecedes($1) })
        groups = sorted.map { $0.map { order[$0] }.sorted() }
        var letters = [String](repeating: "", count: count)
        for (number, column) in sorted.enumerated() {
            for place in column { letters[order[place]] += LetterDisplay.letter(number) }
        }
        self.letters = letters
    }

    /// The columns without those inside another.
    private static func absorbed(_ columns: [Set<Int>]) -> [Set<Int>] {
        var kept: [Set<Int>] = []
        for (index, column) in columns.enumerated() {
            let isInside = columns.enumerated().contains { other, candidate in
                other != index && column.isSubset(of: candidate) && (column != candidate || other < index)
            }
            if !isInside { kept.append(column) }
        }
        return kept
    }

    /// The columns without those whose every member and pair other columns show too, the last tried first.
    private static func swept(_ columns: [[Int]]) -> [[Int]] {
        var kept = columns
        for index in columns.indices.reversed() where kept.count > 1 {
            let column = kept[index]
            let others = kept.enumerated().filter { $0.offset != index }.map { Set($0.element) }
            let isShown = column.allSatisfy { first in
                column.allSatisfy { second in others.contains { $0.contains(first) && $0.contains(second) } }
            }
            if isShown { kept.remove(at: index) }
        }
        return kept
    }

    /// a … z, A … Z, then (53), (54), ….
    private static func letter(_ number: Int) -> String {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
        return number < alphabet.count ? String(alphabet[number]) : "(\(number + 1))"
    }
}
