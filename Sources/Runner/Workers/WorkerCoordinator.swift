import Foundation
import Numerics
import Primitives
import Records

/// One run of cells on worker processes: a loop that hands out cells, hears what workers say, watches over their
/// limits, buries the dead and puts new ones in their places.
///
/// Used from one thread, which sleeps in `poll`.
final class WorkerCoordinator {
    /// How long the loop sleeps at most, and while outcomes wait to be committed.
    private static let (rest, haste) = (Duration.milliseconds(100), Duration.milliseconds(20))
    /// So many processes that die one after the other before they begin a cell end the run.
    private static let mostEarlyDeaths = 3
    /// Where someone kills them, the program is not to blame; but it must not go on for ever.
    private static let mostEarlyKills = 100

    let batch: CellBatch
    let options: DispatchOptions
    let interruption: Interruption
    let executable: String
    let wakeUp: WakeUp
    /// Bytes that a cell may use; nil for no limit.
    let memory: Int?
    var slots: [WorkerSlot]
    var schedule: CellSchedule
    var pace = CellPace()
    var configurations: ConfigurationNumbers
    /// How often each cell brought its worker down.
    var deaths: [Int: Int] = [:]
    /// Told at the end of each round.
    var events: [DispatchEvent] = []
    /// Cells without a final end.
    var remaining: Int
    var hasFailed = false
    /// What ends the run, no cell being to blame.
    private var fault: BenchError?
    private var lostTime = LostTime(.now)
    private var looked = ContinuousClock.now
    private var ticked = ContinuousClock.now
    private var hasNews = false
    private var descriptors: [pollfd] = []
    private var stirred: [Int] = []

    init(_ batch: CellBatch, options: DispatchOptions, interruption: Interruption, executable: String)
        throws(BenchError)
    {
        self.batch = batch
        self.options = options
        self.interruption = interruption
        self.executable = executable
        wakeUp = try WakeUp()
        memory = MemoryLimit.perCell(options)
        let jobs = max(1, min(options.jobs, batch.count))
        slots = (0..<jobs).map { _ in WorkerSlot() }
        schedule = CellSchedule(batch, workers: jobs, options)
        configurations = ConfigurationNumbers()
        remaining = batch.count
    }

    /// Whether no further cell is handed out.
    var isStopping: Bool { interruption.isRequested || (options.failsFast && hasFailed) }

    private var isDone: Bool {
        slots.allSatisfy { $0.assignments.isEmpty }
            && (isStopping || schedule.count == 0 && slots.allSatisfy { $0.reserved == nil })
    }

    func run(_ handle: (DispatchEvent) throws(BenchError) -> Void) throws(BenchError) -> Int {
        while !isDone, !interruption.isImmediate {
            if !isStopping {
                try staff()
                handOut()
            } else {
                discard()
            }
            try round(handle)
        }
        if interruption.isImmediate {
            for place in slots.indices { accuse(place, .exchanged) }
            // What they sent before counts.
            try round(handle)
        }
        try dismiss(handle)
        return remaining
    }

    /// Puts a process into every place where one is needed.
    private func staff() throws(BenchError) {
        var vacant = schedule.count
        for slot in slots where slot.process != nil && slot.assignments.isEmpty && slot.verdict == nil {
            vacant -= 1
        }
        for place in slots.indices
        where slots[place].process == nil && (vacant > 0 || slots[place].reserved != nil) {
            slots[place].process = try WorkerProcess(executable: executable, wakeUp: wakeUp)
            slots[place].started = .now
            if slots[place].reserved == nil { vacant -= 1 }
        }
    }

    /// Takes back what workers have not begun.
    private func discard() {
        for place in slots.indices
        where slots[place].isServing && slots[place].assignments.count > 1 && !slots[place].isDiscarding {
            slots[place].isDiscarding = true
            slots[place].process?.send(.discard)
            slots[place].process?.flush()
        }
    }

    /// Gives every worker as many cells as it should have.
    private func handOut() {
        // Everyone's first before anyone's second.
        for place in slots.indices where slots[place].isServing && slots[place].assignments.isEmpty {
            give(place)
        }
        for place in slots.indices where slots[place].isServing {
            guard let first = slots[place].assignments.first else { continue }
            var depth = self.depth(first)
            while slots[place].assignments.count < depth, schedule.count > slots.count {
                give(place)
                guard let last = slots[place].assignments.last else { break }
                depth = min(depth, self.depth(last))
            }
        }
        for slot in slots where slot.isServing { slot.process?.flush() }
    }

