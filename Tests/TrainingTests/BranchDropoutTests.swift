import Datasets
import Methods
import Models
import Numerics
import Primitives
import Records
import TensorCore
import Testing

@testable import Training

/// Methods that act on residual branches, against their formulas with the draws of their own streams.
@Suite("Dropout of branches")
struct BranchDropoutTests {
    static let shape: Shape = [6, 3]
    let values = (0..<18).map { 0.3 * Double($0) - 2.1 }
    let cotangent = (0..<18).map { 1.7 - 0.25 * Double($0) }

    private func bench(_ id: String, _ given: [String: ParameterValue], branches: Int? = nil, step: Int = 2)
        -> ActivationBench
    {
        var model: [String: ParameterValue] = ["width": .integer(8), "blocks": .integer(4)]
        if let branches { model["branches"] = .integer(branches) }
        return ActivationBench(
            method: id, given: given, model: branches == nil ? "residual-mlp" : "multi-branch-mlp",
            modelArguments: model, step: step)
    }

    private func branch(_ block: Int, _ place: Int? = nil) -> ActivationSite {
        ActivationSite("block.\(block).branch" + (place.map { ".\($0)" } ?? ""), .branch)
    }

    private func check(
        _ found: (values: [Double], gradient: [Double]), _ forward: (Int) -> Double,
        _ backward: (Int) -> Double
    ) {
        for i in values.indices {
            #expect(abs(found.values[i] - forward(i / 3) * values[i]) < 1e-6)
            #expect(abs(found.gradient[i] - backward(i / 3) * cotangent[i]) < 1e-6)
        }
    }

    @Test("stochastic depth keeps a branch with probability 1 − (l/L) p and divides by it", arguments: 0..<4)
    func stochasticDepth(block: Int) {
        var kept = 0
        for step in 0..<40 {
            let bench = bench("stochastic-depth", ["rate": constant(0.6)], step: step)
            let survival = 1 - 0.6 * Double(block + 1) / 4
            let isKept = bench.uniforms("block.\(block)", 1)[0] >= 1 - survival
            kept += isKept ? 1 : 0
            let factor = isKept ? 1 / survival : 0
            check(
                bench.run(branch(block), Self.shape, values, cotangent: cotangent), { _ in factor },
                { _ in factor })
        }
        // The mean of the factor is 1: not a constant, and near its expectation.
        #expect(abs(Double(kept) / 40 - (1 - 0.15 * Double(block + 1))) < 0.2)
    }

    @Test("stochastic depth per row and of constant rate")
    func dropPathPerRow() {
        let bench = bench(
            "stochastic-depth",
            ["rate": constant(0.5), "profile": .text("constant"), "granularity": .text("row")])
        let draws = bench.uniforms("block.1", 6)
        #expect(draws.contains { $0 < 0.5 } && draws.contains { $0 >= 0.5 })
        let factor = { (row: Int) in draws[row] < 0.5 ? 0.0 : 2 }
        check(bench.run(branch(1), Self.shape, values, cotangent: cotangent), factor, factor)
    }

    @Test("both branches of a block share their fate under stochastic depth")
    func sharedFate() {
        for step in 0..<10 {
            let bench = bench("stochastic-depth", ["rate": constant(0.9)], branches: 2, step: step)
            let first = bench.run(branch(2, 0), Self.shape, values)
            #expect(first.values == bench.run(branch(2, 1), Self.shape, values).values)
        }
    }

    @Test("shake-drop: b + α − bα forward, b + β − bβ backward, over p_l", arguments: 0..<8)
    func shakeDrop(step: Int) {
        let bench = bench("shake-drop", ["rate": constant(0.8)], step: step)
        let survival = 1 - 0.8 * 3 / 4
        let gate = bench.uniforms("block.2/gate", 1)[0] >= 1 - survival
        let alpha = bench.uniforms("block.2.branch/alpha", 6).map { 2 * $0 - 1 }
        let beta = bench.uniforms("block.2.branch/beta", 6)
        check(
            bench.run(branch(2), Self.shape, values, cotangent: cotangent),
            { (gate ? 1 : alpha[$0]) / survival }, { (gate ? 1 : beta[$0]) / survival })
    }

    @Test("shake-drop without shaking is stochastic depth")
    func shakeDropZero() {
        let bench = bench(
            "shake-drop", ["rate": constant(0.8), "alpha": .text("zero"), "beta": .text("zero")])
        let gate = bench.uniforms("block.3/gate", 1)[0] >= 0.8
        let factor = gate ? 5.0 : 0
        check(
            bench.run(branch(3), Self.shape, values, cotangent: cotangent), { _ in factor }, { _ in factor })
    }

