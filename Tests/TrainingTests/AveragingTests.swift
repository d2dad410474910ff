import Datasets
import Methods
import Primitives
import TensorCore
import Testing

@testable import Training

/// Averages of parameters in models with running statistics.
@Suite("Averaging and running statistics")
struct AveragingTests {
    static let averages: [(id: String, given: [String: ParameterValue], off: [String: ParameterValue])] = [
        ("swa", ["start": .real(0)], ["start": .real(1)]),
        ("polyak-averaging", ["start": .real(0)], ["start": .real(1)]),
        ("polynomial-decay-averaging", [:], ["averages": .boolean(false)]),
        ("ema", [:], ["decay": .schedule(.constant(0))]),
        ("lawa", ["checkpoints": .integer(2)], ["checkpoints": .integer(1)]),
    ]

    private let data = Fixture.data(rows: 40)

    private func cell(_ id: String, _ given: [String: ParameterValue]) -> CellState {
        let type = MethodCatalogue.type(named: id)!
        let blueprint = Fixture.blueprint(
            data, model: "residual-mlp",
            ["width": .integer(6), "blocks": .integer(1), "norm": .text("batch")],
            methods: [(type, Fixture.use(type.declaration, given))])
        let settings = Fixture.settings(epochs: 2, batchSize: 20)
        var cell = CellState(blueprint, data, seed: 3, ExecutionEnvironment())
        for stage in blueprint.pipeline(settings) { try! stage.run(&cell) }
        return cell
    }

    private func statistics(_ cell: CellState) -> [Float] { cell.modelStates.flatMap(\.values.values) }

    @Test(
        "statistics are recomputed in the end, kept where asked, and untouched where nothing is averaged",
        arguments: 0..<averages.count)
    func runningStatistics(number: Int) throws {
        let (id, given, off) = Self.averages[number]
        let kept = cell(id, given.merging(["statistics": .text("kept")]) { $1 })
        var recomputed = cell(id, given)
        #expect(recomputed.parameters.values == kept.parameters.values)
        #expect(!statistics(kept).isEmpty && statistics(recomputed) != statistics(kept))
        #expect(statistics(cell(id, off)) == statistics(kept))
        // Once more at the same parameters, they stay.
        let before = statistics(recomputed)
        try RecomputeStatistics(Fixture.settings(epochs: 2, batchSize: 20)).run(&recomputed)
        #expect(statistics(recomputed) == before)
    }

    @Test("lookahead at α = 1 gives the optimiser's own bits, and at any α its own points in between")
    func lookahead() {
        let type = MethodCatalogue.type(named: "lookahead")!
        func trained(_ methods: [(any Method.Type, ComponentUse)]) -> [Float] {
            var cell = CellState(
                Fixture.blueprint(data, methods: methods), data, seed: 3, ExecutionEnvironment())
            try! Fit(Fixture.settings(epochs: 1, batchSize: 10)).run(&cell)
            return cell.parameters.values
        }
        func lookahead(_ alpha: Double) -> [Float] {
            let given: [String: ParameterValue] = [
                "alpha": .schedule(.constant(alpha)), "steps": .integer(4),
            ]
            return trained([(type, Fixture.use(type.declaration, given))])
        }
        let plain = trained([])
        let start = Fixture.blueprint(data).initialParameters(seed: 3)
        #expect(lookahead(1) == plain)
        // Four steps, then halfway back to where they began.
        for ((half, end), begin) in zip(zip(lookahead(0.5), plain), start) {
            #expect(abs(half - (begin + 0.5 * (end - begin))) <= 1e-6)
        }
    }
}
