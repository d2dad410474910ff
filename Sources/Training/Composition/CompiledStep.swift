import Datasets
import TensorCore

/// The compiled training step of a cell for one batch size.
public struct CompiledStep: Sendable {
    /// Rows per batch.
    public let batchSize: Int
    /// The instructions.
    public let plan: Plan
    /// What the cells that share this plan have in common; the key of the plan cache.
    public let structure: String
}

extension CellBlueprint {
    /// The steps that training on `data` takes: one for full batches, one more for a smaller last batch.
    ///
    /// Compiled once per `cache`, however many cells share them.
    public func compiledSteps(_ settings: TrainingSettings, on data: PreparedData, cache: PlanCache)
        -> [CompiledStep]
    {
        let (full, last) = settings.batches(rows: data.train.rows)
        return [full > 0 ? settings.batchSize : 0, last].filter { $0 > 0 }.map { size in
            let (key, entry) = stepEntry(batchSize: size, data, cache)
            return CompiledStep(batchSize: size, plan: entry.plan, structure: key)
        }
    }

    /// Bytes that training and evaluating this cell on `data` allocates, from its compiled plans.
    ///
    /// The plans' working memory is exact. Beside it stand the parameters and states with the copies that checks
    /// and the digest make of them, and the rows.
    public func memory(_ settings: TrainingSettings, on data: PreparedData, cache: PlanCache) -> Double {
        let (full, last) = settings.batches(rows: data.train.rows)
        let steps = [full > 0 ? settings.batchSize : 0, last].filter { $0 > 0 }
            .map { stepEntry(batchSize: $0, data, cache).entry }
        let plans = steps.map(\.plan) + [Evaluator.entry(self, data, cache).plan]
        let working = plans.reduce(0.0) { $0 + Double($1.workingFloats) }
        let states = (steps.first?.states ?? []).reduce(0.0) { $0 + Double($1.count) }
        let parameters = Double(layout.count)
        // Both as they are and as the step's bindings.
        let rows = 2 * Double(data.train.rows) * Double(data.inputWidth + data.outputWidth)
        return 4 * (working + 3 * parameters + 2 * states + rows)
    }

    /// The training step for batches of `batchSize` rows, from the cache or traced and compiled.
    ///
    /// `active` names the methods with a period whose special step it is; nil for all of them. `keepsGradient` makes
    /// it leave its gradient where an observer can see it.
    func stepEntry(
        batchSize: Int, _ data: PreparedData, _ cache: PlanCache, active: Set<String>? = nil,
        keepsGradient: Bool = false
    ) -> (key: String, entry: PlanCache.Entry) {
        let active = active ?? self.active(inStep: 0)
        var key = structureKey(
            batchSize: batchSize, rows: data.train.rows, inputs: data.layout, outputWidth: data.outputWidth)
        if !data.train.weights.isEmpty { key += "\nweighted" }
        if !active.isEmpty { key += "\nactive \(active.sorted())" }
        if data.validation.rows > 0 { key += "\nvalidation \(data.validation.rows)" }
        let entry = cache.entry((keepsGradient ? "observed step\n" : "step\n") + key) {
            let step = StepProgram.trace(
                self, batchSize: batchSize, data: data, active: active, keepsGradient: keepsGradient)
            return PlanCache.Entry(
                plan: Compiler.compile(step.program), columns: step.columns.map(\.name),
                sources: step.columns.map(\.source), states: step.states, records: step.records)
        }
        return (key, entry)
    }
}
