import Datasets
import Foundation
import Methods
import Numerics
import Primitives
import Records
import TensorCore
import Testing

@testable import Training

/// Two layers, the first of which says that its scale does not matter.
private struct HalfInvariant: Model {
    static let declaration = ComponentDeclaration(
        id: "half-invariant", family: "test", summary: "Two layers.")
    let parameters: [ParameterSpecification]

    init(arguments: Arguments, inputs: InputLayout, outputWidth: Int) {
        let start = ParameterStart.drawn(.heNormal, fanIn: 5, fanOut: 7)
        parameters = [
            ParameterSpecification(
                "hidden.0.weight", [inputs.width, 7], .weight, start, isScaleInvariant: true),
            ParameterSpecification("output.weight", [7, outputWidth], .weight, start),
        ]
    }

    func forward(_ inputs: Tensor, _ context: ForwardContext) -> Tensor {
        let hidden = matmul(inputs, context.parameters["hidden.0.weight"])
        return matmul(hidden.hyperbolicTangent(), context.parameters["output.weight"])
    }
}

@Suite("Probes")
struct ProbeTests {
    /// Numbers of torch and NumPy (`Tests/Reference/probes.py`) for one task and activation.
    struct Reference: Decodable, Sendable {
        var values: [String: Double] = [:]
        var eigenvalues: [Double] = []
        var task = ""
        var activation = ""

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            for (key, value) in try container.decode([String: JSON].self) {
                switch (key, value) {
                case ("task", .string(let text)): task = text
                case ("activation", .string(let text)): activation = text
                case ("hessian-top-eigenvalues", .array(let values)):
                    eigenvalues = values.compactMap { $0.value.number }
                default: values[key] = value.value.number
                }
            }
        }
    }

    static let references: [Reference] = {
        let file = MethodReferenceTests.folder.deletingLastPathComponent().appendingPathComponent(
            "probes.json")
        return try! JSONDecoder().decode([Reference].self, from: Data(contentsOf: file))
    }()

    private func use(_ id: String, _ given: [String: ParameterValue] = [:]) -> ProbeUse {
        let declaration = ProbeCatalogue.declarations.first { $0.id == id }!
        return ProbeUse(Fixture.use(declaration, given))!
    }

    private func cell(_ task: String, _ activation: String) -> CellState {
        let data = MethodReferenceTests.data(task)
        let blueprint = Fixture.blueprint(
            data,
            [
                "hidden": .integers([7]), "activation": .text(activation),
                "initialization": .text("he-normal"),
            ])
        return CellState(blueprint, data, seed: MethodReferenceTests.seed, ExecutionEnvironment())
    }

    private func measure(
        _ id: String, _ cell: CellState, _ given: [String: ParameterValue] = [:]
    ) -> [String: Double] {
        Dictionary(uniqueKeysWithValues: use(id, given).measure(cell).map { ($0.name, $0.value) })
    }

    private func isNear(_ a: Double?, _ b: Double, _ tolerance: Double) -> Bool {
        a.map { abs($0 - b) <= tolerance * (1 + abs(b)) } ?? false
    }

    @Test("agree with torch and NumPy at the initial weights", arguments: references.indices)
    func reference(index: Int) {
        let reference = Self.references[index]
        let cell = cell(reference.task, reference.activation)
        var found: [String: Double] = [:]
        for id in [
            "gradient-norm", "weight-norm", "singular-values", "effective-rank", "feature-rank",
            "activation-sparsity", "dead-units", "logit-norm",
        ] {
            found.merge(measure(id, cell)) { $1 }
        }
        for (name, value) in reference.values where name != "hessian-trace" && name != "sharpness" {
            #expect(isNear(found[name], value, 2e-6), "\(name): \(found[name] ?? .nan), \(value)")
        }
    }

    @Test("eigenvalues of the Hessian are those of torch's full one", arguments: references.indices)
    func eigenvalues(index: Int) {
        let reference = Self.references[index]
        let cell = cell(reference.task, reference.activation)
        let found = measure("hessian-top-eigenvalues", cell, ["count": .integer(4)])
        let top = reference.eigenvalues[0]
        for (place, expected) in reference.eigenvalues.enumerated() {
            let value = found["hessian-top-eigenvalues/\(place + 1)"]!
            #expect(abs(value - expected) <= 2e-5 * top, "\(value), \(expected)")
        }
    }

    @Test(
        "the trace lies within its error of torch's, and more samples lie nearer",
        arguments: references.indices)
    func trace(index: Int) {
        let reference = Self.references[index]
        let exact = reference.values["hessian-trace"]!
        let cell = cell(reference.task, reference.activation)
        var errors: [Double] = []
        for samples in [20, 2000] {
            let found = measure("hessian-trace", cell, ["samples": .integer(samples)])
            let error = found["hessian-trace/standard_error"]!
            #expect(abs(found["hessian-trace"]! - exact) < 4 * error)
            errors.append(error)
        }
        // A tenth, give or take.
        #expect(errors[1] < errors[0] / 5 && errors[1] > errors[0] / 20)
    }

    @Test(
        "ascent finds the largest loss in the ball that a long search in torch finds",
        arguments: references.indices)
    func sharpness(index: Int) {
        let reference = Self.references[index]
        let cell = cell(reference.task, reference.activation)
        let found = measure(
            "sharpness", cell, ["rho": .real(0.3), "ascent": .integer(60), "directions": .integer(50)])
        let largest = reference.values["sharpness"]!
        #expect(found["sharpness/ascent"]! <= largest * 1.0001)
        #expect(found["sharpness/ascent"]! >= largest * 0.98, "\(found), \(largest)")
        #expect(found["sharpness/worst"]! < largest && found["sharpness/mean"]! < found["sharpness/worst"]!)
    }

    @Test("a relative radius is a share of the parameters' norm")
    func relativeSharpness() {
        let cell = cell("classification", "tanh")
        let norm = Spectra.norm(cell.parameters.values.map(Double.init))
        let relative = measure("sharpness", cell, ["rho": .real(0.1), "relative": .boolean(true)])
        #expect(relative == measure("sharpness", cell, ["rho": .real(0.1 * norm)]))
    }

    @Test("of a linear regression the curvature is that of its rows")
    func quadratic() {
        let data = Fixture.data(rows: 40, regression: true)
        let blueprint = Fixture.blueprint(data, model: "linear")
        let cell = CellState(blueprint, data, seed: 2, ExecutionEnvironment())
        // L = mean (wᵀx + b − y)²: H = 2/n Σ (x, 1)(x, 1)ᵀ.
        let rows = (0..<40).map { row in (0..<5).map { Double(data.train.inputs[5 * row + $0]) } + [1] }
        var hessian = [Double](repeating: 0, count: 36)
        for x in rows { for i in 0..<6 { for j in 0..<6 { hessian[6 * i + j] += x[i] * x[j] / 20 } } }
        let exact = DenseSpectra.eigenvalues(ofSymmetric: hessian, order: 6)
        // More than there are: as many as the space has.
        let found = measure("hessian-top-eigenvalues", cell, ["count": .integer(9)])
        #expect(found.count == 6)
        for place in 0..<6 {
            #expect(isNear(found["hessian-top-eigenvalues/\(place + 1)"], exact[place], 1e-5))
        }
        let trace = measure("hessian-trace", cell, ["samples": .integer(500)])
        #expect(
            abs(trace["hessian-trace"]! - exact.reduce(0, +)) < 4 * trace["hessian-trace/standard_error"]!)
    }

    @Test("Lanczos finds the eigenvalues of a diagonal, repeated ones once")
    func lanczos() {
        let diagonal = [5.0, 5, 3, 1, -2, -9]
        let found = HessianEigenvaluesProbe.largest(
            4, of: { zip(diagonal, $0).map(*) }, start: [1, 2, 3, 4, 5, 6], iterations: 20)
        for (value, expected) in zip(found, [5.0, 3, 1, -2]) { #expect(abs(value - expected) < 1e-9) }
        #expect(found.count == 4)
    }

    @Test("units that are off on every row are dead")
    func dead() {
        let cell = cell("classification", "relu")
        let before = measure("dead-units", cell)["dead-units"]!
        for unit in [1, 4] { cell.parameters[35 + unit] = -1e4 }
        let found = measure("dead-units", cell)
        #expect(found["dead-units"]! >= 2.0 / 7 && found["dead-units"]! > before)
        #expect(found["dead-units"] == found["dead-units/hidden.0"])
    }

    @Test("the effective learning rate of a weight before a batch norm is η/‖w‖²")
    func effectiveRate() {
        let data = Fixture.data(rows: 40)
        let sgd = Fixture.blueprint(data)
        let blueprint = CellBlueprint(
            model: HalfInvariant(
                arguments: try! Arguments(for: []), inputs: data.layout, outputWidth: data.outputWidth),
            modelUse: Fixture.use(HalfInvariant.declaration), optimizer: sgd.optimizer, methods: [],
            task: data.task)
        var cell = CellState(blueprint, data, seed: 6, ExecutionEnvironment())
        try! Fit(Fixture.settings(epochs: 2, batchSize: 10)).run(&cell)
        let found = measure("effective-learning-rate", cell)
        let norms = measure("weight-norm", cell)
        let slopes = measure("gradient-norm", cell)
        let first = norms["weight-norm/hidden.0.weight"]!
        #expect(isNear(found["effective-learning-rate/hidden.0.weight"], 0.1 / (first * first), 1e-6))
        let last = slopes["gradient-norm/output.weight"]! / norms["weight-norm/output.weight"]!
        #expect(isNear(found["effective-learning-rate/output.weight"], 0.1 * last, 1e-6))
    }

    @Test(
        "probes change no bit of what is trained, and measure the same every time",
        arguments: [[], ["dropout"], ["sam", "mixup"]])
    func unchanged(methods: [String]) {
        let data = Fixture.data()
        let stack = methods.map { id in
            let type = MethodCatalogue.type(named: id)!
            return (type as any Method.Type, Fixture.use(type.declaration))
        }
        let plain = Fixture.blueprint(
            data, model: "residual-mlp", ["width": .integer(8), "norm": .text("batch")], methods: stack)
        let probes = ProbeCatalogue.declarations.map {
            use($0.id, ["every": .integer(2), "rows": .integer(30)])
        }
        let probed = CellBlueprint(
            model: plain.model, modelUse: plain.modelUse, optimizer: plain.optimizer, methods: plain.methods,
            task: plain.task, probes: probes)
        let expected = Fixture.train(plain, data, epochs: 4)
        let actual = Fixture.train(probed, data, epochs: 4)
        func isProbe(_ name: String) -> Bool {
            probes.contains { name == $0.id || name.hasPrefix("\($0.id)/") }
        }
        var rest = actual
        rest.metrics.removeAll { isProbe($0.name) }
        rest.curves.removeAll { isProbe($0.name) }
        #expect(rest.bits == expected.bits)
        #expect(actual.bits == Fixture.train(probed, data, epochs: 4).bits)
        for probe in probes {
            let names = actual.metrics.map(\.name).filter { $0 == probe.id || $0.hasPrefix("\(probe.id)/") }
            #expect(!names.isEmpty, "\(probe.id)")
            for name in names {
                let points = actual.curves.filter { $0.name == name }
                #expect(points.map(\.epoch) == [2, 4])
                let last = actual.metrics.first { $0.name == name }!.value
                #expect(points[1].value.bitPattern == last.bitPattern, "\(name)")
                #expect(last.isFinite)
            }
        }
    }

    @Test("every probe is documented and says what its values are called")
    func declared() {
        for declaration in ProbeCatalogue.declarations {
            #expect(declaration.family == "probes" && !declaration.purpose.isEmpty)
            #expect(declaration.formula != nil)
            #expect(declaration.parameters.map(\.name).suffix(2) == ["rows", "every"])
        }
    }
}
