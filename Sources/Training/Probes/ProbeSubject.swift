import Datasets
import Numerics
import Primitives
import TensorCore

/// A network as probes see it: at the parameters that evaluation uses, on a fixed batch of training rows.
///
/// The loss is the task's own on these rows: without the stack's penalties, losses and dropout, norms as in evaluation.
public struct ProbeSubject {
    private let cell: CellState
    /// Where each parameter lies.
    public let layout: ParameterLayout
    /// The parameters that evaluation uses: averaged ones where a method averages.
    public let parameters: [Double]
    /// Rows of the batch.
    public let rows: Int
    private let inputs: FloatBuffer
    private let targets: FloatBuffer

    /// The network of `cell` on `rows` of its training rows, the same ones every time.
    init(_ cell: CellState, rows wanted: Int) {
        self.cell = cell
        layout = cell.blueprint.layout
        let train = cell.data.train
        rows = min(wanted, train.rows)
        let order = RandomKey(seed: cell.seed, name: "probe").permutation(step: 0, count: train.rows)
        let chosen = order.prefix(rows).sorted()
        func gather(_ values: [Float]) -> FloatBuffer {
            let width = values.count / train.rows
            return FloatBuffer(chosen.flatMap { Array(values[$0 * width..<($0 + 1) * width]) })
        }
        inputs = gather(train.inputs)
        targets = gather(train.targets)
        let stored = cell.parameters.values
        guard cell.blueprint.everyone.contains(where: { $0.method is any EvaluationParameters }) else {
            parameters = stored.map(Double.init)
            return
        }
        let program = ProbeProgram(cell, "parameters", rows: rows) { step, flat, _ in
            var value = flat
            for (method, context) in step.everyone((any EvaluationParameters).self) {
                let changed = method.evaluationParameters(value, context)
                value = step.gate(method, context).map { select($0, changed, value) } ?? changed
            }
            return [value]
        }
        parameters = program.run(stored, inputs, targets)[0].map(Double.init)
    }

    /// The learning rate of the last step.
    public var learningRate: Double {
        let use = cell.blueprint.optimizer.use
        return cell.table?.value(of: "\(use.id).learning_rate", step: max(0, cell.stepOfFit - 1)) ?? .nan
    }

    /// A stream of the probe `name`, the same every time.
    public func stream(_ name: String) -> RandomStream {
        RandomStream(seed: cell.seed, name: "probe/\(name)")
    }

    /// The parameter tensors with their values.
    public var tensors: [(specification: ParameterSpecification, values: [Double])] {
        zip(layout.specifications, layout.offsets).map { specification, offset in
            (specification, Array(parameters[offset..<offset + specification.shape.count]))
        }
    }

    /// The weights with their values.
    public var weights: [(specification: ParameterSpecification, values: [Double])] {
        tensors.filter { $0.specification.role == .weight }
    }

    // MARK: The loss

    /// Whether the outputs are those the task's loss is of: a method may have widened them.
    public var hasLoss: Bool {
        CellBlueprint.outputWidth(cell.data.outputWidth, cell.blueprint.everyone.map(\.method))
            == cell.data.outputWidth
    }

    private func makeLoss(_ name: String, _ make: @escaping (Tensor, Tensor, Tensor) -> Tensor)
        -> ProbeProgram
    {
        let task = cell.data.task.kind
        return ProbeProgram(cell, name, rows: rows) { step, flat, batch in
            let pass = step.forward(flat, batch, pass: "", rows: nil, acts: false)
            let loss = Loss.mean(pass.outputs, batch.targets, task)
            return [loss.reshaped([1]), make(loss, flat, step.graph.state("direction", flat.shape))]
        }
    }

    /// The loss and its gradient as functions of the parameters.
    public func lossAndGradient() -> ([Double]) -> (loss: Double, gradient: [Double]) {
        let program = makeLoss("gradient") { loss, flat, _ in gradient(of: loss, withRespectTo: [flat])[0] }
        return { point in
            let results = program.run(point.map { Float($0) }, inputs, targets)
            return (Double(results[0][0]), results[1].map(Double.init))
        }
    }

    /// The Hessian of the loss at the parameters, as a function of what it is multiplied with.
    public func hessian() -> ([Double]) -> [Double] {
        let program = makeLoss("hessian") { loss, flat, direction in
            hessianVectorProduct(of: loss, withRespectTo: [flat], along: [direction])[0]
        }
        let point = parameters.map { Float($0) }
        return { direction in
            // At unit length whatever the direction's own, so that nothing vanishes in single precision.
            let norm = Spectra.norm(direction)
            guard norm > 0 else { return direction }
            let unit = FloatBuffer(direction.map { Float($0 / norm) })
            return program.run(point, inputs, targets, direction: unit)[1].map { Double($0) * norm }
        }
    }

    // MARK: The forward pass

    /// What flows on from every hidden site, rows × units.
    public func hiddenActivations() -> [(site: ActivationSite, values: [Double], units: Int)] {
        let sites = ActivationSite.of(cell.blueprint.model, inputs: cell.data.layout).filter {
            $0.kind == .hidden
        }
        guard !sites.isEmpty else { return [] }
        let program = ProbeProgram(cell, "activations", rows: rows) { step, flat, batch in
            step.forward(flat, batch, pass: "", rows: nil, acts: false).activations
                .filter { $0.site.kind == .hidden }.map(\.value)
        }
        return zip(sites, program.run(parameters.map { Float($0) }, inputs, targets)).map { site, values in
            (site, values.map(Double.init), values.count / rows)
        }
    }

    /// The model's outputs, rows × width.
    public func outputs() -> (values: [Double], width: Int) {
        let program = ProbeProgram(cell, "outputs", rows: rows) { step, flat, batch in
            [step.forward(flat, batch, pass: "", rows: nil, acts: false).outputs]
        }
        let values = program.run(parameters.map { Float($0) }, inputs, targets)[0]
        return (values.map(Double.init), values.count / rows)
    }
}

/// Vectors in double precision.
enum Spectra {
    /// Σ ab.
    static func product(_ a: [Double], _ b: [Double]) -> Double {
        var sum = StableSum()
        for index in a.indices { sum.add(a[index] * b[index]) }
        return sum.value
    }

    /// √Σ a².
    static func norm(_ a: [Double]) -> Double { product(a, a).squareRoot() }

    /// exp of the entropy of the shares of the singular values: how many directions matter.
    static func effectiveRank(_ values: [Double]) -> Double {
        let total = StableSum.of(values)
        guard total > 0 else { return 0 }
        let entropy = StableSum.of(
            values.filter { $0 > 0 }.map { -($0 / total) * DeterministicMath.log($0 / total) })
        return DeterministicMath.exp(entropy)
    }
}
