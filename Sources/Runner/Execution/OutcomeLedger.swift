import Primitives
import Records
import Store

/// Takes outcomes to the store, those that come together in one transaction, and then tells the observers.
///
/// Used from one thread.
final class OutcomeLedger {
    private let store: Store
    private let environment: Environment
    private let log: RunLog
    private let observers: [any RunObserver]
    /// Whether every outcome is a transaction of its own.
    private let isImmediate: Bool
    private var waiting: [DispatchEvent] = []
    private var held = 0
    /// Cells that have a final end in the store.
    private(set) var stored = 0
    /// Cells that the store has an attempt of which was to be followed by another.
    private(set) var unsettled: Set<Int> = []

    init(
        _ store: Store, environment: Environment, log: RunLog, observers: [any RunObserver],
        isImmediate: Bool
    ) {
        self.store = store
        self.environment = environment
        self.observers = observers
        self.isImmediate = isImmediate
        self.log = log
    }

    /// Events keep their order: one that comes after an outcome is told after it.
    func handle(_ event: DispatchEvent) throws(BenchError) {
        switch event {
        case .tick:
            try commit()
            tell(event)
        case .ended:
            waiting.append(event)
            held += 1
            if isImmediate || held >= 1000 { try commit() }
        case .workerDied, .quarantined:
            waiting.append(event)
        default:
            if waiting.isEmpty { tell(event) } else { waiting.append(event) }
        }
    }

    /// Brings everything that waits to the store.
    func commit() throws(BenchError) {
        guard !waiting.isEmpty else { return }
        var outcomes: [RecordedOutcome] = []
        var final = 0
        for case .ended(_, let cell, let outcome, let isFinal) in waiting {
            outcomes.append(RecordedOutcome(identity: log.identity(cell), outcome: outcome))
            if isFinal { final += 1 }
        }
        try store.record(outcomes: outcomes, environment: environment)
        stored += final
        for case .ended(_, let cell, _, let isFinal) in waiting {
            if isFinal { unsettled.remove(cell) } else { unsettled.insert(cell) }
        }
        for event in waiting { try log.handle(event) }
        let told = waiting
        waiting.removeAll(keepingCapacity: true)
        held = 0
        for event in told { tell(event) }
    }

    private func tell(_ event: DispatchEvent) {
        for observer in observers { observer.handle(event) }
    }
}
