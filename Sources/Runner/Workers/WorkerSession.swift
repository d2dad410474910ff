import Foundation
import Numerics
import Primitives
import Records

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The life of a worker process: it reads cells from standard input, trains them one after the other and
/// writes what came of them to standard output, until the coordinator goes away.
public enum WorkerSession {
    /// Serves until standard input ends, which ends the process at once, whatever it does.
    public static func run() -> Never {
        for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { signal(number, SIG_IGN) }
        // What some code prints must not come between our messages.
        let output = dup(STDOUT_FILENO)
        dup2(STDERR_FILENO, STDOUT_FILENO)
        preferAsVictim()
        let requests = RequestQueue()
        let thread = Thread {
            FloatingPointEnvironment.makeStandard()
            var trainer = WorkerTrainer(WorkerOutput(descriptor: output))
            trainer.serve(requests)
        }
        thread.name = "bench worker"
        thread.stackSize = 16 << 20
        thread.start()
        receive(requests)
    }

    private static func receive(_ requests: RequestQueue) -> Never {
        var frames = FrameBuffer()
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(STDIN_FILENO, &bytes, bytes.count)
            if count < 0, errno == EINTR { continue }
            // The coordinator is gone or wants no more: nobody would hear of the cell in flight.
            guard count > 0 else { _exit(0) }
            frames.append(bytes[..<count])
            do {
                while let frame = try frames.next() { requests.put(try WorkerProtocol.Request(frame)) }
            } catch {
                fail("the coordinator sent \(error)")
            }
        }
    }

    /// Where the system runs out of memory, a worker should go rather than the coordinator.
    private static func preferAsVictim() {
        let file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { return }
        _ = write(file, "500", 3)
        close(file)
    }

    static func fail(_ message: String) -> Never {
        let text = Array("bench worker: \(message)\n".utf8)
        _ = write(STDERR_FILENO, text, text.count)
        _exit(ExitCode.internal.rawValue)
    }
}

/// Requests on their way from the thread that reads them to the one that trains.
private final class RequestQueue: @unchecked Sendable {
    private let condition = NSCondition()
    private var waiting: [WorkerProtocol.Request] = []
    private var first = 0

    func put(_ request: WorkerProtocol.Request) {
        condition.withLock {
            if request == .discard {
                // The thread that trains answers, so that its messages keep their order.
                waiting.removeSubrange(..<first)
                first = 0
                waiting.removeAll { if case .cell = $0 { true } else { false } }
            }
            waiting.append(request)
            condition.signal()
        }
    }

    /// Whether the next is a cell that waits already.
    var hasCell: Bool {
        condition.withLock {
            guard first < waiting.count, case .cell = waiting[first] else { return false }
            return true
        }
    }

    func take() -> WorkerProtocol.Request {
        condition.withLock {
            while first == waiting.count { condition.wait() }
            defer {
                first += 1
                if first == waiting.count {
                    waiting.removeAll(keepingCapacity: true)
                    first = 0
                }
            }
            return waiting[first]
        }
    }
}

/// Where a worker's messages go.
///
/// Used from the thread that trains only.
private final class WorkerOutput: @unchecked Sendable {
    private let descriptor: Int32
    private var waiting: [UInt8] = []

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// Sends a message, after those that wait; one that `waits` is sent with the next.
    func send(_ reply: WorkerProtocol.Reply, waits: Bool = false) {
        waiting += FrameBuffer.frame(reply.bytes)
        guard !waits else { return }
        var bytes = waiting[...]
        defer { waiting.removeAll(keepingCapacity: true) }
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { _exit(0) }
            bytes = bytes.dropFirst(count)
        }
    }
}

/// Trains what requests ask for.
private struct WorkerTrainer {
    /// What is known of a configuration: enough to make each of its cells.
    private enum Known {
        case configuration(CellConfiguration, CellConfiguration.Identities, DatasetRecipe)
        case unreadable(String)
    }

    private let output: WorkerOutput
    private let vocabulary = Catalogue.vocabulary
    private let failpoints = Failpoint.parse(ProcessInfo.processInfo.environment["BENCH_FAILPOINTS"] ?? "")
    private var executor: CellExecutor?
    private var recipes: [Int: DatasetRecipe] = [:]
    private var configurations: [Int: Known] = [:]

