import Numerics

/// The scores of rows with an event and of rows without it, each in rising order.
struct ScoreRanking {
    private let events: [Double]
    private let others: [Double]

    /// Of scores; those of a model that gives no numbers rank nothing.
    init(events: [Double], others: [Double]) {
        let isSound = !events.contains(where: \.isNaN) && !others.contains(where: \.isNaN)
        self.events = isSound ? events.sorted() : []
        self.others = isSound ? others.sorted() : []
    }

    /// The probabilities of class `index` as scores of its rows against those of the classes in `others`; all others
    /// where nil.
    init(_ predictions: Predictions, class index: Int, against others: Int? = nil) {
        var (mine, theirs): ([Double], [Double]) = ([], [])
        for (row, label) in predictions.labels.enumerated() {
            let score = predictions.probabilities[row * predictions.classes + index]
            if label == index {
                mine.append(score)
            } else if others == nil || label == others {
                theirs.append(score)
            }
        }
        self.init(events: mine, others: theirs)
    }

    /// The probability that a row with the event scores above one without it, ties half: the area under the receiver
    /// operating characteristic, Mann & Whitney's U over the number of pairs; NaN where either has no row.
    ///
    /// Pairs are counted in whole numbers, so that the only rounding is that of one division.
    var areaUnderROC: Double {
        guard !events.isEmpty, !others.isEmpty else { return .nan }
        var (below, same, twice) = (0, 0, 0)
        for (place, score) in events.enumerated() {
            if place == 0 || score != events[place - 1] {
                below += same
                while below < others.count, others[below] < score { below += 1 }
                same = 0
                while below + same < others.count, others[below + same] == score { same += 1 }
            }
            twice += 2 * below + same
        }
        return Double(twice) / (2 * Double(events.count) * Double(others.count))
    }

    /// Σ over the distinct scores, the highest first, of the share of events that have it times the precision of "as
    /// high or higher"; NaN where there is no event.
    var averagePrecision: Double {
        guard !events.isEmpty else { return .nan }
        var sum = StableSum()
        var (above, place) = (0, others.count)
        var first = events.count - 1
        while first >= 0 {
            let score = events[first]
            var same = 0
            while first >= 0, events[first] == score {
                same += 1
                first -= 1
            }
            above += same
            while place > 0, others[place - 1] >= score { place -= 1 }
            sum.add(Double(same) * Double(above) / Double(above + others.count - place))
        }
        return sum.value / Double(events.count)
    }

    /// The share of rows without the event that score at or above the highest score that at least `share` of the
    /// rows with it reach; NaN where either has no row.
    func falsePositiveRate(atRecall share: Double) -> Double {
        guard !events.isEmpty, !others.isEmpty else { return .nan }
        let needed = max(1, Int((share * Double(events.count)).rounded(.up)))
        let threshold = events[events.count - needed]
        return Double(others.count { $0 >= threshold }) / Double(others.count)
    }
}

extension Predictions {
    /// Rows of each class.
    var classCounts: [Int] {
        var counts = [Int](repeating: 0, count: classes)
        for label in labels { counts[label] += 1 }
        return counts
    }

    /// The mean of `value` over the classes with rows, where it is a number; NaN where it is nowhere.
    ///
    /// Of two classes, only the second one's.
    func meanOverClasses(_ value: (Int) -> Double) -> Double {
        if classes == 2 { return value(1) }
        let values = (0..<classes).map(value).filter { !$0.isNaN }
        return values.isEmpty ? .nan : StableSum.of(values) / Double(values.count)
    }
}