    private func depth(_ assignment: WorkerSlot.Assignment) -> Int {
        pace.depth(configuration: assignment.configuration, expected: assignment.expected)
    }

    /// The next cell for a worker, if there is one.
    private func give(_ place: Int) {
        guard let process = slots[place].process,
            let cell = slots[place].reserved ?? schedule.next(for: place)
        else { return }
        slots[place].reserved = nil
        let request = batch.request(cell)
        let entry = configurations.entry(of: request)
        if slots[place].knownRecipes.insert(entry.recipe).inserted {
            process.send(
                .recipe(number: entry.recipe, text: configurations.recipeText(entry.recipe)))
        }
        if slots[place].knownConfigurations.insert(entry.number).inserted {
            process.send(
                .configuration(number: entry.number, recipe: entry.recipe, text: entry.text))
        }
        process.send(
            .cell(
                number: cell, configuration: entry.number, seed: request.specification.seed,
                identity: request.identity, keepsPredictions: request.keepsPredictions))
        slots[place].assignments.append(
            .init(
                cell: cell, configuration: entry.number, expected: batch.expectedSeconds(cell), began: nil))
    }

    /// Sleeps until something happens, takes note of it and tells it.
    private func round(_ handle: (DispatchEvent) throws(BenchError) -> Void) throws(BenchError) {
        sleep()
        for place in stirred { listen(place) }
        let now = ContinuousClock.now
        enforceTime(.now)
        if now - looked >= Self.rest {
            looked = now
            enforceMemory()
        }
        for place in slots.indices { try bury(place) }
        if now - ticked >= (hasNews ? Self.haste : Self.rest) {
            events.append(.tick)
            ticked = now
            hasNews = false
        }
        let told = events
        events.removeAll(keepingCapacity: true)
        for event in told {
            if case .ended = event { hasNews = true }
            try handle(event)
        }
        if let fault { throw fault }
    }

    private func sleep() {
        let now = ContinuousClock.now
        var pause = min(ticked + (hasNews ? Self.haste : Self.rest), looked + Self.rest) - now
        if let timeout = options.timeout {
            for slot in slots {
                guard let began = slot.current?.began else { continue }
                pause = min(pause, began + .seconds(timeout) - .now)
            }
        }
        let milliseconds = Int32(max(0, min(100, (pause / .milliseconds(1)).rounded(.up))))
        wait(milliseconds)
        let lost = lostTime.lost(.now, asked: .milliseconds(Int(milliseconds)))
        if lost > .zero { for place in slots.indices { slots[place].forgive(lost) } }
    }

    /// Sleeps in `poll`; afterwards `stirred` has the places whose pipes have something to say.
    private func wait(_ milliseconds: Int32) {
        descriptors.removeAll(keepingCapacity: true)
        descriptors.append(pollfd(fd: wakeUp.descriptor, events: Int16(POLLIN), revents: 0))
        let idle = pollfd(fd: -1, events: 0, revents: 0)
        for slot in slots {
            if let process = slot.process {
                process.appendInterests(to: &descriptors)
            } else {
                descriptors += [idle, idle, idle]
            }
        }
        let count = poll(&descriptors, nfds_t(descriptors.count), milliseconds)
        stirred =
            count <= 0
            ? []
            : slots.indices.filter { place in
                (1...3).contains { descriptors[3 * place + $0].revents != 0 }
            }
        if count > 0, descriptors[0].revents != 0 { wakeUp.silence() }
    }

    /// Takes what a worker says.
    private func listen(_ place: Int) {
        guard let process = slots[place].process else { return }
        process.flush()
        let (replies, fault) = process.receive()
        for reply in replies {
            // Who has said nonsense is not believed any more.
            if case .faulty? = slots[place].verdict { return }
            hear(reply, from: place)
        }
        if let fault { accuse(place, .faulty(fault.description)) }
    }

