import Primitives
import Records

/// The canonical form of results: a function of the cells' specifications and of nothing else.
///
/// A header line, then a line of canonical JSON per cell, which must arrive in the order of their identities. It
/// has no times, hosts, numbers of a store, labels or causes. What a cell measured up to a moment that
/// circumstances chose (a time-out, a crash) is left out with them: of such a cell there is the status alone.
public struct CanonicalExport: CellExporter {
    /// The version of the form; raised whenever the bytes of the same results would change.
    public static let version = 1

    private let sink: any ExportSink
    private let cells: Int
    private let numericsVersions: [Int]
    private var hasher: SHA256
    private var last: CellIdentity?

    /// The SHA-256 of everything that was written.
    public var digest: Digest { hasher.finalized() }

    /// An export of so many cells, made with those versions of the arithmetic.
    ///
    /// `hasher` is a hash of nothing, perhaps one that the CPU's own instructions do.
    public init(cells: Int, numericsVersions: [Int], hasher: SHA256 = SHA256(), into sink: any ExportSink) {
        self.sink = sink
        self.cells = cells
        self.numericsVersions = numericsVersions.sorted()
        self.hasher = hasher
    }

    /// Writes the header line.
    public mutating func begin() throws(BenchError) {
        let header: JSONValue = [
            "format": "bench canonical export", "version": .integer(Self.version),
            "numerics": .array(numericsVersions.map(JSONValue.integer)), "cells": .integer(cells),
        ]
        try write(header.canonical)
    }

    /// Writes a cell; a second one of the same identity is passed over.
    public mutating func add(_ cell: CellRecord) throws(BenchError) {
        if let last {
            if last == cell.identity { return }
            precondition(last < cell.identity, "cells of a canonical export come by identity")
        }
        last = cell.identity
        var (metrics, curves, digests): (JSONValue, JSONValue, JSONValue) = ([:], [:], [:])
        let outcome = cell.attempt?.outcome
        if let outcome, Self.isReproducible(outcome.status.kind) {
            metrics = ExportedValues.metrics(outcome)
            curves = ExportedValues.curves(outcome)
            digests = ExportedValues.digests(outcome)
        }
        // The specification is canonical as it is stored; the members stand in the order of their names.
        try write(
            "{\"curves\":\(curves.canonical),\"digests\":\(digests.canonical),"
                + "\"identity\":\"\(cell.identity)\",\"metrics\":\(metrics.canonical),"
                + "\"specification\":\(cell.specification),"
                + "\"status\":\(outcome.map { "\"\($0.status.kind.rawValue)\"" } ?? "null")}")
    }

    /// Nothing stands after the last cell.
    public mutating func end() {}

    /// Whether what an attempt of that ending measured depends on the specification alone.
    private static func isReproducible(_ kind: Status.Kind) -> Bool {
        switch kind {
        case .completed, .diverged: true
        case .failed, .timedOut, .outOfMemory, .crashed: false
        }
    }

    private mutating func write(_ text: String) throws(BenchError) {
        let line = text + "\n"
        hasher.update(Array(line.utf8))
        try sink.append(line, to: "cells.jsonl")
    }
}
