/// Which of many lines stand out.
enum SeriesInks {
    /// How many beside the baseline stand out where there are too many for a colour each.
    static let most = 6

    /// An ink per series: a colour each where there are enough; otherwise for the best, the others standing
    /// back.
    ///
    /// `score` tells how good a series is, more being better; nil where that is not known.
    static func assign(
        _ series: [LearningCurves.Series], score: (LearningCurves.Series) -> Double?
    ) -> [FigureStyle.Ink] {
        let others = series.indices.filter { !series[$0].isBaseline }
        var inks = series.map { $0.isBaseline ? FigureStyle.Ink.baseline : .background }
        var chosen = others
        if others.count > FigurePalette.count {
            let scores = others.map { index in (index, score(series[index]) ?? -.infinity) }
            // Equal scores stay in their order: sorting by place as well makes it so.
            let best = scores.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(most).map(\.0)
            chosen = best.sorted()
        }
        for (colour, index) in chosen.enumerated() { inks[index] = .series(colour) }
        return inks
    }

    /// A sentence about those that stand back; nil where none does.
    static func note(_ series: [LearningCurves.Series], _ inks: [FigureStyle.Ink], best: String) -> String? {
        let names = zip(series, inks).filter { $0.1 == .background }.map(\.0.name)
        guard !names.isEmpty else { return nil }
        return "Thin grey lines: \(names.count) others than the \(best), named in the table of the numbers."
    }
}
