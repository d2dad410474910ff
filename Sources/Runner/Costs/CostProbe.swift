import Datasets
import Numerics
import Primitives
import Records
import Training

/// Measures what the configurations of a plan cost to train, in units that mean the same elsewhere.
public struct CostProbe: Sendable {
    /// Which of them.
    private let plan: SuitePlan
    /// Which kernels run.
    private let level: InstructionSet
    /// How often speed is measured.
    private let repetitions: Int
    private let cache = PlanCache()

    /// About how many CPU seconds a repetition takes: shorter cells are trained more often.
    private static let secondsOfRepetition = 0.25
    /// How often a cell is trained in a repetition.
    private static let rounds = 3.0...40.0

    /// A probe of the configurations of `plan`, each by its dataset as the first seed divides it.
    public init(_ plan: SuitePlan, on level: InstructionSet, repetitions: Int = 5) {
        precondition(repetitions > 0, "a measurement is made at least once")
        self.plan = plan
        self.level = level
        self.repetitions = repetitions
    }

    /// A configuration that can be trained here.
    private struct Subject {
        var number: Int
        var specification: CellSpecification
        var blueprint: CellBlueprint
        var data: PreparedData
        var settings: TrainingSettings

        /// Training steps of the suite's settings: the same whatever the methods do between them.
        var steps: Double {
            let (full, last) = settings.batches(rows: data.train.rows)
            return Double(settings.epochs) * Double(full + (last > 0 ? 1 : 0))
        }
    }

    /// The costs asked for, by the configuration's number in the plan; `progress` is told how many of how
    /// many timings are done.
    ///
    /// - memory: the bytes that the compiled programs of a cell take, with its rows: one exact number, a
    ///   function of the specification and the data alone.
    /// - speed: training steps per CPU second divided by iterations per CPU second of the calibration loop; a
    ///   number per repetition. A repetition is some rounds of the loop and a training right after it in the
    ///   same thread, and takes the fastest of each: neighbours on the machine only ever slow, in bursts, so
    ///   that the fastest are what repeats from run to run. Every configuration is trained once before
    ///   anything is timed, and repetitions go round over the configurations, so that what changes on the
    ///   machine in the meantime is in all of them.
    ///
    /// A configuration whose cell fails, or cannot be prepared, has no numbers. Throws `CancellationError`
    /// when `shouldStop` says so.
    public func costs(
        _ asked: Set<GateRules.Cost>, shouldStop: @escaping @Sendable () -> Bool = { false },
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> [Int: [GateRules.Cost: [Double]]] {
        guard !asked.isEmpty else { return [:] }
        let subjects = try self.subjects()
        var costs: [Int: [GateRules.Cost: [Double]]] = [:]
        if asked.contains(.memory) {
            for subject in subjects {
                if shouldStop() { throw CancellationError() }
                costs[subject.number, default: [:]][.memory] = [
                    subject.blueprint.memory(subject.settings, on: subject.data, cache: cache)
                ]
            }
        }
        if asked.contains(.speed) {
            for (number, speeds) in try speeds(of: subjects, shouldStop: shouldStop, progress: progress) {
                costs[number, default: [:]][.speed] = speeds
            }
        }
        return costs
    }

    private func subjects() throws(BenchError) -> [Subject] {
        let free = MemoryEstimate.available(jobs: 1)
        var subjects: [Subject] = []
        for (number, cell) in plan.examples.enumerated() {
            guard let data = try plan.prepared(cell.datasetLabel) else { continue }
            let blueprint = try Catalogue.blueprint(cell.specification, data: data)
            let settings = TrainingSettings(arguments: cell.specification.training.arguments)
            // What the cells are refused for is not tried here either.
            guard settings.refusal(of: blueprint.model, rows: data.train.rows) == nil,
                MemoryEstimate.refusal(
                    blueprint, data, settings, passes: plan.costs[number], free: free, jobs: 1, cache: cache)
                    == nil
            else { continue }
            subjects.append(
                Subject(
                    number: number, specification: cell.specification, blueprint: blueprint, data: data,
                    settings: settings))
        }
        return subjects
    }

    private func speeds(
        of subjects: [Subject], shouldStop: @escaping @Sendable () -> Bool,
        progress: (_ done: Int, _ total: Int) -> Void
    ) throws -> [Int: [Double]] {
        let total = subjects.count * (repetitions + 1)
        var done = 0
        var rounds = [Int](repeating: 0, count: subjects.count)
        for (index, subject) in subjects.enumerated() {
            // Compiles the programs, and tells how long a cell takes.
            if let seconds = try train(subject, shouldStop) {
                let needed = (Self.secondsOfRepetition / max(seconds, 1e-9)).rounded(.up)
                rounds[index] = Int(min(max(needed, Self.rounds.lowerBound), Self.rounds.upperBound))
            }
            done += 1
            progress(done, total)
        }
        var speeds: [Int: [Double]] = [:]
        for _ in 0..<repetitions {
            for (index, subject) in subjects.enumerated() {
                done += 1
                defer { progress(done, total) }
                guard rounds[index] > 0 else { continue }
                var (calibration, seconds) = (0.0, Double.infinity)
                for _ in 0..<rounds[index] {
                    calibration = max(calibration, CalibrationLoop.iterationsPerSecond(on: level))
                    seconds = min(seconds, try train(subject, shouldStop) ?? .infinity)
                }
                speeds[subject.number, default: []].append(subject.steps / seconds / calibration)
            }
        }
        return speeds
    }

    /// The CPU seconds of one training; nil where it fails.
    private func train(_ subject: Subject, _ shouldStop: @escaping @Sendable () -> Bool) throws -> Double? {
        let outcome = try CellTrainer.train(
            subject.blueprint, on: subject.data, settings: subject.settings, seed: subject.specification.seed,
            environment: ExecutionEnvironment(instructionSet: level, cache: cache, shouldStop: shouldStop))
        return outcome.status.kind == .completed ? Double(outcome.cpuNanoseconds) * 1e-9 : nil
    }
}
