import Datasets
import Foundation
import Numerics
import Primitives
import Records
import TensorCore
import Testing

@testable import Methods
@testable import Training

/// w ← w − η g: what neutral settings are held against.
private struct Descent: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "descent", family: "test", summary: "Gradient descent.",
        parameters: [.hyperparameter("learning_rate", in: .nonNegative, default: 0.1, "The step size.")],
        isOptimizer: true)
    init(arguments: Arguments) {}
    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        parameters - context.learningRate * gradient
    }
}

/// Multiplies the loss by 2¹⁰.
private struct LossScale: MeanLossTransform {
    static let declaration = ComponentDeclaration(
        id: "loss-scale", family: "test", summary: "Scales the loss.")
    init(arguments: Arguments) {}
    func transform(_ loss: Tensor, _ context: MethodContext) -> Tensor { 1024 * loss }
}

/// The outputs themselves as losses: a loss that is linear in the parameters.
private struct LinearLoss: LossTransform {
    static let declaration = ComponentDeclaration(id: "linear-loss", family: "test", summary: "L = z.")
    init(arguments: Arguments) {}
    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        pass.outputs
    }
}

/// Keeps every parameter in [−1, 1].
private struct UnitBox: UpdateTransform {
    static let declaration = ComponentDeclaration(
        id: "unit-box", family: "test", summary: "Projects on a box.")
    init(arguments: Arguments) {}
    func transform(_ updated: Tensor, from parameters: Tensor, gradient: Tensor, _ context: MethodContext)
        -> Tensor
    {
        let one = context.graph.scalar(1)
        return maximum(minimum(updated, one), -one)
    }
}

/// Properties of optimisers that hold whatever the problem, and those that draw.
@Suite("Optimisers")
struct OptimiserTests {
    static let seed = 6
    let data = Fixture.data(rows: 40)
    let oracle = Oracle(inputs: 5, hidden: 7, classes: 3)
    typealias Entry = (any Method.Type, ComponentUse)

    func own<M: Method>(_ type: M.Type, _ given: [String: ParameterValue] = [:]) -> Entry {
        (type, Fixture.use(type.declaration, given))
    }

    /// The neutral values of a method with some others given.
    func neutral(_ id: String, _ given: [String: ParameterValue] = [:]) -> Entry {
        let declaration = MethodCatalogue.type(named: id)!.declaration
        var values = given
        for parameter in declaration.parameters where parameter.neutralValue != nil {
            values[parameter.name] = parameter.neutralValue
        }
        return method(id, values)
    }

    /// The parameters after `steps` (a multiple of 4) of batches of ten.
    func actual(_ optimizer: Entry, _ methods: [Entry] = [], steps: Int = 4) -> [Float] {
        let blueprint = Fixture.blueprint(
            data, ["hidden": .integers([7])], optimizer: optimizer, methods: methods)
        var cell = CellState(blueprint, data, seed: Self.seed, ExecutionEnvironment())
        try! Fit(Fixture.settings(epochs: steps / 4, batchSize: 10)).run(&cell)
        return Array(cell.parameters.values)
    }

    var initial: [Float] {
        ParameterLayout(Fixture.blueprint(data, ["hidden": .integers([7])]).model.parameters)
            .initialValues(seed: Self.seed)
    }

    /// The same by a rule for one step of the first epoch.
    func expected(
        _ rule: (_ step: Int, _ p: [Double], _ x: [[Double]], _ t: [[Double]]) -> [Double]
    ) -> [Double] {
        var p = initial.map(Double.init)
        let order = RandomKey(seed: Self.seed, name: "shuffle").permutation(step: 0, count: 40)
        for step in 0..<4 {
            let rows = order[10 * step..<10 * step + 10]
            let x = rows.map { row in (0..<5).map { Double(data.train.inputs[5 * row + $0]) } }
            let t = rows.map { row in (0..<3).map { Double(data.train.targets[3 * row + $0]) } }
            p = rule(step, p, x, t)
        }
        return p
    }

