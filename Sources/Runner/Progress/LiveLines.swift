import Primitives
import Records

/// What the live display shows of a run: lines for a terminal of so many columns and rows.
enum LiveLines {
    /// At most `rows` lines of at most `columns` columns.
    static func lines(_ snapshot: RunSnapshot, columns: Int, rows: Int) -> [String] {
        guard rows > 0, columns > 0 else { return [] }
        let totals = ProgressText.totals(snapshot, columns: columns)
        let room = rows - 1
        let busy = snapshot.workers.filter { $0.cell != nil }
        // Workers come first, but the best of each dataset keeps a third of what there is.
        let spared = max(room - busy.count, room / 3, min(3, room / 2))
        let best = bestLines(snapshot.best, columns: columns, rows: spared)
        return workerLines(busy, columns: columns, rows: room - best.count) + best + [totals]
    }

    /// A line per worker at work; where they do not fit, the last line says how many there are besides.
    static func workerLines(_ workers: [RunSnapshot.Worker], columns: Int, rows: Int) -> [String] {
        guard rows > 0, !workers.isEmpty else { return [] }
        let isCut = workers.count > rows
        let shown = workers.prefix(isCut ? rows - 1 : rows)
        let numberWidth = String(workers.last!.number + 1).count
        let table = shown.map { fields($0.cell!) }
        // The fields that fit beside a label that can be told from others.
        let least = min(max(24, columns / 2), columns)
        var lines: [String] = []
        for choice in fieldChoices {
            let widths = choice.map { field in table.map { TextWidth.of($0[field]) }.max() ?? 0 }
            let right = widths.filter { $0 > 0 }.map { $0 + 2 }.reduce(0, +)
            guard columns - right - numberWidth - 1 >= least || choice == fieldChoices.last else { continue }
            lines = zip(shown, table).map { worker, fields in
                let number = TextFit.paddedLeft(String(worker.number + 1), to: numberWidth)
                let label = worker.cell!.label
                let texts = zip(choice, widths).filter { $1 > 0 }
                    .map { TextFit.paddedLeft(fields[$0], to: $1) }
                return TextFit.line(
                    "\(number) \(label)", texts.joined(separator: "  "), columns: columns, tail: 10)
            }
            break
        }
        if isCut {
            lines.append(TextFit.cut("… and \(workers.count - shown.count) more workers", to: columns))
        }
        return lines
    }

    /// Which fields of a worker's line stay when it gets narrow.
    private static let fieldChoices = [[0, 1, 2, 3], [0, 1, 3], [0, 3], [4, 3], [4], []]

    private static func fields(_ cell: RunSnapshot.Cell) -> [String] {
        [
            cell.epochs > 0 ? "epoch \(cell.epoch)/\(cell.epochs)" : "",
            cell.loss.map { "loss \(ProgressText.number($0))" } ?? "",
            cell.metric.map { "\($0.name) \(ProgressText.number($0.value))" } ?? "",
            ProgressText.duration(cell.seconds),
            cell.epochs > 0 ? "\(100 * min(cell.epoch, cell.epochs) / cell.epochs) %" : "",
        ]
    }

    /// A heading and a line per dataset, as many as fit.
    static func bestLines(
        _ best: [RunSnapshot.Best], columns: Int, rows: Int, isFinal: Bool = false
    ) -> [String] {
        guard rows > 1, !best.isEmpty else { return [] }
        // In two rows there is no room to say that there are more.
        let isCut = best.count > rows - 1 && rows > 2
        let shown = best.prefix(isCut ? rows - 2 : rows - 1)
        let heading =
            isFinal
            ? "best (means over the seeds that completed; bench report compares)"
            : "best so far (provisional: means over the seeds that have finished)"
        var lines = [TextFit.cut(heading, to: columns)]
        for entry in shown {
            let (left, rights) = ProgressText.best(entry)
            let least = min(TextWidth.of(left) + 2, columns / 2)
            let right = rights.first { TextWidth.of($0) + 2 + least <= columns } ?? rights.last!
            lines.append(TextFit.line("  " + left, right, columns: columns))
        }
        if isCut {
            lines.append(TextFit.cut("  … and \(best.count - shown.count) more datasets", to: columns))
        }
        return lines
    }
}
