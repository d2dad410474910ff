/// Names of lines beside a plot, each as near to its line as the others leave room.
struct SeriesLabels {
    /// A name.
    struct Entry {
        var text: String
        var ink: FigureStyle.Ink
        /// Where its line ends.
        var y: Double
    }

    static let rowHeight = 17.0
    private static let sample = 30.0

    /// The room that the names need beside a plot, samples of the lines included.
    static func width(_ names: [String]) -> Double {
        let widest = names.map { TextMetrics.width($0, size: 12) }.max() ?? 0
        return names.isEmpty ? 0 : min(190, widest) + sample + 20
    }

    /// Draws them at the right of `left`, between `top` and `bottom`.
    static func draw(
        _ entries: [Entry], on canvas: inout Canvas, left: Double, top: Double, bottom: Double,
        hasMarkers: Bool = true
    ) {
        let order = entries.indices.sorted { (entries[$0].y, $0) < (entries[$1].y, $1) }
        let places = spread(
            order.map { entries[$0].y }, distance: rowHeight, within: (top + 5)...max(top + 5, bottom - 5))
        for (index, y) in zip(order, places) {
            let entry = entries[index]
            let start = left + 10
            canvas.path(
                [.init(x: start, y: y), .init(x: start + sample - 6, y: y)], "s\(entry.ink.suffix)",
                dashes: entry.ink.dashes)
            if hasMarkers, case .series = entry.ink {
                canvas.mark(entry.ink.marker, start + (sample - 6) / 2, y, entry.ink, radius: 3.2)
            }
            let style = entry.ink == .baseline ? "t h" : "t"
            canvas.text(entry.text, start + sample, y + 4, style, room: Canvas.width - start - sample - 6)
        }
    }

    /// Places in ascending order at least `distance` apart, near the wanted ones; beyond the end where there
    /// is too little room.
    static func spread(_ wanted: [Double], distance: Double, within range: ClosedRange<Double>) -> [Double] {
        var places = wanted
        for index in places.indices {
            let least = index == 0 ? range.lowerBound : places[index - 1] + distance
            places[index] = max(places[index], least)
        }
        var most = max(range.upperBound, range.lowerBound + distance * Double(places.count - 1))
        for index in places.indices.reversed() {
            places[index] = min(places[index], most)
            most = places[index] - distance
        }
        return places
    }
}
