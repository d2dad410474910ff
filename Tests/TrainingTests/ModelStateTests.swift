import Datasets
import Methods
import Models
import Numerics
import Primitives
import Records
import TensorCore
import Testing

@testable import Training

/// What a model keeps between steps: who updates it, who reads it, and where it is seen.
@Suite("States of models")
struct ModelStateTests {
    let data = Fixture.data(rows: 45)

    private func blueprint(
        rate: Double = 0, _ methods: [(any Method.Type, ComponentUse)] = [], blocks: Int = 0
    ) -> CellBlueprint {
        let sgd = MethodCatalogue.type(named: "sgd")!
        return Fixture.blueprint(
            data, model: "residual-mlp", ["width": .integer(6), "blocks": .integer(blocks)],
            optimizer: (
                sgd, Fixture.use(sgd.declaration, ["learning_rate": .schedule(.constant(rate))])
            ), methods: methods)
    }

    private func cell(_ blueprint: CellBlueprint) -> CellState {
        CellState(blueprint, data, seed: 3, ExecutionEnvironment())
    }

    private func values(_ cell: CellState) -> [[Float]] { cell.modelStates.map(\.values.values) }

    @Test("running statistics follow their formula over full and last batches, epochs and stages")
    func runningStatistics() throws {
        var cell = cell(blueprint())
        let parameters = cell.parameters.values.map(Double.init)
        let fit = Fit(Fixture.settings(epochs: 2, batchSize: 16))
        try fit.run(&cell)
        try fit.run(&cell)

        // Without blocks and at rate 0 the norm always sees x W + b of the initial parameters.
        let (inputs, width) = (data.inputWidth, 6)
        let units = (0..<45).map { row in
            (0..<width).map { unit in
                parameters[inputs * width + unit]
                    + (0..<inputs).map { k in
                        Double(data.train.inputs[row * inputs + k]) * parameters[k * width + unit]
                    }.reduce(0, +)
            }
        }
        var mean = [Double](repeating: 0, count: width)
        var variance = [Double](repeating: 1, count: width)
        let shuffle = RandomKey(seed: 3, name: "shuffle")
        for epoch in 0..<4 {
            let order = shuffle.permutation(step: epoch, count: 45)
            for batch in [order[0..<16], order[16..<32], order[32..<45]] {
                for unit in 0..<width {
                    let x = batch.map { units[$0][unit] }
                    let m = x.reduce(0, +) / Double(x.count)
                    let v = x.map { ($0 - m) * ($0 - m) }.reduce(0, +) / Double(x.count - 1)
                    mean[unit] = 0.9 * mean[unit] + 0.1 * m
                    variance[unit] = 0.9 * variance[unit] + 0.1 * v
                }
            }
        }
        let found = values(cell)
        for unit in 0..<width {
            #expect(abs(Double(found[0][unit]) - mean[unit]) < 2e-6)
            #expect(abs(Double(found[1][unit]) - variance[unit]) < 2e-6)
        }
    }

    @Test("a method that runs the model again at other parameters updates the statistics once, as without it")
    func sharpness() throws {
        let sam = MethodCatalogue.type(named: "sam")!
        let use = Fixture.use(sam.declaration, ["rho": .schedule(.constant(0.5))])
        var (plain, sharp) = (cell(blueprint(blocks: 2)), cell(blueprint([(sam, use)], blocks: 2)))
        let fit = Fit(Fixture.settings(epochs: 3, batchSize: 16))
        try fit.run(&plain)
        try fit.run(&sharp)
        #expect(values(plain) == values(sharp))
        #expect(values(plain) != values(cell(blueprint(blocks: 2))))
    }

    @Test("in evaluation a row's outputs depend on the running statistics and on no other row")
    func evaluation() throws {
        var cell = cell(blueprint(rate: 0.1, blocks: 1))
        try Fit(Fixture.settings(epochs: 3, batchSize: 16)).run(&cell)
        let all = Evaluator(cell).outputs(of: data.test, cell)
        for row in 0..<data.test.rows {
            let width = data.inputWidth
            let alone = Partition(
                rows: 1, inputs: Array(data.test.inputs[row * width..<(row + 1) * width]), targets: [],
                labels: [], values: [])
            #expect(Evaluator(cell).outputs(of: alone, cell) == Array(all[row * 3..<row * 3 + 3]))
        }
        cell.modelStates[0].values[0] += 0.5
        #expect(Evaluator(cell).outputs(of: data.test, cell) != all)
    }

    @Test("the digest is of the parameters, and of the states where a model has some")
    func digest() throws {
        for (model, hasStates) in [("mlp", false), ("residual-mlp", true)] {
            let blueprint = Fixture.blueprint(data, model: model)
            let outcome = Fixture.train(blueprint, data, epochs: 2)
            var cell = cell(blueprint)
            try Fit(Fixture.settings(epochs: 2, batchSize: 16)).run(&cell)
            #expect(!cell.modelStates.isEmpty == hasStates)
            var digest = SHA256()
            digest.update(CellTrainer.canonicalBytes(cell.parameters.values))
            for (_, buffer) in cell.modelStates { digest.update(CellTrainer.canonicalBytes(buffer.values)) }
            #expect(outcome.parametersDigest == digest.finalized())
        }
    }

    @Test("a batch of one row is refused by a model that normalises over rows, and by no other")
    func oneRow() {
        let data = Fixture.data(rows: 33)
        let refused = Fixture.train(Fixture.blueprint(data, model: "residual-mlp"), data)
        #expect(refused.status.kind == .failed)
        #expect(
            refused.status.cause
                == "the last batch of 33 training rows has 1 row, but it normalises over the rows of a batch and needs "
                + "at least 2 of them")
        for norm in ["none", "layer"] {
            let blueprint = Fixture.blueprint(
                data, model: "residual-mlp", ["norm": .text(norm), "width": .integer(4)])
            #expect(Fixture.train(blueprint, data).status == .completed)
        }
        let blueprint = Fixture.blueprint(data, model: "residual-mlp")
        #expect(Fixture.train(blueprint, data, lastBatch: "drop").status == .completed)
        #expect(Fixture.train(blueprint, data, batchSize: 1).status.kind == .failed)
    }

    @Test("running statistics that overflow end the cell, whatever the parameters are")
    func divergence() {
        var data = Fixture.data(rows: 45)
        data.train.inputs = data.train.inputs.map { $0 * 1e20 }
        let outcome = Fixture.train(
            Fixture.blueprint(data, model: "residual-mlp", ["blocks": .integer(0)]), data)
        #expect(outcome.status.kind == .diverged)
    }
}
