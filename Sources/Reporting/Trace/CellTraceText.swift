import Primitives
import Records

extension CellTrace {
    /// The most cells that are listed for people; JSON has all.
    private static var most: Int { 200 }

    /// For people; `verification` is the command that makes the cells again, ready for a shell.
    public func text(verification: String?) -> String {
        var lines = ["cell \(address)", "shown as: \(self.text)"]
        if let value { lines.append("value: \(value.canonical)") }
        guard let formula else {
            return (lines + ["It is not computed from stored values."]).joined(separator: "\n") + "\n"
        }
        lines += ["", "formula:", "  \(formula)"]
        if let query {
            lines += ["", "its values, from the store:"] + query.split(separator: "\n").map { "  " + $0 }
        }
        let cells = cells
        lines += [
            "", "\(cells.count) cell\(cells.count == 1 ? "" : "s"), in the order in which they were used:",
        ]
        lines += cells.prefix(Self.most).map { line($0) }
        if cells.count > Self.most { lines.append("  and \(cells.count - Self.most) more (--json has all)") }
        if let verification {
            lines += ["", "to train them again and compare the bits:", "  \(verification)"]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func line(_ row: ResultRow) -> String {
        var parts = ["\(row.dataset) / \(row.model) / \(row.method) / seed \(row.seed)"]
        if let status = row.status, status.kind != .completed {
            parts.append(status.kind.rawValue + (status.cause.map { ", \($0)" } ?? ""))
        } else if row.status == nil {
            parts.append("not run")
        }
        for measure in measures {
            guard let value = row.metric(measure.name, on: measure.part) else { continue }
            parts.append("\(measure.key) \(value)")
        }
        parts.append("cell \(row.identity.digest.short)")
        if let digest = row.parametersDigest { parts.append("parameters \(digest.short)") }
        return "  " + parts.joined(separator: "  ")
    }

    /// For programs; `verification` is the command that makes the cells again, ready for a shell.
    public func json(verification: String?) -> String {
        let cells = cells.map { row -> JSONValue in
            let values = measures.compactMap { measure -> (String, JSONValue)? in
                row.metric(measure.name, on: measure.part).map {
                    (measure.key, .real($0))
                }
            }
            return [
                "cell": .string(row.identity.description), "dataset": .string(row.dataset),
                "model": .string(row.model), "method": .string(row.method), "seed": .integer(row.seed),
                "position": .integer(row.position),
                "status": row.status.map { .string($0.kind.rawValue) } ?? .null,
                "cause": row.status?.cause.map(JSONValue.string) ?? .null,
                "values": .object(Dictionary(uniqueKeysWithValues: values)),
                "parameters_sha256": row.parametersDigest.map { .string($0.hexadecimal) } ?? .null,
            ]
        }
        let document: JSONValue = [
            "address": .string(address), "text": .string(text), "value": value ?? .null,
            "formula": formula.map(JSONValue.string) ?? .null,
            "query": query.map(JSONValue.string) ?? .null, "cells": .array(cells),
            "verify": verification.map(JSONValue.string) ?? .null,
        ]
        return document.canonical + "\n"
    }
}
