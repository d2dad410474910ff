import Foundation
import Records

/// Cells on their way to the workers and outcomes on their way back.
///
/// Safe from any thread.
final class CellQueue: @unchecked Sendable {
    private let condition = NSCondition()
    private var waiting: ArraySlice<PlannedCell>
    private var finished: [(cell: PlannedCell, outcome: Outcome)] = []
    private var workers: Int
    private var isClosed = false

    init(_ cells: [PlannedCell], workers: Int) {
        waiting = cells[...]
        self.workers = workers
    }

    /// The next cell, or nil when there is none or no more should be started.
    func take() -> PlannedCell? {
        condition.withLock { isClosed ? nil : waiting.popFirst() }
    }

    /// Hands in an outcome.
    func finish(_ cell: PlannedCell, _ outcome: Outcome) {
        condition.withLock {
            finished.append((cell, outcome))
            condition.signal()
        }
    }

    /// A worker has ended.
    func leave() {
        condition.withLock {
            workers -= 1
            condition.signal()
        }
    }

    /// No further cell is handed out.
    func close() { condition.withLock { isClosed = true } }

    /// Outcomes handed in since the last call, after waiting for some up to a tenth of a second; nil once all
    /// workers have ended and everything was collected.
    func collect() -> [(cell: PlannedCell, outcome: Outcome)]? {
        condition.withLock {
            if finished.isEmpty, workers > 0 { _ = condition.wait(until: Date(timeIntervalSinceNow: 0.1)) }
            defer { finished.removeAll() }
            return finished.isEmpty && workers == 0 ? nil : finished
        }
    }
}
