import Numerics
import Primitives
import TensorCore
import Training

/// A fit on the rows that networks early in training find hardest.
struct DataDiet: PipelineTransform {
    static let declaration = ComponentDeclaration(
        id: "data-diet", family: "pipelines",
        summary:
            "Scores rows by the error of networks early in training, drops the easiest and trains on the rest.",
        formula:
            "score_i = mean over K networks, E epochs old, of ‖softmax(z_i) − t_i‖₂ (EL2N);  keep the highest 1 − s",
        citations: [
            "Paul, Ganguli & Dziugaite 2021, Deep learning on a data diet: finding important examples early in training, "
                + "section 2 (EL2N)"
        ],
        parameters: [
            ParameterDeclaration(
                "prune", symbol: "s", .real(.halfOpen(0, 1)), default: .real(0.3), neutral: .real(0),
                "The share of the rows that is dropped."),
            ParameterDeclaration(
                "networks", symbol: "K", .integer(1...100), default: .integer(3),
                "Networks that score, from other initial weights each."),
            ParameterDeclaration(
                "epochs", symbol: "E", .integer(1...1_000_000), default: .integer(5),
                "Epochs after which they do."),
            ParameterDeclaration(
                "drop_hardest", .real(.halfOpen(0, 1)), default: .real(0),
                "The share of the rows with the highest scores that is dropped too: where labels are noisy."),
        ],
        seams: ["pipeline"], purpose: "Fewer rows at the same accuracy, and the study of which rows matter.",
        remarks: [
            "The paper averages 10 networks after 20 epochs of CIFAR-10 (both from memory).",
            "Regression scores the absolute error, which the paper does not have.",
            "A cell costs networks times epochs beside its own epochs, which run on fewer rows.",
            "With noisy labels the hardest rows are the wrong ones: drop_hardest.",
            "The scoring fits have no learning curves of their own: epochs are numbered through.",
        ])

    private static let scores = BufferName.data("data-diet/scores")
    private let prune: Double
    private let hardest: Double
    private let networks: Int
    private let epochs: Int

    init(arguments: Arguments) {
        prune = arguments.real("prune")
        hardest = arguments.real("drop_hardest")
        networks = arguments.integer("networks")
        epochs = arguments.integer("epochs")
    }

    func refusal(in composition: Composition) -> Diagnostic? {
        guard prune > 0, prune + hardest >= 1 else { return nil }
        return Diagnostic("prune and drop_hardest leave no rows", remedy: "let them sum to less than 1")
    }

    func pipeline(_ stages: [any Stage], _ settings: TrainingSettings) -> [any Stage] {
        guard prune > 0 else { return stages }
        var result: [any Stage] = []
        for network in 0..<networks {
            result += [
                StartAgain(draw: "data-diet/\(network)"), Fit(settings.lasting(epochs: epochs)),
                Self.scoring(isFirst: network == 0),
            ]
        }
        result.append(StartAgain())
        let (prune, hardest) = (prune, hardest)
        return result
            + stages.map { stage in
                guard var fit = stage as? Fit else { return stage }
                let chosen = fit.rows
                fit.rows = { cell in
                    let kept = Self.kept(cell.buffers[Self.scores]!.values, prune: prune, hardest: hardest)
                    // A fit that sees a part of the rows sees those of them that are kept.
                    return chosen.map { $0(cell).filter(Set(kept).contains) } ?? kept
                }
                return fit
            }
    }

    /// The rows that stay, in order.
    static func kept(_ scores: [Float], prune: Double, hardest: Double) -> [Int] {
        let order = scores.indices.sorted { (scores[$0], $0) < (scores[$1], $1) }
        let easy = Int((prune * Double(scores.count)).rounded(.down))
        let hard = Int((hardest * Double(scores.count)).rounded(.down))
        return order.dropFirst(easy).dropLast(hard).sorted()
    }

    /// Adds every row's score to those of earlier networks; the parameters stay.
    private static func scoring(isFirst: Bool) -> ChangeParameters {
        ChangeParameters { cell in
            guard !cell.isOnline else {
                cell.fail("rows of an online stream cannot be scored: every epoch has others")
                return cell.parameters.values
            }
            let (rows, width) = (cell.trainingRows, cell.targetWidth)
            let outputs = cell.trainingOutputs
            let targets = cell.trainingTargets
            var sums = isFirst ? [Float](repeating: 0, count: rows) : cell.buffers[scores]!.values
            for row in 0..<rows {
                let range = row * width..<(row + 1) * width
                let predicted =
                    width == 1 ? Array(outputs[range]) : softmax(outputs[range])
                let error = zip(predicted, targets[range]).map { ($0 - $1) * ($0 - $1) }.reduce(0, +)
                sums[row] += error.squareRoot()
            }
            cell.buffers[scores] = FloatBuffer(sums)
            return cell.parameters.values
        }
    }

    private static func softmax(_ logits: ArraySlice<Float>) -> [Float] {
        let top = logits.max()!
        let exponentials = logits.map { DeterministicMath.exp(Double($0 - top)) }
        let sum = exponentials.reduce(0, +)
        return exponentials.map { Float($0 / sum) }
    }
}
