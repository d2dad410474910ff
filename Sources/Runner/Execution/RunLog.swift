import Primitives
import Records
import Store

/// What the store's log says of a run beside its results.
struct RunLog {
    let store: Store
    let experiment: Int
    let identity: (Int) -> CellIdentity

    /// The run begins.
    func began(_ options: SuiteRunner.Options, cells: Int) throws(BenchError) {
        let dispatch = options.dispatch
        try write(
            "run started",
            [
                "cells": .integer(cells), "jobs": .integer(dispatch.jobs),
                "isolation": .string(dispatch.isolation.rawValue), "order": .string(dispatch.order.rawValue),
                "schedule_seed": .string(String(dispatch.scheduleSeed)),
                "timeout_seconds": dispatch.timeout.map(JSONValue.real) ?? .null,
                "memory_bytes": MemoryLimit.perCell(dispatch).map(JSONValue.integer) ?? .null,
                "retries": .integer(dispatch.retries), "fail_fast": .boolean(dispatch.failsFast),
                "retry_failed": .boolean(options.retriesFailed), "force": .boolean(options.forces),
            ])
    }

    /// Writes down what went wrong; results are stored elsewhere.
    func handle(_ event: DispatchEvent) throws(BenchError) {
        switch event {
        case .workerDied(let worker, let cause):
            try write("worker died", ["worker": .integer(worker), "cause": .string(cause)])
        case .ended(_, let cell, let outcome, false):
            try write(
                "cell retried", ["cause": outcome.status.cause.map(JSONValue.string) ?? .null],
                cell: identity(cell))
        case .quarantined(let cell):
            try write("cell quarantined", [:], cell: identity(cell))
        default: break
        }
    }

    /// The run ended; so many of its cells were not reached.
    func ended(isInterrupted: Bool, trained: Int, remaining: Int) throws(BenchError) {
        try write(
            isInterrupted ? "run interrupted" : "run ended",
            ["trained": .integer(trained), "remaining": .integer(remaining)])
    }

    private func write(_ kind: String, _ detail: JSONValue, cell: CellIdentity? = nil) throws(BenchError) {
        try store.record(
            event: StoredEvent(kind: kind, experiment: experiment, cell: cell, detail: detail))
    }
}
