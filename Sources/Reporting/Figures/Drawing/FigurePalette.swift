/// The colours of figures, as CSS custom properties that a page may set.
///
/// A page that shows a figure inline overrules its colours by setting `--ink`, `--paper`, `--grid` and
/// `--series-1` to `--series-8`; without them a figure follows the reader's colour scheme. The series are the
/// palette of Okabe and Ito (2008, "Color universal design"), for readers who do not tell all colours apart,
/// with yellow, orange and sky blue darkened until lines have a contrast of 3 : 1 on white (WCAG 2.1,
/// 1.4.11). No series is told by its colour alone.
public enum FigurePalette {
    /// A property and its colour.
    public struct Entry: Sendable, Hashable {
        /// The property's name, with its hyphens.
        public var property: String
        /// The colour.
        public var colour: String
    }

    /// On white.
    public static let light = entries(
        ink: "#1f2328", paper: "#ffffff", grid: "#dde2e7",
        series: [
            "#0072b2", "#d55e00", "#00875f", "#b8609a", "#9c6b00", "#3b8dbd", "#736a00", "#6a51a3",
        ])

    /// On nearly black.
    public static let dark = entries(
        ink: "#e6edf3", paper: "#0d1117", grid: "#30363d",
        series: [
            "#4da8e0", "#f0803c", "#2fc79a", "#e39bc4", "#e8b03a", "#8ccbf2", "#e6dc6b", "#a99be8",
        ])

    private static func entries(ink: String, paper: String, grid: String, series: [String]) -> [Entry] {
        [("--ink", ink), ("--paper", paper), ("--grid", grid)].map { Entry(property: $0, colour: $1) }
            + series.enumerated().map { Entry(property: "--series-\($0 + 1)", colour: $1) }
    }

    /// How many series have a colour of their own.
    static let count = 8

    /// From few to much: seven steps of one hue, the same on any paper, with the ink that is read on them.
    static let steps: [(fill: String, ink: String)] = [
        ("#f2f6fc", "#1f2328"), ("#dbe7f5", "#1f2328"), ("#bcd3ec", "#1f2328"), ("#8fb8df", "#1f2328"),
        ("#669fd2", "#1f2328"), ("#2f74b3", "#ffffff"), ("#0d4f8c", "#ffffff"),
    ]
}
