import Datasets
import Numerics
import Primitives
import TensorCore
import Testing

@testable import Models
@testable import Training

/// What the model of parallel branches is besides its reference values.
@Suite("Multi-branch MLP")
struct MultiBranchTests {
    private let data = Fixture.data()

    private func cell(_ model: String, _ given: [String: ParameterValue], _ values: [Float]? = nil)
        -> CellState
    {
        let common: [String: ParameterValue] = ["width": .integer(6), "hidden_factor": .real(1.5)]
        let blueprint = Fixture.blueprint(data, model: model, common.merging(given) { $1 })
        var cell = CellState(blueprint, data, seed: 3, ExecutionEnvironment())
        if let values { cell.buffers[.state("parameters")] = FloatBuffer(values) }
        return cell
    }

    private func outputs(_ cell: CellState) -> [Float] { Evaluator(cell).outputs(of: data.test, cell) }

    @Test(
        "with one branch it is the residual MLP, to the bit, in training too",
        arguments: ["none", "batch", "layer"])
    func oneBranch(norm: String) throws {
        let given: [String: ParameterValue] = ["blocks": .integer(2), "norm": .text(norm)]
        var residual = cell("residual-mlp", given)
        let start = Array(residual.parameters.values)
        var branched = cell("multi-branch-mlp", given.merging(["branches": .integer(1)]) { $1 }, start)
        for trained in [false, true] {
            if trained {
                try Fit(Fixture.settings(epochs: 2, batchSize: 15)).run(&residual)
                try Fit(Fixture.settings(epochs: 2, batchSize: 15)).run(&branched)
                #expect(Array(residual.parameters.values) != start)
            }
            #expect(outputs(residual).map(\.bitPattern) == outputs(branched).map(\.bitPattern))
        }
    }

    @Test("equal branches are one branch, and their order does not matter")
    func meanOfBranches() {
        let given: [String: ParameterValue] = ["blocks": .integer(1), "norm": .text("layer")]
        let one = cell("multi-branch-mlp", given.merging(["branches": .integer(1)]) { $1 })
        let three = cell("multi-branch-mlp", given.merging(["branches": .integer(3)]) { $1 })
        /// The values of a cell's parameters in which every branch is the one that `source` names.
        func filled(_ values: CellState, _ source: (Int) -> (cell: CellState, branch: Int)) -> [Float] {
            let layout = ParameterLayout(three.blueprint.model.parameters)
            return layout.specifications.flatMap { specification -> [Float] in
                var name = specification.name
                var from = values
                if let range = name.firstRange(of: "branch."), let place = name[range.upperBound...].first {
                    let chosen = source(place.wholeNumberValue!)
                    name.replaceSubrange(range.upperBound...range.upperBound, with: "\(chosen.branch)")
                    from = chosen.cell
                }
                let names = ParameterLayout(from.blueprint.model.parameters)
                let start = names.offsets[names.index(of: name)!]
                return Array(from.parameters.values)[start..<start + specification.shape.count].map { $0 }
            }
        }
        func check(_ values: [Float], _ expected: CellState) {
            let actual = outputs(
                cell("multi-branch-mlp", given.merging(["branches": .integer(3)]) { $1 }, values))
            for (a, b) in zip(actual, outputs(expected)) { #expect(abs(a - b) < 1e-5) }
        }
        check(filled(one) { _ in (one, 0) }, one)
        check(filled(three) { (three, 2 - $0) }, three)
        #expect(filled(three) { (three, 2 - $0) } != Array(three.parameters.values))
    }
}
