import Foundation
import GRDB
import Primitives
import Records

extension Store {
    /// Adds what another store has and this one lacks: experiments, cells, attempts with all they measured, the log.
    ///
    /// What is equal is not doubled, so that merging again changes nothing, and a merge that was killed is finished
    /// by the same call. An experiment is equal where its suite and its cells are, an attempt where every bit of it
    /// is. Throws `.usage` for a store and itself.
    public func merge(from other: Store) throws(BenchError) -> MergeSummary {
        let files = [path, other.path].map { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path }
        guard files[0] != files[1] else {
            throw BenchError(
                .usage, "\"\(other.path)\" is the store that is merged into", remedy: "name another store")
        }
        return try other.read { source in
            var merger = StoreMerger(from: source, into: self)
            let summary = try merger.run()
            if summary.experiments + summary.cells + summary.attempts > 0 {
                try self.record(
                    event: StoredEvent(
                        kind: "store merged",
                        detail: [
                            "from": .string(URL(fileURLWithPath: other.path).lastPathComponent),
                            "experiments": .integer(summary.experiments), "cells": .integer(summary.cells),
                            "attempts": .integer(summary.attempts),
                            "conflicts": .integer(summary.conflicts.count),
                        ]))
            }
            return summary
        }
    }
}
