import Primitives
import Records
import Training

/// In what two outcomes of one cell differ: statuses, digests and the bits of every number.
///
/// Times, memory and the words of a cause are no part of an outcome's bits. One NaN equals another.
public enum OutcomeComparison {
    /// The differences between a stored outcome and another one; empty where all bits agree.
    ///
    /// What the stored one lacks because it was made before that was kept (a digest of predictions, predictions, a
    /// younger metric on every part) is not compared. `present` must have what it has, unless it is stored too and may be as old.
    public static func differences(
        _ stored: Outcome, _ present: Outcome, presentIsStored: Bool = false
    ) -> [OutcomeDifference] {
        var result: [OutcomeDifference] = []
        if stored.status.kind != present.status.kind {
            result.append(.status(stored: stored.status, present: present.status))
        }
        if stored.parametersDigest != present.parametersDigest {
            result.append(
                .digest(
                    kind: "parameters", stored: stored.parametersDigest, present: present.parametersDigest))
        }
        if let digest = stored.predictionsDigest, digest != present.predictionsDigest,
            !presentIsStored || present.predictionsDigest != nil
        {
            result.append(
                .digest(kind: "predictions", stored: digest, present: present.predictionsDigest))
        }
        return result + metrics(stored.metrics, present.metrics, mayLack: presentIsStored)
            + curves(stored.curves, present.curves)
            + predictions(stored.predictions, present.predictions, mayLack: presentIsStored)
    }

    private struct Series: Hashable, Comparable {
        let part: DataPart
        let name: String

        static func < (a: Series, b: Series) -> Bool {
            let order = DataPart.allCases
            let (i, j) = (order.firstIndex(of: a.part)!, order.firstIndex(of: b.part)!)
            return i == j ? a.name < b.name : i < j
        }
    }

    /// The metrics that came after the first ones: an attempt of an older program has them on no part.
    private static let younger = Set(
        MetricCatalogue.declarations.filter { $0.recording == .atEnd }.map(\.id))

    /// The metrics of `present` that `stored`, made by an older program, has on no part, so that they are not compared.
    public static func metricsNotStored(_ stored: Outcome, _ present: Outcome) -> [String] {
        // An attempt that has no metric at all came to no end where metrics are.
        guard !stored.metrics.isEmpty else { return [] }
        return younger.intersection(present.metrics.map(\.name)).subtracting(stored.metrics.map(\.name))
            .sorted()
    }

    private static func metrics(
        _ stored: [MetricValue], _ present: [MetricValue], mayLack: Bool
    ) -> [OutcomeDifference] {
        func values(_ metrics: [MetricValue]) -> [Series: Double] {
            Dictionary(
                metrics.map { (Series(part: $0.part, name: $0.name), $0.value) }, uniquingKeysWith: { $1 })
        }
        let (a, b) = (values(stored), values(present))
        let mayBeAbsent = [stored, present].map { younger.subtracting($0.map(\.name)) }
        return Set(a.keys).union(b.keys).sorted().compactMap { series in
            guard !isSame(a[series], b[series]) else { return nil }
            if !stored.isEmpty, mayBeAbsent[0].contains(series.name) { return nil }
            if mayLack, !present.isEmpty, mayBeAbsent[1].contains(series.name) { return nil }
            return .metric(part: series.part, name: series.name, stored: a[series], present: b[series])
        }
    }

    private static func curves(_ stored: [CurvePoint], _ present: [CurvePoint]) -> [OutcomeDifference] {
        func values(_ points: [CurvePoint]) -> [Series: [Int: Double]] {
            var result: [Series: [Int: Double]] = [:]
            for point in points {
                result[Series(part: point.part, name: point.name), default: [:]][point.epoch] = point.value
            }
            return result
        }
        let (a, b) = (values(stored), values(present))
        return Set(a.keys).union(b.keys).sorted().compactMap { series in
            let (x, y) = (a[series] ?? [:], b[series] ?? [:])
            let epochs = Set(x.keys).union(y.keys)
            let differing = epochs.filter { !isSame(x[$0], y[$0]) }
            guard let first = differing.min() else { return nil }
            return .curve(
                part: series.part, name: series.name, epoch: first, stored: x[first], present: y[first],
                differing: differing.count, of: epochs.count)
        }
    }

    private static func predictions(
        _ stored: [PartPredictions], _ present: [PartPredictions], mayLack: Bool
    ) -> [OutcomeDifference] {
        stored.compactMap { a in
            guard let b = present.first(where: { $0.part == a.part }) else {
                return mayLack ? nil : .predictions(part: a.part, row: nil, differing: 0)
            }
            guard a.width == b.width, a.values.count == b.values.count else {
                return .predictions(part: a.part, row: nil, differing: 0)
            }
            let differing = a.values.indices.filter { !isSame(Double(a.values[$0]), Double(b.values[$0])) }
            guard let first = differing.first else { return nil }
            return .predictions(part: a.part, row: first / max(1, a.width), differing: differing.count)
        }
    }

    private static func isSame(_ a: Double?, _ b: Double?) -> Bool {
        a.map(ExactNumber.same) == b.map(ExactNumber.same)
    }
}
