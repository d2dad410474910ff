import Datasets
import Numerics
import Primitives
import Records
import TensorCore
import Training

/// One cell, ready to be trained again under observation.
public struct CellReplay: Sendable {
    /// The cell.
    public let request: CellRequest
    private let data: PreparedData
    private let blueprint: CellBlueprint
    private let settings: TrainingSettings
    private let cache = PlanCache()

    /// Loads and prepares the data of a cell and puts its parts together.
    ///
    /// Throws `.data` where the data are missing or others.
    public init(_ request: CellRequest) throws(BenchError) {
        self.request = request
        data = try StoredCellRequest.load(request).prepared(seed: request.specification.seed)
        blueprint = try Catalogue.blueprint(request.specification, data: data)
        settings = TrainingSettings(arguments: request.specification.training.arguments)
    }

    /// The compiled training steps: which methods act in which phase, then each instruction.
    public var planText: String {
        let phases = StepPhase.acting(in: blueprint).map { phase, ids in
            "  \(phase.title): \(ids.joined(separator: ", "))\n"
        }.joined()
        return blueprint.compiledSteps(settings, on: data, cache: cache).map { step in
            "batches of \(step.batchSize)\n" + phases + step.plan.description
        }.joined(separator: "\n")
    }

    /// Trains the cell, adding to `trace` the first of `every` steps and the last of each epoch; nil where
    /// `shouldStop` asked to give up.
    public func run(
        instructionSet: InstructionSet, every: Int = 1, trace: StepTraceTable? = nil,
        shouldStop: @escaping @Sendable () -> Bool = { false }
    ) throws(BenchError) -> Outcome? {
        var environment = ExecutionEnvironment(
            instructionSet: instructionSet, cache: cache, shouldStop: shouldStop,
            keepsPredictions: request.keepsPredictions)
        if let trace {
            environment.onEpoch = { points in trace.add(points) }
            environment.stepObserver = StepObserver(every: every) { step in trace.add(step) }
        }
        do {
            return try CellTrainer.train(
                blueprint, on: data, settings: settings, seed: request.specification.trainingSeed,
                environment: environment)
        } catch is CancellationError {
            return nil
        } catch let error as BenchError {
            throw error
        } catch {
            throw BenchError(.internal, "the cell \(request.identity): \(error)")
        }
    }
}
