import Primitives
import TensorCore
import Training

/// Rows between neighbours of a class, with all classes equally often.
struct SyntheticMinorityOversampling: BatchTransform {
    static let declaration = ComponentDeclaration(
        id: "smote", family: "mixing",
        summary:
            "Replaces rows by points between a row of a uniformly drawn class and one of its nearest of that class.",
        formula: "x ← x_b + δ (x_n − x_b),  t ← t_b,  δ ~ U(0, 1),  n among the k nearest of b's class",
        citations: [
            "Chawla, Bowyer, Hall & Kegelmeyer 2002, SMOTE: synthetic minority over-sampling technique, section 4.2"
        ],
        parameters: [
            .hyperparameter(
                "rate", symbol: "p", in: .closed(0, 1), default: 0.5, neutral: 0,
                "The probability that a row of the batch is replaced by a synthetic one."),
            ParameterDeclaration(
                "neighbours", symbol: "k", .integer(1...1000), default: .integer(5),
                "How many of the nearest rows of a class are eligible."),
            ParameterDeclaration(
                "base", .choice(["balanced", "same-row"]), default: .text("balanced"),
                "Where a synthetic row begins: at a row of a class that is drawn uniformly among those in the batch, or "
                    + "at the row that it replaces."),
        ],
        seams: ["batch"], purpose: "Tabular classification with rare classes.",
        remarks: [
            "Neighbours are sought within the batch, not in the training part, and synthetic rows replace others instead "
                + "of being added, so that a step costs the same.",
            "A row without another of its class in the batch is repeated as it is.",
            "Between one-hot inputs of a categorical column the synthetic row has a part of both levels.",
            "Classes are told by the largest share of a target.",
        ],
        tasks: [.classification])

    private let neighbours: Int
    private let isBalanced: Bool

    init(arguments: Arguments) {
        neighbours = arguments.integer("neighbours")
        isBalanced = arguments.text("base") == "balanced"
    }

    func transform(_ batch: Batch, _ context: MethodContext) -> Batch {
        let (graph, rows) = (context.graph, context.batchSize)
        func draw(_ name: String) -> Tensor { graph.uniform([rows, 1], stream: context.stream(name)) }
        // 1 at the class of each row; targets that are mixed evenly count for both.
        let classes = 1 - (batch.targets.maximumOverLastAxis() .> batch.targets)
        let own = graph.constant((0..<rows).map(Float.init), [rows])
        var base = own
        if isBalanced {
            // Each row by the inverse of its class's number: every class in the batch is as likely.
            let number = (classes * classes.sum(over: [0], keepingAxes: true)).sumOverLastAxis()
            base = RandomChoice.column(draw("base"), weights: (1 / number).reshaped([1, rows]))
        }
        let isAlike = matmul(classes, classes, transposeB: true) .> graph.scalar(0.5)
        let isOther =
            1
            - graph.constant(
                (0..<rows).flatMap { i in (0..<rows).map { i == $0 ? 1 : 0 } }, [rows, rows])
        let x = batch.inputs
        let norms = x.squared().sumOverLastAxis()
        let distance = maximum(
            norms + norms.transposed() - 2 * matmul(x, x, transposeB: true), graph.scalar(0))
        let isEligible = isAlike * isOther
        let far = graph.scalar(.greatestFiniteMagnitude)
        let known = select(isEligible, distance, far)
        let limit = known.orderStatisticOverLastAxis(graph.scalar(Float(neighbours - 1)))
        let isNear = isEligible * (1 - (known .> limit))
        let hasNeighbour = isNear.maximumOverLastAxis()
        let neighbour = RandomChoice.column(
            draw("neighbour"), weights: isNear.gatheringRows(base))
        let alone = 1 - hasNeighbour.gatheringRows(base).reshaped([rows])
        let partner = select(alone, base, neighbour)
        let start = x.gatheringRows(base)
        let synthetic = start + draw("position") * (x.gatheringRows(partner) - start)
        let isReplaced = context.hyperparameter("rate") .> draw("application")
        return Batch(
            inputs: select(isReplaced, synthetic, x),
            targets: select(isReplaced, batch.targets.gatheringRows(base), batch.targets),
            weights: batch.weights.map { select(isReplaced, $0.gatheringRows(base), $0) })
    }
}