    init(_ output: WorkerOutput) { self.output = output }

    mutating func serve(_ requests: RequestQueue) {
        output.send(.ready(version: WorkerProtocol.version))
        while true {
            do {
                try handle(requests.take(), requests)
            } catch {
                WorkerSession.fail("\(error)")
            }
        }
    }

    private mutating func handle(_ request: WorkerProtocol.Request, _ requests: RequestQueue)
        throws(BenchError)
    {
        switch request {
        case .settings(let settings):
            guard let level = InstructionSet(rawValue: settings.instructionSet), level.isAvailable else {
                throw BenchError(.internal, "no instruction set \"\(settings.instructionSet)\"")
            }
            executor = CellExecutor(
                instructionSet: level, jobs: settings.jobs,
                memory: settings.memory.map(Double.init) ?? .infinity)
            if let memory = settings.memory { ProcessMemory.limitGrowth(to: memory) }
        case .recipe(let number, let text):
            recipes[number] = try DatasetRecipe(json: Self.parse(text), vocabulary: vocabulary)
        case .configuration(let number, let recipe, let text):
            guard let recipe = recipes[recipe] else { throw BenchError(.internal, "no recipe \(recipe)") }
            configurations[number] = read(text, recipe)
        case .cell(let number, let configuration, let seed, let identity, let keepsPredictions):
            output.send(.began(cell: number))
            let outcome: Outcome
            do throws(BenchError) {
                outcome = try train(number, configuration, seed, identity, keepsPredictions)
            } catch {
                let finding = error.diagnostics[0]
                let place = finding.location.map { "\($0): " } ?? ""
                output.send(
                    .fault(
                        code: error.exitCode.rawValue, message: place + finding.message,
                        remedy: finding.remedy))
                return
            }
            // What follows at once is that the next cell begins: one message less for the coordinator to wake up for.
            output.send(.outcome(cell: number, outcome), waits: requests.hasCell)
        case .discard: output.send(.discarded)
        }
    }

    private func read(_ text: String, _ recipe: DatasetRecipe) -> Known {
        do throws(BenchError) {
            guard case .object(var members) = try Self.parse(text) else { return .unreadable("no object") }
            members["seed"] = 0
            let configuration = CellConfiguration(
                try CellSpecification(
                    reading: .object(members), datasetArguments: recipe.use.arguments.complete,
                    numericsVersion: NumericsVersion.current, vocabulary: vocabulary))
            return .configuration(
                configuration, .init(configuration, empty: .accelerated()), recipe)
        } catch {
            return .unreadable(error.description)
        }
    }

    private func train(
        _ number: Int, _ configuration: Int, _ seed: Int, _ identity: CellIdentity, _ keepsPredictions: Bool
    ) throws(BenchError) -> Outcome {
        guard let executor, let known = configurations[configuration] else {
            return CellExecutor.untrained(.failed("the worker was not told what the cell is"))
        }
        guard case .configuration(let configuration, let identities, let recipe) = known else {
            guard case .unreadable(let reason) = known else { preconditionFailure() }
            return CellExecutor.untrained(.failed("the worker cannot read what the cell is: \(reason)"))
        }
        guard identities.identity(seed: seed) == identity else {
            return CellExecutor.untrained(.failed("the worker was told of another cell than was meant"))
        }
        let specification = configuration.specification(seed: seed)
        for failpoint in failpoints where failpoint.concerns(specification) { failpoint.strike() }
        let points = PointBuffer { [output] in output.send(.epoch(cell: number, points: $0)) }
        let request = CellRequest(
            specification: specification, identity: identity, recipe: recipe, label: "",
            keepsPredictions: keepsPredictions)
        // It never stops by itself: it would be killed.
        var outcome = try executor.execute(request, onEpoch: { points.add($0) })!
        outcome.peakBytes = ProcessMemory.peak
        return outcome
    }

    private static func parse(_ text: String) throws(BenchError) -> JSONValue {
        do {
            return try JSONParser.parse(text)
        } catch {
            throw BenchError(.internal, "\(error)")
        }
    }
}
