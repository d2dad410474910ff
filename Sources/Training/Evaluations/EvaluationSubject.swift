import Datasets
import Numerics
import Primitives

/// A trained model as evaluations see it: with the parameters and outputs of evaluation, on the test part.
public final class EvaluationSubject {
    let cell: CellState
    private let evaluator: Evaluator
    private lazy var gradient = InputGradient(cell)

    /// The model of `cell` as its stages leave it.
    init(_ cell: CellState) {
        self.cell = cell
        evaluator = Evaluator(cell)
    }

    /// The test part.
    public var test: Partition { cell.data.test }
    /// What was learnt from.
    public var train: Partition { cell.data.train }
    /// Inputs of a row.
    public var width: Int { cell.data.inputWidth }
    /// Which inputs belong to which column.
    public var layout: InputLayout { cell.data.layout }

    /// Which inputs are numbers of a numeric column: those that can be a little more or less.
    ///
    /// Not the levels of a categorical column, nor an input that says that a number is missing.
    public var isNumeric: [Bool] {
        layout.placed.flatMap { column, first in
            (first..<first + column.width).map { input in
                column.kind == .numeric
                    && (input == first || cell.data.featureNames[input] != "\(column.name)=missing")
            }
        }
    }

    /// A stream of the evaluation `id`, the same every time.
    public func stream(_ id: String, _ name: String) -> RandomStream {
        RandomStream(seed: cell.seed, name: "evaluation/\(id)/\(name)")
    }

    /// The model's outputs on rows with these inputs.
    public func outputs(_ inputs: [Float]) -> [Float] {
        var partition = test
        partition.inputs = inputs
        partition.rows = inputs.count / width
        return evaluator.outputs(of: partition, cell)
    }

    /// What the model says of the test rows; with other inputs where some are given.
    public func predictions(_ inputs: [Float]? = nil) -> Predictions {
        evaluator.predictions(outputs(inputs ?? test.inputs), of: test, cell)
    }

    /// The gradient of every test row's loss by its inputs, at these inputs.
    public func gradients(_ inputs: [Float]) -> [Float] {
        gradient.values(inputs, targets: test.targets)
    }

    /// How well the model does on the test rows with these inputs.
    func scores(_ predictions: Predictions) -> [(name: String, value: Double)] {
        let metrics: [any Metric.Type] =
            switch cell.data.task {
            case .classification: [Accuracy.self, LogLoss.self]
            case .regression: [RootMeanSquaredError.self]
            }
        return metrics.map { ($0.declaration.id, $0.value(predictions)) }
    }

    /// The loss of each test row.
    func losses(_ predictions: Predictions) -> [Double] {
        switch cell.data.task {
        case .classification:
            predictions.labels.enumerated().map { row, label in
                -predictions.logProbabilities[row * predictions.classes + label]
            }
        case .regression: zip(predictions.values, predictions.truths).map { ($0 - $1) * ($0 - $1) }
        }
    }

    /// The means of `scores` over several inputs of the test rows.
    func meanScores(_ inputs: [[Float]]) -> [(name: String, value: Double)] {
        let found = inputs.map { scores(predictions($0)) }
        guard found.count > 1 else { return found[0] }
        return found[0].indices.map { index in
            (found[0][index].name, StableSum.of(found.map { $0[index].value }) / Double(found.count))
        }
    }
}

extension Sequence<Double> {
    /// Each number once, where it comes first.
    var distinct: [Double] {
        reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
