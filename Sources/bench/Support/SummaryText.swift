import Primitives
import Records
import Runner

extension SuiteRunner.Summary {
    /// What a person wants to know at the end of a run.
    func text(store: String) -> String {
        var lines: [String] = []
        if trained == 0, remaining == 0 {
            lines.append(
                "nothing to do: " + (total == 1 ? "the cell is" : "all \(total) cells are")
                    + " stored in \(store)")
        } else {
            var line =
                "trained \(trained) of \(total) \(total == 1 ? "cell" : "cells") in \(ProgressText.duration(seconds))"
            if reused > 0 { line += " (\(reused) were stored already)" }
            lines.append(line + ", stored in \(store)")
        }
        for kind in Status.Kind.allCases {
            guard let count = failures[kind] else { continue }
            let word = kind.rawValue.split(separator: "_").joined(separator: " ")
            lines.append("\(count) \(count == 1 ? "cell" : "cells") \(word); the report lists them")
        }
        if remaining > 0 {
            lines.append(
                (isInterrupted ? "interrupted" : "stopped at a failure")
                    + ": \(remaining) \(remaining == 1 ? "cell remains" : "cells remain"); the same command goes on"
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// The command `bench run --json`.
struct RunDocument {
    let text: String

    init(_ summary: SuiteRunner.Summary, _ rows: ResultTable) {
        let cells = rows.map { row -> JSONValue in
            [
                "cell": .string(row.identity.description), "dataset": .string(row.dataset),
                "model": .string(row.model), "method": .string(row.method), "seed": .integer(row.seed),
                "status": row.status.map { .string($0.kind.rawValue) } ?? .null,
                "parameters_sha256": row.parametersDigest.map { .string($0.hexadecimal) } ?? .null,
                "metrics": .object(
                    Dictionary(
                        row.metrics.map { ("\($0.part.rawValue).\($0.name)", JSONValue.real($0.value)) },
                        uniquingKeysWith: { first, _ in first })),
            ]
        }
        let document: JSONValue = [
            "experiment": .integer(summary.experiment), "total": .integer(summary.total),
            "reused": .integer(summary.reused), "trained": .integer(summary.trained),
            "remaining": .integer(summary.remaining),
            "failures": .object(
                Dictionary(
                    uniqueKeysWithValues: summary.failures.map { ($0.key.rawValue, .integer($0.value)) })),
            "cells": .array(cells),
        ]
        text = document.canonical + "\n"
    }
}
