import Primitives
import Records

extension RunStatus {
    /// For people, in lines of `columns` where they are given.
    public func text(columns: Int? = nil) -> String {
        let columns = columns ?? 120
        var lines = [headline]
        if let document {
            let snapshot = document.snapshot
            let isAlive = state == .running || state == .elsewhere
            lines.append((isAlive ? "this run: " : "it had reached: ") + ProgressText.totals(snapshot))
            if isAlive {
                let busy = snapshot.workers.filter { $0.cell != nil }
                if !busy.isEmpty { lines += ["", "workers"] }
                lines += busy.map { worker in
                    let process = worker.process.map { "process \($0)" } ?? "thread \(worker.number + 1)"
                    let line = LiveLines.workerLines([worker], columns: columns - process.count - 4, rows: 1)
                    let text = (line.first ?? "").drop { $0 == " " }.drop { $0 != " " }
                    return "  " + process + " " + text
                }
            }
        }
        if let note { lines.append(note) }
        if let experiment { lines += experiment.lines }
        let best = experiment.map(\.best) ?? document?.snapshot.best ?? []
        if !best.isEmpty {
            lines.append("")
            lines += LiveLines.bestLines(
                best, columns: columns, rows: best.count + 1, isFinal: state == .finished)
        }
        let recent = document?.snapshot.recentFailures ?? []
        let failures = recent.isEmpty ? experiment?.failedCells ?? [] : recent
        if !failures.isEmpty {
            lines += ["", recent.isEmpty ? "failures" : "latest failures"]
            lines += failures.map { TextFit.cut("  " + ProgressText.failure($0), to: columns) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var headline: String {
        switch state {
        case .running:
            return
                "running: suite \(name) into \(storePath), process \(writer ?? 0), since \(document?.started ?? "")"
        case .writing:
            return "process \(writer ?? 0) writes \(storePath) and has not said yet how far it is"
        case .elsewhere:
            let age = document?.age.map { ", \(ProgressText.duration($0)) ago" } ?? ""
            return "a run on another machine (\(document?.host ?? "")) wrote here last at "
                + "\(document?.updated ?? "")\(age); whether it still goes on cannot be seen from here"
        case .interrupted:
            return
                "interrupted: the run of suite \(name) (process \(document?.process ?? 0)) ended without a word, "
                + "last heard of at \(document?.updated ?? ""); the same command goes on"
        case .incomplete: return "no run is under way; the same command goes on"
        case .finished: return "finished: no run is under way"
        case .never: return "no run is under way, and nothing was run into \(storePath) yet"
        }
    }

    private var name: String { document?.suite ?? experiment?.name ?? "" }
}

extension RunStatus.Experiment {
    fileprivate var lines: [String] {
        var line = "experiment \(id) (\(name)): \(ProgressText.cells(total)), \(completed) completed"
        if let failures = ProgressText.failures(failures) { line += ", \(failures)" }
        if missing > 0 { line += ", \(missing) missing" }
        return [line]
    }
}

extension RunStatus {
    /// For machines.
    public var json: JSONValue {
        [
            "state": .string(state.rawValue), "store": .string(storePath),
            "process_id": writer.map { .integer(Int($0)) } ?? .null,
            "run": document.map { $0.json(hasCurves: false) } ?? .null,
            "experiment": experiment.map(\.json) ?? .null, "note": note.map(JSONValue.string) ?? .null,
        ]
    }
}

extension RunStatus.Experiment {
    fileprivate var json: JSONValue {
        [
            "experiment": .integer(id), "suite": .string(name), "suite_path": .string(suitePath),
            "created_at": .string(createdAt), "total": .integer(total), "completed": .integer(completed),
            "failures": .object(
                Dictionary(uniqueKeysWithValues: failures.map { ($0.key.rawValue, .integer($0.value)) })),
            "missing": .integer(missing), "best": .array(best.map(\.json)),
            "failed_cells": .array(failedCells.map(\.json)),
        ]
    }
}
