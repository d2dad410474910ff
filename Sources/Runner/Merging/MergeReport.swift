import Primitives
import Records
import Store

/// What a merge added, and what of the stores does not fit together.
public struct MergeReport: Sendable {
    /// What came of one source.
    public struct Part: Sendable {
        /// Its path as given.
        public var source: String
        /// What it added.
        public var summary: MergeSummary
    }

    /// Attempts at one cell, completed or diverged, that differ in a bit.
    public struct Conflict: Sendable {
        /// The cell, and what differs.
        public var conflict: MergeConflict
        /// Those attempts: how they ended, when, where and with which parameters they ended.
        public var attempts: [String]
    }

    /// The path of the store that was merged into.
    public let target: String
    /// What came of each source, in the order given.
    public private(set) var parts: [Part] = []
    /// The cells whose completed or diverged attempts differ, by identity.
    public private(set) var conflicts: [Conflict] = []

    init(target: String) { self.target = target }

    mutating func add(_ summary: MergeSummary, of source: String) {
        parts.append(Part(source: source, summary: summary))
    }

    /// Says of each conflict which attempts there are.
    mutating func describeConflicts(in store: Store) throws(BenchError) {
        var found: [CellIdentity: MergeConflict] = [:]
        for conflict in parts.flatMap(\.summary.conflicts) {
            let earlier = found[conflict.identity]?.differences ?? []
            var all = conflict
            all.differences = Set(earlier + conflict.differences).sorted()
            found[conflict.identity] = all
        }
        for identity in found.keys.sorted() {
            let attempts = try store.attempts(of: identity).filter {
                [.completed, .diverged].contains($0.outcome.status.kind)
            }
            conflicts.append(
                Conflict(conflict: found[identity]!, attempts: attempts.map(Self.description)))
        }
    }

    private static func description(_ attempt: StoredAttempt) -> String {
        let environment = attempt.environment
        let commit = environment.gitCommit.map { ", commit \($0.prefix(12))" } ?? ""
        let ending = attempt.outcome.status.kind == .diverged ? "diverged, " : ""
        return
            "\(ending)\(attempt.startedAt) on \(environment.host) (\(environment.cpu), \(environment.instructionSet), "
            + "bench \(environment.programVersion), \(environment.buildConfiguration)\(commit)): "
            + "parameters \(attempt.outcome.parametersDigest?.short ?? "unknown")"
            + (attempt.isCurrent ? ", the one that counts" : "")
    }

    /// For people: a line per source, then the conflicts.
    public var text: String {
        func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
        var lines = parts.map { part in
            let summary = part.summary
            return
                "\(part.source): \(count(summary.experiments, "experiment")), \(count(summary.cells, "cell")), "
                + "\(count(summary.attempts, "attempt")) new; "
                + "\(count(summary.repeatedAttempts, "attempt")) there already"
        }
        for conflict in conflicts {
            lines.append(
                "conflict: \(conflict.conflict.label) (\(conflict.conflict.identity.digest.short)) differs in "
                    + conflict.conflict.differences.joined(separator: ", "))
            lines += conflict.attempts.map { "  " + $0 }
        }
        if !conflicts.isEmpty {
            lines.append(
                "\(count(conflicts.count, "cell")) of \(target) with attempts that differ; all were kept")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// For programs.
    public var json: JSONValue {
        [
            "target": .string(target),
            "sources": .array(
                parts.map { part in
                    [
                        "path": .string(part.source), "experiments": .integer(part.summary.experiments),
                        "cells": .integer(part.summary.cells), "attempts": .integer(part.summary.attempts),
                        "repeated_attempts": .integer(part.summary.repeatedAttempts),
                        "events": .integer(part.summary.events),
                    ]
                }),
            "conflicts": .array(
                conflicts.map { conflict in
                    [
                        "cell": .string(conflict.conflict.identity.description),
                        "label": .string(conflict.conflict.label),
                        "differences": .array(conflict.conflict.differences.map(JSONValue.string)),
                        "attempts": .array(conflict.attempts.map(JSONValue.string)),
                    ]
                }),
        ]
    }
}
