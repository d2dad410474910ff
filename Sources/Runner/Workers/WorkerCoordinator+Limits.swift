import Foundation
import Primitives
import Records

extension WorkerCoordinator {
    /// How long a process may take until it is ready.
    private static let startUp = Duration.seconds(60)

    /// Condemns workers whose cell takes longer than allowed, or that do not become ready.
    func enforceTime(_ now: SuspendingClock.Instant) {
        for place in slots.indices
        where slots[place].process != nil && !slots[place].isReady
            && now - slots[place].started >= Self.startUp
        {
            accuse(place, .silent)
        }
        guard let timeout = options.timeout else { return }
        for place in slots.indices {
            guard let began = slots[place].current?.began, now - began >= .seconds(timeout) else { continue }
            accuse(place, .tooLong)
        }
    }

    /// Condemns workers whose cell holds more memory than allowed.
    func enforceMemory() {
        guard let memory else { return }
        for place in slots.indices where slots[place].current != nil {
            guard let process = slots[place].process?.process, let held = ProcessMemory.resident(process),
                held > memory
            else { continue }
            accuse(place, .tooLarge(held))
        }
    }

    /// What becomes of a dead worker's cells; its place is free again.
    func bury(_ place: Int) throws(BenchError) {
        guard let process = slots[place].process, let end = process.end else { return }
        let slot = slots[place]
        let error = process.errorText
        slots[place].clear()
        var cause = WorkerDeath.cause(end, error: error)
        if case .faulty(let what)? = slot.verdict { cause = "its worker said what it should not: \(what)" }
        if slot.verdict == .silent { cause = "its worker was not ready after a minute" }
        guard let current = slot.current, let began = current.began, slot.verdict != .exchanged else {
            schedule.giveBack(slot.assignments.map(\.cell))
            if slot.verdict == .exchanged { return }
            events.append(.workerDied(worker: place, cause: cause))
            if countEarlyDeath(place, wasKilled: end == .signaled(SIGKILL)) { throw Self.earlyEnd(cause) }
            return
        }
        schedule.giveBack(slot.assignments.dropFirst().map(\.cell))
        let status: Status
        switch slot.verdict {
        case .tooLong: status = WorkerDeath.tooLong(options.timeout)
        case .tooLarge(let bytes): status = WorkerDeath.tooLarge(bytes, limit: memory ?? bytes)
        default:
            status =
                WorkerDeath.isOutOfMemory(error)
                ? .outOfMemory(
                    "an allocation failed"
                        + (memory.map { "; it may use \(WorkerDeath.mebibytes($0)) MiB" } ?? ""))
                : .crashed(cause)
        }
        events.append(.workerDied(worker: place, cause: status.cause ?? cause))
        if status.kind == .outOfMemory, slot.hasEndedCell {
            // Some of the memory is that of cells before; alone in a fresh process it is judged.
            slots[place].reserved = current.cell
            return
        }
        var isFinal = true
        if status.kind == .crashed {
            deaths[current.cell, default: 0] += 1
            isFinal = deaths[current.cell]! > options.retries
            if isFinal {
                events.append(.quarantined(cell: current.cell))
            } else {
                schedule.giveBack([current.cell])
            }
        }
        self.end(
            current.cell, WorkerDeath.outcome(status, began: began), worker: place, isFinal: isFinal)
    }
}
