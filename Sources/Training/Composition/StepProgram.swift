import Datasets
import Primitives
import TensorCore

/// The training step of a cell, traced: the program and what it must be given.
struct StepProgram {
    let program: Program
    let hyperparameters: [String]
    let states: [StepBuilder.State]

    /// Traces the step for batches of `batchSize` of the training rows of `data`.
    static func trace(
        _ blueprint: CellBlueprint, batchSize: Int, data: PreparedData
    ) -> StepProgram {
        let (builder, program) = build(blueprint, batchSize, data)
        // The table's width is the number of hyperparameters that were asked for.
        builder.graph.setWidth(ofTable: "hyperparameters", to: max(1, builder.hyperparameters.count))
        return StepProgram(
            program: program, hyperparameters: builder.hyperparameters.map(\.name), states: builder.states)
    }

    private static func build(
        _ blueprint: CellBlueprint, _ batchSize: Int, _ data: PreparedData
    ) -> (StepBuilder, Program) {
        let layout = ParameterLayout(blueprint.model.parameters)
        let builder = StepBuilder(
            batchSize: batchSize, layout: layout, optimizerUse: blueprint.optimizer.use)
        let graph = builder.graph
        let stack = blueprint.methods.map { entry in
            (entry.method, MethodContext(step: builder, id: entry.use.id, arguments: entry.use.arguments))
        }

        let indices = graph.tableRow("indices", width: batchSize)
        func batchRows(_ name: String, width: Int) -> Tensor {
            graph.data(name, [data.train.rows, width]).gatheringRows(indices)
        }
        var batch = Batch(
            inputs: batchRows("inputs", width: data.inputWidth),
            targets: batchRows("targets", width: data.outputWidth),
            weights: data.train.weights.isEmpty ? nil : batchRows("weights", width: 1))
        for case (let method as any BatchTransform, let context) in stack {
            batch = method.transform(batch, context)
        }

        var modelStates: [(name: String, value: Tensor)]?
        func objective(_ parameters: Tensor) -> Tensor {
            // The first pass is the one at the current parameters; it alone updates the model's states.
            let isFirst = modelStates == nil
            if isFirst { modelStates = [] }
            let context = ForwardContext(
                blueprint.model, .training, ParameterView(parameters, layout),
                transform: { value, site in
                    var value = value
                    for case (let method as any ActivationTransform, let context) in stack {
                        value = method.transform(value, at: site, context)
                    }
                    return value
                }, record: isFirst ? { modelStates!.append(($1, $0)) } : nil)
            let outputs = blueprint.model.forward(batch.inputs, context)
            var loss = Loss.mean(outputs, batch.targets, blueprint.task, weights: batch.weights)
            for case (let method as any Penalty, let context) in stack {
                loss = loss + method.penalty(parameters, context)
            }
            return loss
        }

        func gradient(_ remaining: ArraySlice<(any Method, MethodContext)>, at point: Tensor) -> Tensor {
            for (index, entry) in zip(remaining.indices, remaining) {
                guard let method = entry.0 as? any GradientTransform else { continue }
                let inner = remaining[(index + 1)...]
                return method.gradient(at: point, using: { gradient(inner, at: $0) }, entry.1)
            }
            return TensorCore.gradient(of: objective(point), withRespectTo: [point])[0]
        }

        let parameters = graph.state("parameters", [layout.count])
        let loss = objective(parameters)
        // Subnormal gradients would slow a step down sixfold and can no longer move a parameter.
        let slope = gradient(stack[...], at: parameters).flushingSubnormals()
        let own = MethodContext(
            step: builder, id: blueprint.optimizer.use.id, arguments: blueprint.optimizer.use.arguments)
        var updated = blueprint.optimizer.method.update(parameters, gradient: slope, own)
        for case (let method as any UpdateTransform, let context) in stack {
            updated = method.transform(updated, from: parameters, gradient: slope, context)
        }
        var program = Program(graph: graph)
        for (state, value) in builder.assignments { program.assign(value, to: state) }
        for (name, value) in modelStates ?? [] {
            let state = blueprint.model.states.first { $0.name == name }!
            program.assign(value, to: state.buffer)
        }
        program.assign(updated, to: "parameters")
        program.trace(loss)
        return (builder, program)
    }
}