    private func hear(_ reply: WorkerProtocol.Reply, from place: Int) {
        let first = slots[place].assignments.first
        switch reply {
        case .ready(let version):
            guard version == WorkerProtocol.version else {
                return accuse(place, .faulty("version \(version) of the workers' protocol"))
            }
            if let memory, options.memory != nil, let process = slots[place].process?.process,
                let held = ProcessMemory.resident(process), held >= memory
            {
                fault = fault ?? WorkerDeath.limitBelowBase(held, limit: memory)
            }
            slots[place].process?.send(
                .settings(
                    .init(
                        instructionSet: options.instructionSet.rawValue, jobs: options.jobs, memory: memory)))
            slots[place].isReady = true
            events.append(.workerReady(worker: place, process: slots[place].process?.process))
        case .began(let cell):
            guard first?.cell == cell, first?.began == nil else {
                return accuse(place, .faulty("a cell out of turn"))
            }
            slots[place].assignments[0].began = .now
            slots[place].earlyDeaths = (0, 0)
            events.append(.began(worker: place, cell: cell))
        case .epoch(let cell, let points):
            guard first?.cell == cell else { return accuse(place, .faulty("an epoch out of turn")) }
            events.append(.epoch(worker: place, cell: cell, points: points))
        case .outcome(let cell, let outcome):
            guard let first, first.cell == cell, let began = first.began else {
                return accuse(place, .faulty("an outcome out of turn"))
            }
            slots[place].assignments.removeFirst()
            slots[place].hasEndedCell = true
            // It was condemned a moment too late; the next cell is not to blame.
            if slots[place].verdict != nil { slots[place].verdict = .exchanged }
            // Where both of its messages came at once, the worker's clock knows better.
            let seconds = max((.now - began) / .seconds(1), Double(outcome.wallNanoseconds) * 1e-9)
            if outcome.status == .completed {
                pace.learn(configuration: first.configuration, expected: first.expected, actual: seconds)
            }
            end(cell, outcome, worker: place, isFinal: true)
            if let memory, let peak = outcome.peakBytes, peak > memory / 2,
                let process = slots[place].process?.process,
                let held = ProcessMemory.resident(process), held > memory / 2
            {
                accuse(place, .exchanged)
            }
        case .discarded:
            guard slots[place].isDiscarding else {
                return accuse(place, .faulty("an answer that nobody asked for"))
            }
            schedule.giveBack(slots[place].assignments.map(\.cell))
            slots[place].assignments = []
        case .fault(let code, let message, let remedy):
            fault =
                fault ?? BenchError(ExitCode(rawValue: code) ?? .internal, message, remedy: remedy)
        }
    }

    /// Tells how a cell ended.
    func end(_ cell: Int, _ outcome: Outcome, worker: Int, isFinal: Bool) {
        if isFinal {
            remaining -= 1
            if outcome.status.kind != .completed { hasFailed = true }
        }
        events.append(.ended(worker: worker, cell: cell, outcome: outcome, isFinal: isFinal))
    }

    /// Ends a worker for a reason.
    func accuse(_ place: Int, _ verdict: WorkerSlot.Verdict) {
        guard slots[place].verdict == nil else { return }
        slots[place].verdict = verdict
        slots[place].process?.kill()
    }

    /// Ends the workers that are left, quietly.
    private func dismiss(_ handle: (DispatchEvent) throws(BenchError) -> Void) throws(BenchError) {
        for slot in slots { slot.process?.closeInput() }
        let patience = ContinuousClock.now + .seconds(2)
        while slots.contains(where: { $0.process != nil && $0.process?.end == nil }), .now < patience {
            wait(20)
            for place in stirred { _ = slots[place].process?.receive() }
        }
        for slot in slots { slot.process?.kill() }
    }

    static func earlyEnd(_ cause: String) -> BenchError {
        BenchError(
            .internal,
            "workers die before they begin a cell, again and again: \(cause)",
            remedy: "try --isolation thread; `bench doctor` looks at this machine")
    }

    /// Counts a process that died in a place before it began a cell; whether that was one too many.
    func countEarlyDeath(_ place: Int, wasKilled: Bool) -> Bool {
        slots[place].earlyDeaths.all += 1
        if wasKilled { slots[place].earlyDeaths.killed += 1 }
        let (all, killed) = slots[place].earlyDeaths
        return all - killed >= Self.mostEarlyDeaths || killed >= Self.mostEarlyKills
    }
}
