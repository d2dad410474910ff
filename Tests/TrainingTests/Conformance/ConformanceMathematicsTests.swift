import Datasets
import Methods
import Models
import Numerics
import Primitives
import TensorCore
import Testing

@testable import Training

/// What holds of every method as a function: derivatives, symmetries, cost.
@Suite("Mathematics of every method")
struct ConformanceMathematicsTests {
    private func setting(_ id: String) throws -> ConformanceSetting {
        try #require(Conformance.setting(for: id), "\(id) fits none of the kit's settings")
    }

    // MARK: Derivatives

    /// Methods that add to the loss, or stand between the parameters and it.
    static let inLoss = MethodCatalogue.all.filter {
        $0 is any LossTransform.Type || $0 is any MeanLossTransform.Type || $0 is any Penalty.Type
            || $0 is any ObjectiveTerm.Type || $0 is any Reparameterization.Type
    }.map { $0.declaration.id }

    @Test("the gradient of the whole objective agrees with differences in Float64", arguments: inLoss)
    func gradient(id: String) throws {
        if ConformanceExceptions.notADerivative[id] != nil { return }
        let setting = try setting(id).smooth
        let part = ConformancePart.telling(id)
        let blueprint = try #require(Conformance.makeCell(setting, [part]))
        // What a fit binds and begins: one epoch leaves tables, data and states behind.
        let cell = try Conformance.cell(setting, [part], epochs: 1)
        let rows = 20
        let step = StepBuilder(
            blueprint, .training, batchSize: rows, setting.data, active: blueprint.active(inStep: 0))
        StepProgram.transformBatch(step)
        let loss = step.firstValue()
        let slope = TensorCore.gradient(of: loss, withRespectTo: [step.parameters])[0]
        step.graph.setWidth(ofTable: "hyperparameters", to: max(1, step.columns.count))

        var buffers: [BufferName: [Double]] = [:]
        for (name, buffer) in cell.buffers { buffers[name] = buffer.values.map(Double.init) }
        for state in step.states { buffers[.state(state.name)] = state.initialValues(cell).map(Double.init) }
        var stream = RandomStream(seed: 9, name: "gradient")
        let start = cell.parameters.values.map { Double($0) + 0.1 * stream.normal() }
        let direction = start.map { _ in stream.normal() }
        let table = try #require(cell.table)
        let entry = PlanCache.Entry(
            plan: Compiler.compile(Program(graph: Graph())), columns: step.columns.map(\.name),
            sources: step.columns.map(\.source), states: [], records: [])
        var context = ReferenceContext(
            buffers: buffers,
            tableRows: [
                "hyperparameters": step.columns.isEmpty ? [0] : table.row(entry, step: 0).map(Double.init),
                "indices": (0..<rows).map(Double.init),
                "validation indices": (0..<rows).map { Double($0 % setting.data.validation.rows) },
            ], keys: step.graph.streamNames.map { RandomKey(seed: 3, name: $0) })
        func evaluate(_ tensor: Tensor, _ shift: Double) -> [Double] {
            context.buffers[.state("parameters")] = zip(start, direction).map { $0 + shift * $1 }
            return ReferenceExecutor.evaluate([tensor], context)[0]
        }
        let actual = zip(evaluate(slope, 0), direction).reduce(0) { $0 + $1.0 * $1.1 }
        let h = 1e-5
        func difference(_ h: Double) -> Double {
            (evaluate(loss, h)[0] - evaluate(loss, -h)[0]) / (2 * h)
        }
        let expected = (4 * difference(h) - difference(2 * h)) / 3
        #expect(actual.isFinite && actual != 0, "\(id)")
        #expect(
            abs(actual - expected) <= 1e-5 * max(1, abs(expected)),
            "\(id): \(actual), differences \(expected)")
    }

    // MARK: Symmetries

    /// Trains with `prepare` and gives the outputs on the test rows.
    private func outputs(
        _ setting: ConformanceSetting, _ part: ConformancePart, prepare: (inout CellState) -> Void = { _ in }
    ) throws -> [Float] {
        let cell = try Conformance.cell(
            setting, [part], optimizer: Conformance.sgd(rate: 0.02), epochs: 1, prepare: prepare)
        #expect(cell.failure == nil, "\(part.id)")
        return Evaluator(cell).outputs(of: setting.data.test, cell)
    }

    /// Reorders an axis of the parameter `index` of the model in `cell`.
    private func permute(
        _ cell: inout CellState, parameter index: Int, rows: [Int]? = nil, columns: [Int]? = nil
    ) {
        let layout = ParameterLayout(cell.blueprint.model.parameters)
        let shape = layout.specifications[index].matrixShape
        let isVector = layout.specifications[index].shape.rank == 1
        let (height, width) = isVector ? (1, shape.count) : (shape[0], shape[1])
        var values = cell.parameters.values
        let old = Array(values[layout.offsets[index]..<layout.offsets[index] + height * width])
        for row in 0..<height {
            for column in 0..<width {
                values[layout.offsets[index] + row * width + column] =
                    old[(rows?[row] ?? row) * width + (columns?[column] ?? column)]
            }
        }
        cell.buffers[.state("parameters")] = FloatBuffer(values)
    }

    private func permuted(_ values: [Float], width: Int, _ order: [Int]) -> [Float] {
        values.indices.map { values[$0 / width * width + order[$0 % width]] }
    }

    private func check(_ actual: [Float], _ expected: [Float], _ id: String) {
        let scale = expected.reduce(1) { max($0, abs($1)) }
        let worst = zip(actual, expected).reduce(0) { max($0, abs($1.0 - $1.1)) }
        #expect(actual.count == expected.count && worst <= 2e-3 * scale, "\(id): off by \(worst) of \(scale)")
    }

    @Test("classes in another order give the outputs in that order", arguments: Conformance.ids)
    func labelPermutation(id: String) throws {
        let (setting, part) = (try setting(id), ConformancePart.telling(id))
        if ConformanceExceptions.dependsOnClassOrder[id] != nil { return }
        let classes = setting.data.outputWidth
        guard setting.data.task.kind == .classification,
            let blueprint = Conformance.makeCell(setting, [part]), classes > 1
        else { return }
        let order = Array(1..<classes) + [0]
        func reordered(_ partition: Partition) -> Partition {
            var result = partition
            result.targets = permuted(partition.targets, width: classes, order)
            result.labels = partition.labels.map { order.firstIndex(of: $0)! }
            return result
        }
        var data = setting.data
        data.train = reordered(data.train)
        data.validation = reordered(data.validation)
        let other = setting.with(data)
        let layout = ParameterLayout(blueprint.model.parameters)
        let expected = permuted(try outputs(setting, part), width: classes, order)
        let actual = try outputs(other, part) { cell in
            for index in layout.specifications.indices.suffix(2)
            where layout.specifications[index].shape[-1] == classes {
                permute(&cell, parameter: index, columns: order)
            }
        }
        check(actual, expected, id)
    }

    @Test("inputs in another order change nothing", arguments: Conformance.ids)
    func inputPermutation(id: String) throws {
        let (setting, part) = (try setting(id), ConformancePart.telling(id))
        // An order of the inputs is what an image is.
        if ConformanceExceptions.dependsOnInputOrder[id] != nil || setting.data.layout.shape != nil { return }
        let width = setting.data.inputWidth
        let order = Array((0..<width).reversed())
        func reordered(_ partition: Partition) -> Partition {
            var result = partition
            result.inputs = permuted(partition.inputs, width: width, order)
            return result
        }
        var data = setting.data
        data.train = reordered(data.train)
        data.validation = reordered(data.validation)
        data.test = reordered(data.test)
        let other = setting.with(data)
        let expected = try outputs(setting, part)
        let actual = try outputs(other, part) { permute(&$0, parameter: 0, rows: order) }
        check(actual, expected, id)
    }

    // MARK: Cost

    /// Multiply-adds of a step on `rows` rows in a wide MLP, on average over the period of the methods.
    private func count(_ blueprint: CellBlueprint, _ data: PreparedData, rows: Int) -> Double {
        let period = blueprint.everyone.map(\.method.period).max() ?? 1
        let step = { (number: Int) in
            blueprint.stepEntry(
                batchSize: rows, data, PlanCache(), active: blueprint.active(inStep: number)
            ).entry.plan.multiplyAdds
        }
        if period == 1 { return step(0) }
        return (step(0) + Double(period - 1) * step(1)) / Double(period)
    }

    /// Products of matrices that grow with the rows are passes.
    ///
    /// Those that do not, on the weights alone (an
    /// orthogonal direction, a spectral norm), weigh less the larger the batch: a declaration may count them or not.
    @Test("the declared cost in passes is what the compiled step of an MLP has", arguments: Conformance.ids)
    func cost(id: String) throws {
        if ConformanceExceptions.costNotCounted[id] != nil { return }
        let chosen = try setting(id)
        var wide = ConformanceSetting(
            name: "wide mlp", model: "mlp", modelArguments: ["hidden": .integers([96, 96])],
            data: chosen.data,
            others: chosen.others)
        let part = ConformancePart.telling(id)
        if Conformance.refusal(wide, [part]) != nil { wide = chosen }
        let method = try #require(Conformance.makeCell(wide, [part]))
        let plain = try #require(Conformance.makeCell(wide, []))
        let (few, many) = (24, 96)
        let counts = [few, many].map { count(method, wide.data, rows: $0) }
        let baseline = [few, many].map { count(plain, wide.data, rows: $0) }
        let least = (counts[1] - counts[0]) / (baseline[1] - baseline[0])
        let most = counts[1] / baseline[1]
        let declared = method.costInPasses
        let isCovered =
            declared == 1
            ? least <= 1.15 : declared >= 0.85 * min(least, most) && declared <= 1.15 * max(least, most)
        #expect(
            isCovered, "\(id) declares \(declared); counted \(least) growing with the rows, \(most) in all")
    }
}
