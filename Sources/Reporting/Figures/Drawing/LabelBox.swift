/// The place that a label takes.
struct LabelBox {
    var left: Double
    var right: Double
    var top: Double
    var bottom: Double

    func meets(_ other: LabelBox) -> Bool {
        left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }

    func contains(_ other: LabelBox) -> Bool {
        left <= other.left && other.right <= right && top <= other.top && other.bottom <= bottom
    }

    /// Where a label of that width can stand about a mark, the best places first.
    static func around(x: Double, y: Double, width: Double) -> [LabelBox] {
        let height = 14.0
        func box(_ left: Double, _ top: Double) -> LabelBox {
            LabelBox(left: left, right: left + width, top: top, bottom: top + height)
        }
        return [
            box(x + 8, y - 7), box(x + 6, y - 20), box(x - 8 - width, y - 7), box(x + 6, y + 6),
            box(x - 6 - width, y - 20), box(x - 6 - width, y + 6), box(x - width / 2, y - 22),
            box(x - width / 2, y + 8),
        ]
    }
}
