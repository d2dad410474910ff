import Datasets
import Foundation
import Models
import Numerics
import Primitives
import TensorCore
import Testing

@testable import Training

/// The models against PyTorch: Tests/Reference/models.json, made by the script beside it, which says how the
/// parameters and inputs are made.
@Suite("Models against PyTorch")
struct ModelReferenceTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let model: String
        let arguments: [String: ParameterValue]
        let inputs: InputLayout

        var testDescription: String { name }
        static let rows = 6
        static let classes = 3

        func make() throws -> any Model {
            let type = ModelCatalogue.type(named: model)!
            let arguments = try Arguments(arguments, for: type.declaration.parameters)
            return try type.init(arguments: arguments, inputs: inputs, outputWidth: Self.classes)
        }

        var batch: [Double] {
            var x = (0..<Self.rows * inputs.width).map { 1.5 * sin(1.3 * Double($0) + 0.5) }
            var category = 0
            for (column, first) in inputs.placed where column.kind == .categorical {
                for row in 0..<Self.rows {
                    for level in 0..<column.width {
                        let isIt = level == (7 * row + 3 * category) % column.width && row < Self.rows - 1
                        x[row * inputs.width + first + level] = isIt ? 1 : 0
                    }
                }
                category += 1
            }
            return x
        }

        var targets: [Double] {
            (0..<Self.rows * Self.classes).map {
                ($0 / Self.classes) % Self.classes == $0 % Self.classes ? 1 : 0
            }
        }

        static func parameters(_ layout: ParameterLayout) -> [Double] {
            let gains = layout.specifications.flatMap { specification in
                [Double](repeating: specification.role == .gain ? 1 : 0, count: specification.shape.count)
            }
            return gains.enumerated().map { $1 + 0.4 * sin(0.7 * Double($0) + 1) }
        }
    }

    private static func categorical(_ widths: [(InputLayout.Column.Kind, Int)]) -> InputLayout {
        InputLayout(widths.enumerated().map { InputLayout.Column("c\($0)", $1.0, width: $1.1) })
    }

    private static func residual(_ norm: String, _ activation: String, _ factor: Double, _ blocks: Int)
        -> [String: ParameterValue]
    {
        [
            "width": .integer(4), "hidden_factor": .real(factor), "blocks": .integer(blocks),
            "norm": .text(norm), "activation": .text(activation),
        ]
    }

    static let cases = [
        Case(
            name: "residual-mlp batch", model: "residual-mlp", arguments: residual("batch", "relu", 1.5, 2),
            inputs: InputLayout(numeric: 4)),
        Case(
            name: "residual-mlp layer", model: "residual-mlp", arguments: residual("layer", "gelu", 1.5, 2),
            inputs: InputLayout(numeric: 4)),
        Case(
            name: "residual-mlp none", model: "residual-mlp", arguments: residual("none", "tanh", 1, 1),
            inputs: InputLayout(numeric: 4)),
        Case(
            name: "multi-branch-mlp batch", model: "multi-branch-mlp",
            arguments: residual("batch", "relu", 1.5, 2).merging(["branches": .integer(2)]) { $1 },
            inputs: InputLayout(numeric: 4)),
        Case(
            name: "multi-branch-mlp none", model: "multi-branch-mlp",
            arguments: residual("none", "tanh", 1, 1).merging(["branches": .integer(3)]) { $1 },
            inputs: InputLayout(numeric: 4)),
        Case(
            name: "embedding-mlp rule", model: "embedding-mlp",
            arguments: ["hidden": .integers([4]), "activation": .text("tanh")],
            inputs: categorical([(.numeric, 1), (.categorical, 3), (.numeric, 2), (.categorical, 5)])),
        Case(
            name: "embedding-mlp 2", model: "embedding-mlp",
            arguments: [
                "embedding_dimension": .integer(2), "hidden": .integers([3, 3]), "activation": .text("tanh"),
            ], inputs: categorical([(.categorical, 4), (.categorical, 2)])),
        Case(
            name: "cnn 2-D max", model: "cnn",
            arguments: [
                "shape": .integers([6, 5]), "channels": .integers([2, 3]), "norm": .text("batch"),
                "head": .text("average"),
            ], inputs: InputLayout(numeric: 30)),
        Case(
            name: "cnn 2-D average", model: "cnn",
            arguments: [
                "channels": .integers([3]), "kernel": .integer(2), "pooling": .text("average"),
                "activation": .text("tanh"),
            ], inputs: InputLayout(numeric: 40, shape: [5, 4, 2])),
        Case(
            name: "cnn 1-D", model: "cnn",
            arguments: [
                "shape": .integers([9]), "channels": .integers([2, 2]), "activation": .text("gelu"),
            ], inputs: InputLayout(numeric: 9)),
    ]

    private static func reference(_ name: String) throws -> (String) -> [Double] {
        let text = try String(
            contentsOf: ConvexOptimumTests.root.appendingPathComponent("Tests/Reference/models.json"),
            encoding: .utf8)
        guard case .array(let entries)? = try JSONParser.parse(text)["entries"] else {
            throw Diagnostic("no entries")
        }
        let entry = try #require(entries.first { $0["name"]?.text == name })
        return { key in
            guard case .array(let numbers)? = entry[key] else { return [entry[key]!.number!] }
            return numbers.map { $0.number! }
        }
    }

    /// What one training pass gives: outputs, loss, gradient and the new states.
    private static func trace(_ item: Case, _ model: any Model) -> (Graph, [(name: String, value: Tensor)]) {
        let graph = Graph()
        let layout = ParameterLayout(model.parameters)
        let parameters = graph.data("parameters", [layout.count])
        var states: [String: Tensor] = [:]
        let context = ForwardContext(
            model, .training, ParameterView(parameters, layout), record: { states[$1] = $0 })
        let outputs = model.forward(graph.data("inputs", [Case.rows, item.inputs.width]), context)
        let targets = graph.data("targets", [Case.rows, Case.classes])
        let loss = Loss.mean(outputs, targets, .classification)
        let gradient = TensorCore.gradient(of: loss, withRespectTo: [parameters])[0]
        return (
            graph,
            [("outputs", outputs), ("loss", loss), ("gradient", gradient)]
                + model.states.map { ($0.buffer, states[$0.name]!) }
        )
    }

    /// The buffers of a pass; states as given, or as they are at first.
    private static func buffers(_ item: Case, _ model: any Model, states: [Double]? = nil) -> [BufferName:
        [Double]]
    {
        var result: [BufferName: [Double]] = [
            .data("parameters"): Case.parameters(ParameterLayout(model.parameters)),
            .data("inputs"): item.batch, .data("targets"): item.targets,
        ]
        var first = 0
        for state in model.states {
            let count = state.shape.count
            result[.state(state.buffer)] =
                states.map { Array($0[first..<first + count]) }
                ?? [Double](repeating: Double(state.initial), count: count)
            first += count
        }
        return result
    }

    private func expectClose(
        _ found: [Double], _ expected: [Double], _ tolerance: Double, _ what: String
    ) {
        #expect(found.count == expected.count, "\(what)")
        let worst = zip(found, expected).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? 0
        #expect(worst <= tolerance, "\(what)")
    }

    @Test("outputs, loss, gradient and running statistics of a training pass, in Float64", arguments: cases)
    func training(_ item: Case) throws {
        let model = try item.make()
        let expected = try Self.reference(item.name)
        let (_, named) = Self.trace(item, model)
        let values = ReferenceExecutor.evaluate(
            named.map(\.value), ReferenceContext(buffers: Self.buffers(item, model)))
        // Constants of the graph are in single precision: momentum, epsilon, reciprocals of counts, gelu's 1/√2.
        let tolerance = 4e-7
        expectClose(values[0], expected("outputs"), tolerance, "outputs")
        expectClose(values[1], expected("loss"), tolerance, "loss")
        expectClose(values[2], expected("gradient"), tolerance, "gradient")
        expectClose(values[3...].flatMap { $0 }, expected("states"), tolerance, "states")
    }

    @Test("outputs in evaluation, which uses the running statistics", arguments: cases)
    func evaluation(_ item: Case) throws {
        let model = try item.make()
        let expected = try Self.reference(item.name)
        let graph = Graph()
        let layout = ParameterLayout(model.parameters)
        let outputs = model.forward(
            graph.data("inputs", [Case.rows, item.inputs.width]),
            ForwardContext(
                model, .evaluation, ParameterView(graph.data("parameters", [layout.count]), layout)))
        let found = ReferenceExecutor.evaluate(
            [outputs],
            ReferenceContext(buffers: Self.buffers(item, model, states: expected("states"))))[0]
        expectClose(found, expected("evaluation"), 4e-7, "evaluation")
    }

    @Test("the compiled pass in single precision, with the same bits on every level", arguments: cases)
    func compiled(_ item: Case) throws {
        let model = try item.make()
        let expected = try Self.reference(item.name)
        let (graph, named) = Self.trace(item, model)
        var program = Program(graph: graph)
        for (name, value) in named { program.assign(value, to: name) }
        let plan = Compiler.compile(program)
        var first: [[UInt32]]?
        for level in InstructionSet.allCases where level.isAvailable {
            var buffers = Self.buffers(item, model).mapValues { FloatBuffer($0.map { Float($0) }) }
            for (name, value) in named where buffers[.state(name)] == nil {
                buffers[.state(name)] = FloatBuffer(count: value.shape.count)
            }
            PlanExecution(plan, seed: 0).run(buffers, first: 0, count: 1, on: level)
            let found = named.map { buffers[.state($0.name)]!.values }
            expectClose(found[0].map(Double.init), expected("outputs"), 3e-5, "outputs, \(level)")
            expectClose(found[2].map(Double.init), expected("gradient"), 3e-5, "gradient, \(level)")
            expectClose(
                found[3...].flatMap { $0.map(Double.init) }, expected("states"), 3e-5, "states, \(level)")
            let bits = found.map { $0.map(\.bitPattern) }
            #expect(bits == first ?? bits, "\(level)")
            first = bits
        }
    }
}
