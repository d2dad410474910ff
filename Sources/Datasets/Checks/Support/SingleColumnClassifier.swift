/// How well one column alone tells a class: the generalisation of a decision stump to several classes.
struct SingleColumnClassifier {
    /// Classes of fewer rows than this count for nothing.
    static let leastMembers = 5
    /// With more classes a column is looked at by its levels only.
    static let mostClasses = 100

    private let codes: [Int]
    /// What a row of each class counts: all classes count the same, together 1; 0 for rare ones.
    private let weights: [Double]
    /// The number of classes that count.
    let classes: Int

    /// A classifier of these class codes; nil where fewer than two classes have enough rows.
    init?(_ codes: [Int], classes count: Int) {
        var counts = [Int](repeating: 0, count: count)
        for code in codes { counts[code] += 1 }
        classes = counts.count { $0 >= Self.leastMembers }
        guard classes >= 2 else { return nil }
        let share = 1 / Double(classes)
        weights = counts.map { $0 >= Self.leastMembers ? share / Double($0) : 0 }
        self.codes = codes
    }

    /// The balanced accuracy of the best prediction from `column` alone, whose rows are those of the classes.
    func accuracy(of column: FeatureColumn) -> Double {
        switch column.values {
        case .categorical(let codes, let levels):
            return byLevels(codes.map { $0 < 0 ? levels.count : Int($0) }, levels.count + 1)
        case .numeric(let numbers):
            let order = numbers.indices.filter { !numbers[$0].isNaN }.sorted {
                numbers[$0] == numbers[$1] ? $0 < $1 : numbers[$0] < numbers[$1]
            }
            var level = [Int](repeating: 0, count: numbers.count)  // Missing cells are level 0.
            var levels = 1
            for (place, row) in order.enumerated() {
                if place == 0 || numbers[order[place - 1]] != numbers[row] { levels += 1 }
                level[row] = levels - 1
            }
            var best = classes <= Self.mostClasses ? byIntervals(order, numbers) : 0
            // Few values with many rows each may as well be levels.
            if levels * Self.leastMembers <= numbers.count { best = max(best, byLevels(level, levels)) }
            return best
        }
    }

    /// Each row by the class that the other rows of its level mostly have.
    private func byLevels(_ level: [Int], _ levels: Int) -> Double {
        var mass = [[Int: Double]](repeating: [:], count: levels)
        for row in codes.indices { mass[level[row]][codes[row], default: 0] += weights[codes[row]] }
        var right = 0.0
        for row in codes.indices where weights[codes[row]] > 0 {
            let weight = weights[codes[row]]
            let others = mass[level[row]]
            // Half a weight of slack: sums of weights are rounded.
            let own = others[codes[row]]! - weight
            if own > weight / 2, others.allSatisfy({ $0.key == codes[row] || $0.value < own + weight / 2 }) {
                right += weight
            }
        }
        return Self.whole(right)
    }

    /// The best division of the sorted rows into at most as many intervals as classes, one class each.
    ///
    /// Dynamic programming: `best[s][c]` is the most weight predicted rightly so far where the last of s + 1
    /// intervals is of class c. Rows with a missing cell are an interval of their own.
    private func byIntervals(_ order: [Int], _ numbers: [Double]) -> Double {
        // At most about ten million steps a column: fewer rows where there are many classes.
        let kept = RowSample.rows(of: order.count, atMost: max(500, 10_000_000 / (classes * classes)))
        let counted = weights.indices.filter { weights[$0] > 0 }
        var position = [Int](repeating: -1, count: weights.count)
        for (place, code) in counted.enumerated() { position[code] = place }
        let k = counted.count
        var best = [Double](repeating: 0, count: k * k)
        var top = [Double](repeating: 0, count: k)
        var added = [Double](repeating: 0, count: k)
        var total = 0.0
        var start = 0
        while start < kept.count {
            let value = numbers[order[kept[start]]]
            for place in 0..<k { added[place] = 0 }
            while start < kept.count, numbers[order[kept[start]]] == value {
                let code = codes[order[kept[start]]]
                if position[code] >= 0 { added[position[code]] += weights[code] }
                total += weights[code]
                start += 1
            }
            for s in stride(from: k - 1, through: 0, by: -1) {
                let before = s > 0 ? top[s - 1] : 0
                var highest = 0.0
                for place in 0..<k {
                    let reached = max(best[s * k + place], before) + added[place]
                    best[s * k + place] = reached
                    highest = max(highest, reached)
                }
                top[s] = highest
            }
        }
        // Missing cells are predicted as the class that most of them have.
        var missing = [Double](repeating: 0, count: k)
        var lost = 0.0
        for row in codes.indices where numbers[row].isNaN && position[codes[row]] >= 0 {
            missing[position[codes[row]]] += weights[codes[row]]
            lost += weights[codes[row]]
        }
        guard total > 0 else { return 0 }
        return Self.whole(top[k - 1] / total * (1 - lost) + (missing.max() ?? 0))
    }

    /// 1 for what differs from it by the rounding of the weights.
    private static func whole(_ accuracy: Double) -> Double { accuracy > 1 - 1e-9 ? 1 : accuracy }
}
