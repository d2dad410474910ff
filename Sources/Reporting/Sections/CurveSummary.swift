import Records

/// A method's learning curve over its seeds: medians with the range between the quartiles.
///
/// A cell that ended before its time (diverged, failed) counts as the worst value there is from then on, so
/// that a method does not look better for losing its hard seeds: a line ends where the median would be that
/// worst value.
struct CurveSummary {
    /// The medians with the quartiles, by epoch.
    var points: [LearningCurves.Point] = []
    /// How many cells have a curve.
    var count = 0
    /// How many of them ended before their time.
    var endedEarly = 0

    /// The summary of `rows`; `isHigherBetter` tells which infinity is the worst, nil to leave ended cells
    /// out.
    init(
        rows: [Int], of curves: LearningCurveTable, measure: Int, results: ResultTable, isHigherBetter: Bool?
    ) {
        struct Curve {
            var points: [LearningCurveTable.Point]
            var isComplete: Bool
            var next = 0
        }
        var all: [Curve] = []
        for row in rows {
            guard let kind = results.kind(of: row) else { continue }
            let points = curves.points(row: row, measure: measure)
            let isComplete = kind == .completed
            if points.isEmpty && isComplete { continue }
            all.append(Curve(points: points, isComplete: isComplete))
        }
        guard all.contains(where: { !$0.points.isEmpty }) else { return }
        count = all.count
        endedEarly = all.count { !$0.isComplete }
        let worst = isHigherBetter.map { $0 ? -Double.infinity : .infinity }
        for epoch in Set(all.flatMap { $0.points.map(\.epoch) }).sorted() {
            var values: [Double] = []
            for index in all.indices {
                while all[index].next < all[index].points.count,
                    all[index].points[all[index].next].epoch < epoch
                { all[index].next += 1 }
                let next = all[index].next
                if next < all[index].points.count, all[index].points[next].epoch == epoch,
                    all[index].points[next].value.isFinite
                {
                    values.append(all[index].points[next].value)
                } else if let worst, !all[index].isComplete {
                    values.append(worst)
                }
            }
            values.sort()
            let middle = Self.quantile(values, 0.5)
            guard 2 * values.count >= all.count, middle.isFinite else {
                if points.isEmpty { continue }
                break
            }
            let (low, high) = (Self.quantile(values, 0.25), Self.quantile(values, 0.75))
            points.append(
                .init(x: Double(epoch), y: middle, band: values.count > 1 ? low...max(low, high) : nil))
        }
    }

    /// The quantile of sorted values by interpolation between neighbours (Hyndman and Fan 1996, "Sample
    /// quantiles in statistical packages", definition 7); an infinite neighbour with any weight makes it
    /// infinite.
    static func quantile(_ sorted: [Double], _ probability: Double) -> Double {
        guard !sorted.isEmpty else { return .nan }
        let place = Double(sorted.count - 1) * probability
        let below = sorted[Int(place)]
        let weight = place - place.rounded(.down)
        guard weight > 0 else { return below }
        let above = sorted[Int(place) + 1]
        if below == above { return below }
        guard below.isFinite && above.isFinite else { return below.isFinite ? above : below }
        return below + (above - below) * weight
    }
}
