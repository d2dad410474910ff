import Foundation
import Primitives

/// Shows learning curves: once, or on the whole terminal until the run ends.
public final class CurveWatch {
    /// The most panels that are printed at once.
    private static let printed = 60
    private let gallery: CurveGallery
    private let style: LinePlot.Style

    /// A watch of `gallery`.
    public init(_ gallery: CurveGallery, style: LinePlot.Style) {
        self.gallery = gallery
        self.style = style
    }

    /// Braille dots where the locale is one of UTF-8.
    public static func style(
        _ environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> LinePlot.Style {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        let name = (locale ?? "").uppercased()
        return name.contains("UTF-8") || name.contains("UTF8") ? .braille : .plain
    }

    /// All curves, one below or beside the other.
    ///
    /// Throws `.nothingCompared` where there are none.
    public func text(columns: Int) throws(BenchError) -> String {
        try gallery.refresh()
        let panels = try allPanels()
        let across = min(PanelGrid.across(columns), panels.count)
        var lines = [gallery.headline(columns: columns), ""]
        for start in stride(from: 0, to: panels.count, by: across) {
            let row = Array(panels[start..<min(start + across, panels.count)])
            lines += PanelGrid.row(row, columns: columns, across: across, rows: 9, style: style)
        }
        if gallery.count > panels.count {
            lines.append("… and \(gallery.count - panels.count) more; see --cell")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// All curves for machines.
    public func json() throws(BenchError) -> JSONValue {
        try gallery.refresh()
        return [
            "curves": .array(try allPanels(limit: .max).map(\.json)), "running": .boolean(gallery.isRunning),
        ]
    }

    private func allPanels(limit: Int = printed) throws(BenchError) -> [CurvePanel] {
        guard gallery.count > 0 else {
            throw BenchError(
                .nothingCompared, "there are no learning curves to show",
                remedy: "run a suite, or choose otherwise with --experiment and --cell")
        }
        return try gallery.panels(0..<min(gallery.count, limit))
    }

    /// Takes the terminal until the run ends, `q` is pressed or `interruption` asks; false where no run is
    /// under way, so that there is nothing to follow.
    public func follow(on screen: FullScreen, interruption: Interruption) throws(BenchError) -> Bool {
        try gallery.refresh()
        guard gallery.isRunning else { return false }
        screen.enter()
        defer { screen.leave() }
        var page = 0
        while gallery.isRunning, !interruption.isRequested {
            page = try draw(page, on: screen)
            let deadline = MonotonicTime.seconds() + 1
            wait: while MonotonicTime.seconds() < deadline, !interruption.isRequested {
                switch screen.key(within: 0.1) {
                case "q", "Q", "\u{3}", "\u{4}": return true
                case "n", " ":
                    page += 1
                    break wait
                case "p":
                    page -= 1
                    break wait
                default: continue
                }
            }
            try gallery.refresh()
        }
        return true
    }

    /// Draws a page, or the nearest there is, and returns its number.
    private func draw(_ wanted: Int, on screen: FullScreen) throws(BenchError) -> Int {
        let size = screen.size
        let area = TerminalSize(columns: size.columns - 1, rows: max(size.rows - 2, 4))
        let capacity = PanelGrid.capacity(area)
        let pages = max(1, (gallery.count + capacity - 1) / capacity)
        let page = min(max(wanted, 0), pages - 1)
        let panels = try gallery.panels(page * capacity..<(page + 1) * capacity)
        var lines = [gallery.headline(columns: area.columns)]
        lines += PanelGrid.lines(panels, size: area, style: style).prefix(area.rows)
        while lines.count < size.rows - 1 { lines.append("") }
        let keys = pages > 1 ? "q quits, n and p turn the page" : "q quits"
        let place = pages > 1 ? "page \(page + 1) of \(pages)" : ""
        lines.append(TextFit.line(keys, place, columns: area.columns))
        screen.show(Array(lines.suffix(size.rows)))
        return page
    }
}