    func check(_ actual: [Float], _ expected: [Double], _ tolerance: Double) {
        #expect(actual.count == expected.count)
        for (a, e) in zip(actual, expected) { #expect(abs(Double(a) - e) <= tolerance * (1 + abs(e))) }
    }

    // MARK: Neutral settings

    @Test("at its neutral setting an optimiser is another, bit for bit")
    func twins() {
        let rate: [String: ParameterValue] = ["learning_rate": constant(0.05)]
        let descent = actual(own(Descent.self, rate), steps: 8)
        let adam = actual(method("adam", rate), steps: 8)
        #expect(actual(neutral("qhm", rate), steps: 8) == descent)
        #expect(actual(neutral("aggmo", rate), steps: 8) == descent)
        #expect(actual(neutral("ademamix", rate), steps: 8) == adam)
        let slow = rate.merging(["beta1": constant(0.995)]) { $1 }
        #expect(actual(neutral("qhadam", rate), steps: 8) == actual(method("adam", slow), steps: 8))
        #expect(actual(method("adam", rate), [neutral("cautious")], steps: 8) == adam)
        #expect(actual(method("adam", rate), [method("cautious")], steps: 8) != adam)
        #expect(actual(method("adam", rate), [neutral("xgrad")], steps: 8) == adam)
        #expect(actual(method("adam", rate), [neutral("vrgd")], steps: 8) == adam)
    }

    @Test("without correction and clipping MARS is AdamW, exact or not", arguments: [false, true])
    func marsWithoutCorrection(isExact: Bool) {
        let shared: [String: ParameterValue] = [
            "learning_rate": constant(0.05), "weight_decay": constant(0.3), "beta1": constant(0.9),
            "beta2": constant(0.99),
        ]
        let mars = shared.merging([
            "gamma": constant(0), "clip": constant(1e6), "exact": .boolean(isExact),
        ]) { $1 }
        check(
            actual(method("mars", mars), steps: 8),
            actual(method("adamw", shared), steps: 8).map(Double.init), 1e-6)
    }

    @Test(
        "AdamP without its detector is AdamW; where it always projects, units step at right angles to themselves"
    )
    func radialProjection() {
        let shared: [String: ParameterValue] = [
            "learning_rate": constant(0.05), "weight_decay": constant(0.3),
        ]
        let off = shared.merging(["delta": constant(0)]) { $1 }
        check(
            actual(method("adamp", off), steps: 8),
            actual(method("adamw", shared), steps: 8).map(Double.init), 1e-6)

        let always: [String: ParameterValue] = ["learning_rate": constant(0.05), "delta": constant(100)]
        let rows = data.train
        var cell = CellState(
            Fixture.blueprint(data, ["hidden": .integers([7])], optimizer: method("adamp", always)), data,
            seed: Self.seed, ExecutionEnvironment())
        try! Fit(Fixture.settings(epochs: 1, batchSize: rows.rows)).run(&cell)
        let (before, after) = (initial, Array(cell.parameters.values))
        for unit in 0..<7 {
            var (product, length) = (0.0, 0.0)
            for i in 0..<5 {
                let (w, step) = (
                    Double(before[7 * i + unit]), Double(after[7 * i + unit] - before[7 * i + unit])
                )
                product += w * step
                length += abs(w * step)
            }
            #expect(length > 1e-4)
            #expect(abs(product) < 1e-5 * length + 1e-7)
        }
    }

    // MARK: Known answers

    @Test(
        "where one gradient in three is 4 and the others −1, Adam ends at the worst point and AMSGrad at the best"
    )
    func amsgradCounterexample() {
        func partition(_ inputs: [Float]) -> Partition {
            Partition(
                rows: inputs.count, inputs: inputs, targets: inputs.map { _ in 0 }, labels: [],
                values: inputs.map { _ in 0 })
        }
        let data = PreparedData(
            task: .regression, featureNames: ["x"], outputWidth: 1, train: partition([4, -1, -1]),
            validation: partition([1]), test: partition([1]))
        let points = (0..<3000).map {
            Schedule.Point(time: Double($0), value: 0.5 / (Double($0) + 1).squareRoot())
        }
        func end(_ id: String) -> Float {
            let optimizer = method(
                id,
                [
                    "learning_rate": .schedule(.piecewise(points: points, interpolate: false, unit: .step)),
                    "beta1": constant(0), "beta2": constant(1.0 / 17),
                ])
            let blueprint = Fixture.blueprint(
                data, model: "linear", optimizer: optimizer,
                methods: [own(LinearLoss.self), own(UnitBox.self)])
            var cell = CellState(blueprint, data, seed: Self.seed, ExecutionEnvironment())
            try! Fit(Fixture.settings(epochs: 1000, batchSize: 1)).run(&cell)
            return cell.parameters.values[0]
        }
        #expect(end("adam") > 0.98)
        #expect(end("amsgrad") < -0.99)
    }

    // MARK: Invariances and bounds

    @Test("adam-atan2 does not see the scale of the loss", arguments: ["adam-atan2", "adam"])
    func scaleInvariance(id: String) {
        let optimizer = method(id, ["learning_rate": constant(0.05)])
        let plain = actual(optimizer, steps: 8)
        let scaled = actual(optimizer, [own(LossScale.self)], steps: 8)
        #expect((plain == scaled) == (id == "adam-atan2"))
    }

    @Test("the arc tangent of two arguments")
    func angle() {
        let points: [(Double, Double)] =
            [(0, 0), (0, 1), (1, 0), (-1, 0), (1e-30, 1e-30), (-1e-20, 1e-10), (3e20, 2e20)]
            + (0...60).flatMap { i in
                let phi = Double(i - 30) / 30 * .pi / 2
                return [(sin(phi), max(0, cos(phi))), (1e-6 * sin(phi), 1e-6 * max(0, cos(phi)))]
            }
        let graph = Graph()
        let y = graph.constant(points.map { Float($0.0) }, [points.count])
        let x = graph.constant(points.map { Float($0.1) }, [points.count])
        let values = ReferenceExecutor.evaluate([AdamAtan2.angle(y, x)], ReferenceContext())[0]
        for (value, point) in zip(values, points) {
            #expect(abs(value - atan2(Double(Float(point.0)), Double(Float(point.1)))) < 3e-7, "\(point)")
        }
    }

    @Test("Gravity's damped gradient is at most half of m")
    func gravityBound() {
        for scale in [Float(0.01), 0.3, 1, 3, 100] {
            let graph = Graph()
            let values = (1...40).map { scale * Float($0) / 40 * ($0 % 3 == 0 ? -1 : 1) }
            let damped = Gravity.damped(graph.constant(values, [40]))
            let result = ReferenceExecutor.evaluate([damped], ReferenceContext())[0]
            let largest = Double(values.map(abs).max()!)
            let bound = 1 / largest / 2
            #expect(result.allSatisfy { abs($0) <= bound * (1 + 1e-6) })
            // The largest entry M becomes M / (1 + M⁴).
            let last = result[values.firstIndex { abs($0) == values.map(abs).max()! }!]
            let formula = largest / (1 + largest * largest * largest * largest)
            #expect(abs(abs(last) - formula) < 1e-5 * formula)
        }
    }

    @Test("Gravity's first step has normal noise of deviation α times its weight")
    func gravityNoise() {
        func first(_ alpha: Double) -> [Double] {
            let optimizer = method("gravity", ["alpha": constant(alpha), "learning_rate": constant(0.5)])
            var cell = CellState(
                Fixture.blueprint(data, ["hidden": .integers([40])], optimizer: optimizer), data,
                seed: Self.seed,
                ExecutionEnvironment())
            try! Fit(Fixture.settings(epochs: 1, batchSize: 40)).run(&cell)
            return cell.parameters.values.map(Double.init)
        }
        let (none, one, two) = (first(0), first(0.1), first(0.2))
        // β̂ = (0.9 + 1)/3 in the first step, and the rate cancels.
        let noise = zip(one, none).map { ($0 - $1) / (-0.1 * 1.9 / 3) }
        let double = zip(two, none).map { ($0 - $1) / (-0.2 * 1.9 / 3) }
        #expect(zip(noise, double).allSatisfy { abs($0 - $1) < 1e-4 })
        let mean = noise.reduce(0, +) / Double(noise.count)
        let variance = noise.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(noise.count)
        // 363 draws: five standard errors.
        #expect(noise.count == 363 && abs(mean) < 0.27 && abs(variance.squareRoot() - 1) < 0.19)
    }

    @Test("INNAprop refuses a rate that is not below β")
    func innaprop() {
        let data = Fixture.data()
        func refuses(_ rate: Double) -> Bool {
            let blueprint = Fixture.blueprint(
                data, optimizer: method("innaprop", ["learning_rate": constant(rate), "beta": constant(0.5)]))
            return blueprint.refusal(
                Fixture.settings(epochs: 1, batchSize: 10), inputs: data.layout, targetWidth: data.outputWidth
            )
                != nil
        }
        #expect(refuses(0.5) && !refuses(0.4))
    }

    // MARK: Matrices

    @Test("five rough iterations bring singular values to about 1; twenty exact ones to 1")
    func orthogonalization() {
        // A diagonal matrix times rotations that do nothing to its singular values: here they can be read off.
        let singular: [Float] = [1, 0.7, 0.5, 0.3, 0.2, 0.1, 0.05]
        for (rows, columns) in [(7, 7), (7, 9), (9, 7)] {
            let graph = Graph()
            var values = [Float](repeating: 0, count: rows * columns)
            for (i, value) in singular.enumerated() { values[i * columns + i] = value }
            let matrix = graph.constant(values, [rows, columns])
            let results = ReferenceExecutor.evaluate(
                [
                    Orthogonalization.rough(matrix, iterations: 5),
                    Orthogonalization.polar(matrix, iterations: 20),
                ],
                ReferenceContext())
            for i in 0..<7 {
                #expect((0.65...1.2).contains(results[0][i * columns + i]))
                #expect(abs(results[1][i * columns + i] - 1) < 1e-5)
            }
            for i in 0..<rows * columns where i / columns != i % columns {
                #expect(results[0][i] == 0 && results[1][i] == 0)
            }
        }
    }

    @Test("the inverse fourth root of a matrix, four times over, is its inverse")
    func inverseFourthRoot() {
        var stream = RandomStream(seed: 1, name: "root")
        let size = 6
        let a = (0..<size * size).map { _ in Float(stream.normal()) }
        let graph = Graph()
        let factor = graph.constant(a, [size, size])
        let identity = graph.constant((0..<size * size).map { $0 % (size + 1) == 0 ? 1 : 0 }, [size, size])
        let matrix = matmul(factor, factor, transposeB: true) + 0.01 * identity
        let root = Shampoo.inverseFourthRoot(matrix, identity, iterations: 25)
        let square = matmul(root, root)
        let product = ReferenceExecutor.evaluate(
            [matmul(matmul(square, square), matrix)], ReferenceContext())[0]
        for i in 0..<size * size { #expect(abs(product[i] - (i % (size + 1) == 0 ? 1 : 0)) < 1e-6) }
    }

    /// A convolutional network of one layer on images of 6 × 6, before and after an epoch of one batch.
    func kernels(_ optimizer: Entry) -> (layout: ParameterLayout, before: [Float], after: [Float]) {
        var data = Fixture.data(rows: 40, inputs: 36)
        data.layout = InputLayout(numeric: 36, shape: [6, 6])
        let blueprint = Fixture.blueprint(
            data, model: "cnn", ["channels": .integers([4])], optimizer: optimizer)
        var cell = CellState(blueprint, data, seed: Self.seed, ExecutionEnvironment())
        let before = Array(cell.parameters.values)
        try! Fit(Fixture.settings(epochs: 1, batchSize: 40)).run(&cell)
        #expect(cell.failure == nil)
        return (blueprint.layout, before, Array(cell.parameters.values))
    }

    @Test("the columns of an orthogonal step of a kernel, as fan-in × outputs, are orthonormal")
    func orthogonalKernels() throws {
        let (layout, before, after) = kernels(
            method("orthogonal-sgd", ["learning_rate": constant(0.1), "iterations": .integer(16)]))
        let index = try #require(layout.specifications.firstIndex { $0.shape.rank == 4 })
        let (start, matrix) = (layout.offsets[index], layout.specifications[index].matrixShape)
        let (rows, columns) = (matrix[0], matrix[1])
        #expect(rows >= columns && columns == 4)
        func step(_ i: Int, _ j: Int) -> Double {
            Double(before[start + i * columns + j] - after[start + i * columns + j]) / 0.1
        }
        for j in 0..<columns {
            for k in 0..<columns {
                let product = (0..<rows).map { step($0, j) * step($0, k) }.reduce(0, +)
                #expect(abs(product - (j == k ? 1 : 0)) < 1e-4)
            }
        }
    }

    @Test(
        "optimisers that look at tensors train kernels, every tensor of them",
        arguments: [
            "muon", "shampoo", "adafactor", "adamp", "sgdp", "adahessian", "lamb", "lars", "novograd",
            "sgd-sai",
            "gravity", "fadam", "sophia-h",
        ])
    func kernelsMove(id: String) {
        let (layout, before, after) = kernels(method(id))
        #expect(after.allSatisfy { $0.isFinite })
        for (offset, specification) in zip(layout.offsets, layout.specifications) {
            let range = offset..<offset + specification.shape.count
            #expect(before[range] != after[range], "\(specification.name)")
        }
    }
}
