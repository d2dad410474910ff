import Primitives
import Records

/// What a verification found.
public struct VerificationReport: Sendable {
    /// A cell whose bits are not those that are stored.
    public struct Mismatch: Sendable {
        /// The cell.
        public var identity: CellIdentity
        /// What people call it.
        public var label: String
        /// What differs.
        public var differences: [OutcomeDifference]
        /// The number of the stored attempt.
        public var attempt: Int
        /// What the stored side is called in a line of text.
        public var storedName: String
        /// What the other side is called.
        public var presentName: String
        /// Where the stored attempt was made.
        public var stored: Environment
        /// Where the other one was.
        public var present: Environment
    }

    /// A cell that could not be trained to its end this time, so that nothing was compared.
    public struct Unfinished: Sendable {
        /// The cell.
        public var identity: CellIdentity
        /// What people call it.
        public var label: String
        /// How it ended.
        public var status: Status
    }

    /// The store's path as given.
    public var store: String
    /// The other store that was compared with; nil where cells were trained again.
    public var other: String?
    /// Cells that the question was about.
    public var population = 0
    /// Those of them that were chosen.
    public var chosen = 0
    /// Those of them that were compared.
    public var verified = 0
    /// Cells with differences, by identity.
    public var mismatches: [Mismatch] = []
    /// Cells whose stored attempts differ among themselves, by identity.
    public var conflicts: [Mismatch] = []
    /// Cells that were trained again and did not come to their end.
    public var unfinished: [Unfinished] = []
    /// How many cells have no outcome that could be compared, by how they ended; in the order of the kinds.
    public var unverifiable: [(status: Status.Kind?, count: Int)] = []
    /// How many cells this program cannot make, by reason, or the other store does not have.
    public var foreign: [(reason: String, count: Int)] = []
    /// Metrics that this program records and some stored attempts lack, by name, with how many cells that is.
    public var notStored: [String: Int] = [:]
    /// Cells that were not reached because of an interruption.
    public var remaining = 0

    /// Nothing found yet.
    public init(store: String, other: String? = nil) {
        self.store = store
        self.other = other
    }

    /// Counts metrics of a cell that could not be compared.
    mutating func addNotStored(_ names: [String]) {
        for name in names { notStored[name, default: 0] += 1 }
    }

    /// The cells with any difference, each once.
    private var differing: Set<CellIdentity> { Set(mismatches.map(\.identity)) }

    /// What the command ends with.
    public var exitCode: ExitCode {
        if !mismatches.isEmpty || !conflicts.isEmpty { return .verificationMismatch }
        if remaining > 0 { return .interrupted }
        if !unfinished.isEmpty { return .cellsFailed }
        return verified == 0 ? .nothingCompared : .success
    }

    // MARK: For people

    /// For a person: a block per cell with differences, then a summary.
    public var text: String {
        var lines: [String] = []
        for mismatch in mismatches + conflicts {
            lines.append("MISMATCH \(mismatch.identity)  \(mismatch.label)")
            lines += mismatch.differences.map {
                "  " + $0.text(stored: mismatch.storedName, present: mismatch.presentName)
            }
            lines.append("  \(mismatch.storedName): \(Self.text(mismatch.stored))")
            lines.append("  \(mismatch.presentName): \(Self.text(mismatch.present))")
        }
        for cell in unfinished {
            let cause = cell.status.cause.map { ": \($0)" } ?? ""
            lines.append(
                "NOT COMPARED \(cell.identity)  \(cell.label): \(Self.words(cell.status.kind))\(cause)")
        }
        return (lines + summary).joined(separator: "\n") + "\n"
    }

    private var summary: [String] {
        var line = "verified \(verified) of \(Self.cells(population))"
        if let other { line += " against \(other)" }
        if verified > 0 {
            line += ": \(verified - differing.count) identical"
            if !differing.isEmpty { line += ", \(differing.count) different" }
        }
        var lines = [line]
        if !conflicts.isEmpty {
            lines.append("\(Self.cells(conflicts.count)) with attempts that differ among themselves")
        }
        for (kind, count) in unverifiable where count > 0 {
            lines.append(
                "\(Self.cells(count)) not verifiable: "
                    + (kind.map { "\(Self.words($0)), so there are no bits to compare" }
                        ?? "no attempt is stored"))
        }
        for (reason, count) in foreign { lines.append("\(Self.cells(count)) left out: \(reason)") }
        if let most = notStored.values.max() {
            lines.append(
                "\(notStored.count) \(notStored.count == 1 ? "metric" : "metrics") of \(Self.cells(most)) not compared, as "
                    + "they were not stored then: \(notStored.keys.sorted().joined(separator: ", "))")
        }
        if !unfinished.isEmpty { lines.append("\(Self.cells(unfinished.count)) did not come to an end now") }
        if remaining > 0 { lines.append("interrupted: \(Self.cells(remaining)) not reached") }
        return lines
    }

    private static func cells(_ count: Int) -> String { "\(count) \(count == 1 ? "cell" : "cells")" }

    private static func words(_ kind: Status.Kind) -> String {
        kind.rawValue.split(separator: "_").joined(separator: " ")
    }

    /// An environment in a line.
    static func text(_ environment: Environment) -> String {
        let commit = environment.gitCommit.map {
            ", commit \($0.prefix(12))" + (environment.gitDirty == true ? " with changes" : "")
        }
        return "bench \(environment.programVersion) (\(environment.buildConfiguration)\(commit ?? "")), "
            + "\(environment.instructionSet) on \(environment.cpu), \(environment.operatingSystem), "
            + "host \(environment.host)"
    }

    // MARK: For programs

    /// For a program.
    public var json: String {
        func cells(_ mismatches: [Mismatch]) -> JSONValue {
            .array(
                mismatches.map { mismatch in
                    [
                        "cell": .string(mismatch.identity.description), "label": .string(mismatch.label),
                        "attempt": .integer(mismatch.attempt),
                        "differences": .array(mismatch.differences.map(\.json)),
                        "stored_environment": mismatch.stored.canonical,
                        "present_environment": mismatch.present.canonical,
                    ]
                })
        }
        let document: JSONValue = [
            "store": .string(store), "other": other.map(JSONValue.string) ?? .null,
            "cells": .integer(population), "chosen": .integer(chosen), "verified": .integer(verified),
            "identical": .integer(verified - differing.count), "mismatches": cells(mismatches),
            "conflicts": cells(conflicts),
            "unfinished": .array(
                unfinished.map { cell in
                    [
                        "cell": .string(cell.identity.description), "label": .string(cell.label),
                        "status": .string(cell.status.kind.rawValue),
                        "cause": cell.status.cause.map(JSONValue.string) ?? .null,
                    ]
                }),
            "unverifiable": .object(
                Dictionary(
                    unverifiable.filter { $0.count > 0 }.map {
                        ($0.status?.rawValue ?? "missing", .integer($0.count))
                    }, uniquingKeysWith: { first, _ in first })),
            "left_out": .array(
                foreign.map { ["reason": .string($0.reason), "cells": .integer($0.count)] }),
            "not_stored_then": .object(notStored.mapValues(JSONValue.integer)),
            "remaining": .integer(remaining), "exit_code": .integer(Int(exitCode.rawValue)),
        ]
        return document.canonical + "\n"
    }
}
