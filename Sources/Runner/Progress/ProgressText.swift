import Foundation
import Primitives
import Records

/// What progress is told in: durations, numbers and the line of totals.
public enum ProgressText {
    /// For example, `2.4 s`, `3 min 20 s`, `1 h 05 min`.
    public static func duration(_ seconds: Double) -> String {
        if seconds < 60 { return decimal(seconds) + " s" }
        guard seconds < 3.2e9 else { return "more than a hundred years" }
        let whole = Int(seconds.rounded())
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        if whole < 3600 { return "\(whole / 60) min \(two(whole % 60)) s" }
        return "\(whole / 3600) h \(two(whole % 3600 / 60)) min"
    }

    /// With one decimal below a hundred, without above.
    static func decimal(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
        return value >= 99.95
            ? String(Int(value.rounded())) : String(Double(Int((value * 10).rounded())) / 10)
    }

    /// Cells per second, or per minute or hour where they are few.
    static func rate(_ perSecond: Double) -> String {
        if perSecond >= 0.1 { return decimal(perSecond) + " cells/s" }
        if perSecond >= 0.1 / 60 { return decimal(perSecond * 60) + " cells/min" }
        return decimal(perSecond * 3600) + " cells/h"
    }

    /// A number in four significant digits.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-inf" : "inf" }
        return String(format: "%.4g", value)
    }

    /// `1 cell`, `2 cells`.
    static func cells(_ count: Int) -> String { count == 1 ? "1 cell" : "\(count) cells" }

    /// `timed out` for `.timedOut`.
    static func words(_ kind: Status.Kind) -> String {
        kind.rawValue.split(separator: "_").joined(separator: " ")
    }

    /// `2 failed (1 diverged, 1 timed out)`; nil where nothing failed.
    static func failures(_ failures: [Status.Kind: Int]) -> String? {
        let kinds = Status.Kind.allCases.filter { failures[$0, default: 0] > 0 }
        guard !kinds.isEmpty else { return nil }
        let total = kinds.reduce(0) { $0 + failures[$1]! }
        if kinds == [.failed] { return "\(total) failed" }
        return "\(total) failed (" + kinds.map { "\(failures[$0]!) \(words($0))" }.joined(separator: ", ")
            + ")"
    }

    /// The line of totals, shortened to `columns` where they are given.
    static func totals(_ snapshot: RunSnapshot, columns: Int = .max) -> String {
        // In the order they are shown, each with how soon it is left out.
        var parts: [(text: String, rank: Int)] = [("\(snapshot.done)/\(snapshot.total) cells", 0)]
        if snapshot.failed > 0 { parts.append(("\(snapshot.failed) failed", 1)) }
        if snapshot.retried > 0 { parts.append(("\(snapshot.retried) retried", 4)) }
        if let rate = snapshot.rate { parts.append((Self.rate(rate), 3)) }
        if snapshot.done < snapshot.total {
            let left = snapshot.secondsLeft.map(duration) ?? "–"
            parts.append((left + " left", 2))
        } else {
            parts.append((duration(snapshot.elapsed) + " in all", 2))
        }
        while parts.count > 1, TextWidth.of(parts.map(\.text).joined(separator: ", ")) > columns {
            let worst = parts.indices.max { parts[$0].rank < parts[$1].rank }!
            parts.remove(at: worst)
        }
        return TextFit.cut(parts.map(\.text).joined(separator: ", "), to: columns)
    }

    /// A failure in one line.
    static func failure(_ failure: RunSnapshot.Failure) -> String {
        let again = failure.isFinal ? "" : ", tried again"
        return "\(words(failure.status.kind))\(again): \(failure.label): \(failure.status.cause ?? "")"
    }

    /// A dataset's best method, and what to say of it, from long to short.
    static func best(_ best: RunSnapshot.Best) -> (left: String, rights: [String]) {
        let (mean, count) = (number(best.mean), cells(best.cells))
        return (
            "\(best.dataset): \(best.method)",
            [
                "\(best.part.rawValue) \(best.metric) \(mean), \(count)", "\(best.metric) \(mean), \(count)",
                "\(mean), \(count)", mean,
            ]
        )
    }
}
