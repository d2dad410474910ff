import Primitives
import Records

/// Which learning curve is meant: a metric's name, perhaps after its part: `loss`, `validation.accuracy`.
public struct CurveMeasure: Sendable, Hashable {
    /// As it was given.
    public let text: String
    private let part: DataPart?
    private let name: String

    /// The curve that `text` means.
    public init(_ text: String) {
        self.text = text
        let pieces = text.split(separator: ".", maxSplits: 1)
        if pieces.count == 2, let part = DataPart(rawValue: String(pieces[0])) {
            self.part = part
            name = String(pieces[1])
        } else {
            part = nil
            name = text
        }
    }

    /// The curve among `curves`; without a part the training curve, then that of validation.
    func select(_ curves: [CurveTrace]) -> CurveTrace? {
        let parts = part.map { [$0] } ?? DataPart.allCases
        for part in parts {
            if let found = curves.first(where: { $0.part == part && $0.name == name }) { return found }
        }
        return nil
    }

    /// The points of a stored cell as curves, by part and name.
    static func curves(_ points: [CurvePoint]) -> [CurveTrace] {
        struct Key: Hashable {
            var part: DataPart
            var name: String
        }
        var places: [Key: Int] = [:]
        var curves: [CurveTrace] = []
        for point in points {
            let key = Key(part: point.part, name: point.name)
            let place = places[key] ?? curves.count
            if place == curves.count {
                places[key] = place
                curves.append(CurveTrace(part: point.part, name: point.name))
            }
            curves[place].append(.init(epoch: point.epoch, value: point.value))
        }
        return curves
    }

    /// The mean of curves, epoch by epoch, over those that have a value there.
    static func mean(_ curves: [CurveTrace]) -> [CurveTrace.Point] {
        var sums: [Int: (sum: Double, count: Int)] = [:]
        for curve in curves {
            for point in curve.points {
                let known = sums[point.epoch] ?? (0, 0)
                sums[point.epoch] = (known.sum + point.value, known.count + 1)
            }
        }
        return sums.sorted { $0.key < $1.key }.map { .init(epoch: $0, value: $1.sum / Double($1.count)) }
    }
}
