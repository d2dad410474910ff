import Datasets
import Foundation
import Numerics
import Primitives
import Records
import Synchronization
import TensorCore
import Training

/// Trains cells in this process, from nothing but requests; keeps loaded data and compiled plans for the next.
///
/// Safe from any thread.
public final class CellExecutor: Sendable {
    private let instructionSet: InstructionSet
    private let cache = PlanCache()
    private let prepared = PreparedCache()
    private let datasets = Mutex<[DatasetRecipe: TreatedDataset]>([:])
    /// How many cells are trained at once on this machine, here and in other processes.
    private let jobs: Int
    /// Bytes that a cell may use.
    private let memory: Double

    /// An executor; `memory` is what a cell may use in bytes, its share of the machine's where nil.
    public init(instructionSet: InstructionSet, jobs: Int, memory: Double? = nil) {
        self.instructionSet = instructionSet
        self.jobs = jobs
        self.memory = memory ?? MemoryEstimate.available(jobs: jobs)
    }

    /// Data that are loaded already need not be loaded again.
    func adopt(_ treated: TreatedDataset) { datasets.withLock { $0[treated.recipe] = treated } }

    /// The outcome of a cell; nil when it was told to stop.
    ///
    /// Throws where its data cannot be loaded or are not those that the cell is about: the run was told of others
    /// when it began, so the cell is not to blame.
    public func execute(
        _ request: CellRequest, shouldStop: @escaping @Sendable () -> Bool = { false },
        onEpoch: (@Sendable (_ points: ArraySlice<CurvePoint>) -> Void)? = nil
    ) throws(BenchError) -> Outcome? {
        let specification = request.specification
        let treated = try dataset(request.recipe)
        guard treated.dataset.contentHash == specification.datasetHash else {
            throw Self.changedData(of: request.recipe)
        }
        do {
            let data = try treated.prepared(seed: specification.seed)
            let settings = TrainingSettings(arguments: specification.training.arguments)
            let blueprint = try Catalogue.blueprint(specification, data: data)
            if let refusal = MemoryEstimate.refusal(
                blueprint, data, settings, passes: blueprint.costInPasses, free: memory, jobs: jobs,
                cache: cache)
            {
                return Self.untrained(refusal)
            }
            let environment = ExecutionEnvironment(
                instructionSet: instructionSet, cache: cache, shouldStop: shouldStop,
                keepsPredictions: request.keepsPredictions, onEpoch: onEpoch)
            return try CellTrainer.train(
                blueprint, on: data, settings: settings, seed: specification.trainingSeed,
                environment: environment)
        } catch is CancellationError {
            return nil
        } catch {
            return Self.untrained(.failed("\(error)"))
        }
    }

    private func dataset(_ recipe: DatasetRecipe) throws(BenchError) -> TreatedDataset {
        if let known = datasets.withLock({ $0[recipe] }) { return known }
        let treated = try TreatedDataset(recipe, TreatedDataset.load(recipe), cache: prepared)
        datasets.withLock { $0[recipe] = treated }
        return treated
    }

    private static func changedData(of recipe: DatasetRecipe) -> BenchError {
        let file = recipe.use.arguments.complete["path"]?.text.map { " (\($0))" } ?? ""
        return BenchError(
            .data,
            "the data of \"\(recipe.label)\"\(file) are no longer those that the run began with",
            at: .init(file: recipe.suitePath),
            remedy: "run again: cells of the changed data are other cells, and what is stored stays")
    }

    /// The outcome of a cell that never began.
    static func untrained(_ status: Status) -> Outcome {
        Outcome(
            status: status, startedAt: Date().timeIntervalSince1970, wallNanoseconds: 0, cpuNanoseconds: 0)
    }
}
