import Datasets
import Primitives
import TensorCore

/// The training step of a cell, traced: the program and what it must be given.
struct StepProgram {
    let program: Program
    let columns: [StepBuilder.Column]
    let states: [StepBuilder.State]
    /// The names of the traced scalars after the loss.
    let records: [String]

    /// Where a step that is observed leaves its gradient.
    static let gradientState = "observer/gradient"

    /// Traces the step for batches of `batchSize` of the training rows of `data`.
    ///
    /// `active` names the methods with a period whose special step it is. `keepsGradient` makes the gradient a state
    /// of its own, which nothing reads.
    static func trace(
        _ blueprint: CellBlueprint, batchSize: Int, data: PreparedData, active: Set<String>,
        keepsGradient: Bool = false
    ) -> StepProgram {
        let step = StepBuilder(blueprint, .training, batchSize: batchSize, data, active: active)
        transformBatch(step)
        let loss = step.firstValue()
        // Subnormal gradients would slow a step down sixfold and can no longer move a parameter.
        let slope = step.objective.gradient(at: step.parameters).flushingSubnormals()
        if keepsGradient {
            _ = step.state(Self.gradientState, [step.layout.count], .filled(.constant(0)), .stage)
            step.assign(slope, to: Self.gradientState)
        }
        let updated = update(step, slope)
        var program = Program(graph: step.graph)
        for (state, value) in step.assignments { program.assign(value, to: state) }
        for (name, value) in step.modelStates {
            let state = blueprint.model.states.first { $0.name == name }!
            program.assign(value, to: state.buffer)
        }
        program.assign(updated, to: "parameters")
        program.trace(loss)
        for record in step.records { program.trace(record.value) }
        // The table's width is the number of columns that were asked for.
        step.graph.setWidth(ofTable: "hyperparameters", to: max(1, step.columns.count))
        return StepProgram(
            program: program, columns: step.columns, states: step.states, records: step.records.map(\.name))
    }

    /// The batch as the batch transforms change it, in the order of the stack.
    static func transformBatch(_ step: StepBuilder) {
        step.transformedBatch = step.batch
        for (method, context) in step.everyone((any BatchTransform).self) {
            let before = step.transformedBatch!
            var after = method.transform(before, context)
            if let isOn = step.gate(method, context) { after = Self.select(isOn, after, before) }
            step.transformedBatch = after
        }
    }

    /// The parameters after the step: the optimiser inside its transforms, the update transforms, what comes after.
    private static func update(_ step: StepBuilder, _ slope: Tensor) -> Tensor {
        let optimizer = step.blueprint.optimizer
        let own = step.context(optimizer.use)
        func inner(_ remaining: ArraySlice<(method: any OptimizerTransform, context: MethodContext)>)
            -> (Tensor, Tensor) -> Tensor
        {
            guard let (method, context) = remaining.first else {
                return { optimizer.method.update($0, gradient: $1, own) }
            }
            return { parameters, gradient in
                method.update(parameters, gradient: gradient, using: inner(remaining.dropFirst()), context)
            }
        }
        let parameters = step.parameters
        var updated = inner(step.stack((any OptimizerTransform).self)[...])(parameters, slope)
        for (method, context) in step.everyone((any UpdateTransform).self) {
            let changed = method.transform(updated, from: parameters, gradient: slope, context)
            updated = step.gate(method, context).map { TensorCore.select($0, changed, updated) } ?? changed
        }
        for (method, context) in step.everyone((any AfterStep).self) {
            let changed = method.afterStep(updated, from: parameters, context)
            guard let isOn = step.gate(method, context), !changed.isSame(as: updated) else {
                updated = changed
                continue
            }
            updated = TensorCore.select(isOn, changed, updated)
        }
        return updated
    }

    private static func select(_ isOn: Tensor, _ a: Batch, _ b: Batch) -> Batch {
        func either(_ a: Tensor, _ b: Tensor) -> Tensor {
            a.isSame(as: b) ? a : TensorCore.select(isOn, a, b)
        }
        var result = Batch(inputs: either(a.inputs, b.inputs), targets: either(a.targets, b.targets))
        if let weights = a.weights {
            result.weights = either(
                weights, b.weights ?? weights.graph.scalar(1).broadcast(to: weights.shape))
        }
        return result
    }
}
