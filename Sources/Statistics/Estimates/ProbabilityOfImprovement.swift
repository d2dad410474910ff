/// The probability that a value of `a` exceeds one of `b` drawn independently, equal ones counted half; nil
/// if either is empty.
///
/// The Mann–Whitney U divided by n · m. Source: R. Agarwal et al. (2021), section 4.3.
public func probabilityOfImprovement(_ a: [Double], _ b: [Double]) -> Double? {
    probabilityOfImprovement([a], [b])
}

/// The same for values in groups (datasets): the mean over groups of the probability within each; nil for no
/// group with values on both sides.
///
/// The i-th groups of `a` and `b` belong together. Groups that are empty on either side are left out.
public func probabilityOfImprovement(_ a: [[Double]], _ b: [[Double]]) -> Double? {
    let comparisons = groupComparisons(a, b)
    return mean(comparisons.map { $0.probability })
}

/// The bootstrap distribution of the probability of improvement, the values of `a` and of `b` being resampled
/// within each group independently of each other; nil for no group with two values on either side.
///
/// The interval of Agarwal et al. (2021) is the `.percentile` one. Values on shared seeds are resampled as if
/// they were not, as theirs are. There is no studentised kind.
public func probabilityOfImprovementBootstrap(
    _ a: [[Double]], _ b: [[Double]], replicates: Int = 10_000, seed: Int = 0
) -> BootstrapDistribution? {
    let comparisons = groupComparisons(a, b)
    guard comparisons.contains(where: { $0.a.count >= 2 || $0.b.count >= 2 }) else { return nil }
    let groups = Double(comparisons.count)
    let parts = comparisons.map(\.probability)
    let estimate = compensatedSum(parts) / groups
    var sums = [Double](repeating: 0, count: replicates)
    var leavingOut: [[Double]] = []
    for (group, comparison) in comparisons.enumerated() {
        let drawsA = ResampleCounts(
            size: comparison.a.count, replicates: replicates, seed: seed,
            name: "improvement/first \(group + 1)")
        let drawsB = ResampleCounts(
            size: comparison.b.count, replicates: replicates, seed: seed,
            name: "improvement/second \(group + 1)")
        var countsB: [UInt16] = []
        countsB.reserveCapacity(replicates * comparison.b.count)
        drawsB.forEach { _, counts in
            countsB.append(contentsOf: UnsafeBufferPointer(start: counts, count: comparison.b.count))
        }
        drawsA.forEach { replicate, counts in
            sums[replicate] += comparison.probability(
                counts, countsB[(replicate * comparison.b.count)...].prefix(comparison.b.count))
        }
        for side in comparison.leavingOut() {
            leavingOut.append(side.map { estimate + ($0 - parts[group]) / groups })
        }
    }
    return BootstrapDistribution(
        estimate: estimate, replicates: sums.map { $0 / groups },
        acceleration: BootstrapDistribution.acceleration(leavingOut: leavingOut), rounding: 1e-12)
}

/// The bootstrap interval of the probability of improvement; nil for no group with two values on either side.
public func probabilityOfImprovementInterval(
    _ a: [[Double]], _ b: [[Double]], kind: BootstrapKind = .percentile, replicates: Int = 10_000,
    level: Double = 0.95, seed: Int = 0
) -> Interval? {
    probabilityOfImprovementBootstrap(a, b, replicates: replicates, seed: seed)?.interval(kind, level: level)
}

private func groupComparisons(_ a: [[Double]], _ b: [[Double]]) -> [GroupComparison] {
    precondition(a.count == b.count, "groups need two sides")
    return zip(a, b).filter { !$0.isEmpty && !$1.isEmpty }.map { GroupComparison($0, $1) }
}

/// Two samples, ready for counting pairs with weights.
private struct GroupComparison {
    let a: [Double]
    let b: [Double]
    /// For each value of `a` how many of `b` are below it, and how many not above.
    private let below: [Int]
    private let notAbove: [Int]

    init(_ a: [Double], _ b: [Double]) {
        requireFinite(a)
        requireFinite(b)
        let (a, b) = (a.sorted(), b.sorted())
        var below: [Int] = []
        var notAbove: [Int] = []
        var (less, atMost) = (0, 0)
        for value in a {
            while less < b.count, b[less] < value { less += 1 }
            while atMost < b.count, b[atMost] <= value { atMost += 1 }
            below.append(less)
            notAbove.append(atMost)
        }
        self.a = a
        self.b = b
        self.below = below
        self.notAbove = notAbove
    }

    var probability: Double {
        let pairs = zip(below, notAbove).reduce(0) { $0 + $1.0 + $1.1 }
        return Double(pairs) / 2 / Double(a.count * b.count)
    }

    func probability(_ countsA: UnsafePointer<UInt16>, _ countsB: ArraySlice<UInt16>) -> Double {
        var cumulative = [0]
        cumulative.reserveCapacity(b.count + 1)
        var sum = 0
        for count in countsB {
            sum += Int(count)
            cumulative.append(sum)
        }
        var pairs = 0
        for index in a.indices where countsA[index] > 0 {
            pairs += Int(countsA[index]) * (cumulative[below[index]] + cumulative[notAbove[index]])
        }
        return Double(pairs) / 2 / Double(a.count * b.count)
    }

    /// The probability without each value of either sample in turn; a sample's only value stays.
    func leavingOut() -> [[Double]] {
        func without(_ sizeA: Int, _ sizeB: Int, _ pairs: Double) -> Double { pairs / Double(sizeA * sizeB) }
        let all = probability * Double(a.count * b.count)
        var sides: [[Double]] = []
        if a.count > 1 {
            sides.append(
                a.indices.map {
                    without(a.count - 1, b.count, all - Double(below[$0] + notAbove[$0]) / 2)
                })
        }
        if b.count > 1 {
            sides.append(
                b.indices.map { index in
                    var part = 0.0
                    for other in a.indices {
                        if index < below[other] { part += 1 } else if index < notAbove[other] { part += 0.5 }
                    }
                    return without(a.count, b.count - 1, all - part)
                })
        }
        return sides
    }
}
