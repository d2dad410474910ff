/// What of a line lies between two heights.
enum Clipping {
    /// The pieces of a line that lie between `top` and `bottom`, cut where it crosses them.
    static func pieces(_ line: [Canvas.Place], top: Double, bottom: Double) -> [[Canvas.Place]] {
        var pieces: [[Canvas.Place]] = []
        var current: [Canvas.Place] = []
        func isInside(_ place: Canvas.Place) -> Bool { place.y >= top && place.y <= bottom }
        func crossing(_ a: Canvas.Place, _ b: Canvas.Place, at y: Double) -> Canvas.Place {
            Canvas.Place(x: a.x + (b.x - a.x) * ((y - a.y) / (b.y - a.y)), y: y)
        }
        for (index, place) in line.enumerated() {
            if index > 0 {
                let before = line[index - 1]
                // The edges that are crossed on the way, the nearest to the start first.
                let crossesTop = (before.y < top) != (place.y < top)
                let crossesBottom = (before.y > bottom) != (place.y > bottom)
                let crossed = (crossesTop ? [top] : []) + (crossesBottom ? [bottom] : [])
                for edge in before.y < place.y ? crossed : crossed.reversed() {
                    let cut = crossing(before, place, at: edge)
                    if current.isEmpty {
                        current = [cut]
                    } else {
                        pieces.append(current + [cut])
                        current = []
                    }
                }
            }
            if isInside(place) { current.append(place) }
        }
        if !current.isEmpty { pieces.append(current) }
        return pieces
    }

    /// The values that a plot should have room for, if a few of them would leave the others no room.
    ///
    /// Values further from the quartiles than `reach` times the distance between these are left out (Tukey's
    /// fences, 1977, with a wide reach); nil where all have room.
    static func core(_ values: [Double], reach: Double = 3) -> ClosedRange<Double>? {
        let sorted = values.filter(\.isDrawable).sorted()
        guard sorted.count >= 8, let low = sorted.first, let high = sorted.last else { return nil }
        let (first, third) = (sorted[sorted.count / 4], sorted[sorted.count * 3 / 4])
        let fence = (third - first) * reach
        guard fence > 0, low < first - fence || high > third + fence else { return nil }
        let inside = sorted.filter { $0 >= first - fence && $0 <= third + fence }
        guard let least = inside.first, let greatest = inside.last, least < greatest else { return nil }
        return least...greatest
    }
}
