import Datasets
import Numerics
import Primitives

/// How the model does where columns are not known.
struct FeatureDropoutEvaluation: Evaluation {
    static let declaration = ComponentDeclaration(
        id: "feature-dropout", family: "evaluations",
        summary: "The test part with some columns of every row replaced by their training means.",
        formula: "x_j ← mean of the training rows, for round(q C) of the C columns, drawn for every row",
        citations: [
            "Globerson & Roweis 2006, Nightmare at test time: robust learning by feature deletion (there the worst columns)"
        ],
        parameters: [
            ParameterDeclaration(
                "shares", symbol: "q", .reals(.closed(0, 1), count: 1...20),
                default: .reals([0.1, 0.25, 0.5]), "Shares of the columns."),
            EvaluationInputs.repeats,
        ],
        purpose: "Models that lean on a few columns lose more than those that spread their weight.",
        remarks: [
            "Values: `feature-dropout/<q>/accuracy` and `…/log_loss`, of a regression `…/rmse`; 0 gives the clean ones.",
            "A column is replaced as a whole: of a one-hot column every level by its share; one that is an index becomes 0, "
                + "the unseen level. A larger share replaces the columns of a smaller one and more.",
        ])

    private let shares: [Double]
    private let repeats: Int

    init(arguments: Arguments) {
        shares = arguments.reals("shares").distinct
        repeats = arguments.integer("repeats")
    }

    func values(_ subject: EvaluationSubject) -> [(name: String, value: Double)] {
        let (test, width, columns) = (subject.test, subject.width, subject.layout.placed)
        var means = InputMoments(subject.train, width: width).means
        for (column, first) in columns {
            if case .index = column.kind { means[first] = 0 }
        }
        let orders = (0..<repeats).map { number in
            var stream = subject.stream(Self.declaration.id, "\(number)")
            return (0..<test.rows).map { _ in stream.permutation(of: columns.count) }
        }
        return shares.flatMap { share in
            let count = Int((share * Double(columns.count)).rounded())
            let damaged =
                count == 0
                ? [test.inputs]
                : orders.map { order in
                    var inputs = test.inputs
                    for (row, places) in order.enumerated() {
                        for place in places.prefix(count) {
                            let (column, first) = columns[place]
                            for input in first..<first + column.width {
                                inputs[row * width + input] = Float(means[input])
                            }
                        }
                    }
                    return inputs
                }
            return subject.meanScores(damaged).map {
                ("\(JSONValue.canonicalNumber(share))/\($0.name)", $0.value)
            }
        }
    }
}