    @Test(
        "shake-shake: shares α and 1 − α forward, β and 1 − β backward",
        arguments: ["shake", "even", "keep"], [0, 1])
    func shakeShake(backward: String, place: Int) {
        let bench = bench(
            "shake-shake", ["backward": .text(backward), "strength": constant(0.75)], branches: 2)
        let alpha = bench.uniforms("block.1/forward", 6).map { 0.5 + 0.75 * ($0 - 0.5) }
        let drawn = bench.uniforms("block.1/backward", 6).map { 0.5 + 0.75 * ($0 - 0.5) }
        let beta = backward == "shake" ? drawn : backward == "keep" ? alpha : alpha.map { _ in 0.5 }
        let share = { (value: Double) in 2 * (place == 0 ? value : 1 - value) }
        check(
            bench.run(branch(1, place), Self.shape, values, cotangent: cotangent), { share(alpha[$0]) },
            { share(beta[$0]) })
    }

    @Test("drop-path keeps at least one branch, takes the mean of those kept, and sometimes one column alone")
    func dropPath() {
        var (locals, globals, fallbacks) = (0, 0, 0)
        for step in 0..<60 {
            let bench = bench(
                "drop-path", ["rate": constant(0.6), "global_share": constant(0.3)], branches: 3, step: step)
            let global = bench.uniforms("global", 2)
            for block in [0, 3] {
                var mask = bench.uniforms("block.\(block)", 3).map { $0 < Double(Float(0.6)) ? 0.0 : 1 }
                let one = { (draw: Double) in (0..<3).map { Int(draw * 3) == $0 ? 1.0 : 0 } }
                if global[0] < Double(Float(0.3)) {
                    mask = one(global[1])
                    globals += 1
                } else if mask == [0, 0, 0] {
                    mask = one(bench.uniforms("block.\(block)/last", 1)[0])
                    fallbacks += 1
                } else {
                    locals += 1
                }
                let total = mask.reduce(0, +)
                for place in 0..<3 {
                    let factor = 3 * mask[place] / total
                    check(
                        bench.run(branch(block, place), Self.shape, values, cotangent: cotangent),
                        { _ in factor }, { _ in factor })
                }
            }
        }
        #expect(locals > 20 && globals > 15 && fallbacks > 5)
    }

    @Test("methods of branches refuse models without the blocks they need")
    func refusals() {
        func refuses(_ id: String, _ model: String, _ arguments: [String: ParameterValue] = [:]) -> Bool {
            let type = MethodCatalogue.type(named: id)!
            let data = Fixture.data()
            let blueprint = Fixture.blueprint(
                data, model: model, arguments, methods: [(type, Fixture.use(type.declaration))])
            let refusal = blueprint.refusal(
                Fixture.settings(epochs: 1, batchSize: 8), inputs: data.layout, targetWidth: 3)
            #expect(refusal == nil || refusal?.reason.remedy != nil)
            return refusal != nil
        }
        for id in ["stochastic-depth", "shake-drop", "shake-shake", "drop-path"] {
            #expect(refuses(id, "mlp"))
            #expect(refuses(id, "residual-mlp", ["blocks": .integer(0)]))
            #expect(!refuses(id, "multi-branch-mlp"))
        }
        #expect(!refuses("stochastic-depth", "residual-mlp") && !refuses("shake-drop", "residual-mlp"))
        #expect(refuses("shake-shake", "residual-mlp") && refuses("drop-path", "residual-mlp"))
        #expect(refuses("shake-shake", "multi-branch-mlp", ["branches": .integer(3)]))
        #expect(!refuses("drop-path", "multi-branch-mlp", ["branches": .integer(3)]))
        #expect(refuses("dropblock", "mlp"))
    }

    @Test(
        "branch methods train multi-branch-mlp",
        arguments: ["stochastic-depth", "shake-drop", "shake-shake", "drop-path"])
    func trains(id: String) {
        let data = Fixture.data(rows: 60)
        let type = MethodCatalogue.type(named: id)!
        let blueprint = Fixture.blueprint(
            data, model: "multi-branch-mlp", ["width": .integer(8)],
            methods: [(type, Fixture.use(type.declaration))])
        let outcome = Fixture.train(blueprint, data, epochs: 60)
        #expect(outcome.metrics.first { $0.part == .train && $0.name == "accuracy" }!.value > 0.55)
    }
}
