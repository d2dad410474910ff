import Datasets
import Numerics
import Primitives

/// Whether the model can tell test rows from inputs that are no rows of these data.
struct OutOfDistributionEvaluation: Evaluation {
    static let declaration = ComponentDeclaration(
        id: "out-of-distribution", family: "evaluations",
        summary: "How well confidence and energy tell test rows from made-up inputs.",
        formula:
            "scores max_k p_k and ln Σ_k e^(z_k) of the outputs z; AUROC, and the share of made-up inputs that pass where "
            + "95 % of the test rows do",
        citations: [
            "Hendrycks & Gimpel 2017, A baseline for detecting misclassified and out-of-distribution examples in neural "
                + "networks, section 2 (maximum softmax probability)",
            "Liu, Wang, Owens & Li 2020, Energy-based out-of-distribution detection, eq. 3",
        ],
        parameters: [
            ParameterDeclaration(
                "inputs", .choice(["all", "gaussian", "uniform", "permuted"]), default: .text("all"),
                "gaussian, uniform: every input drawn by itself with the mean and deviation of the training rows; permuted: "
                    + "every column of the test part in an order of its own.")
        ],
        purpose: "Overconfident networks are sure of anything; regularisers of confidence should not be.",
        remarks: [
            "Values: `out-of-distribution/<inputs>/auroc_confidence`, `…/auroc_energy`, `…/fpr95_confidence`, "
                + "`…/fpr95_energy`.",
            "As many made-up inputs as test rows. Permuted ones have the columns' own distributions without their "
                + "dependence: near to the data, hence hard. An index column is permuted in all of them.",
            "A method that gives log-probabilities as outputs has the energy 0 everywhere, hence an AUROC of ½.",
        ], tasks: [.classification])

    private let kinds: [String]

    init(arguments: Arguments) {
        let kind = arguments.text("inputs")
        kinds = kind == "all" ? ["gaussian", "uniform", "permuted"] : [kind]
    }

    func values(_ subject: EvaluationSubject) -> [(name: String, value: Double)] {
        let known = scores(subject.outputs(subject.test.inputs), subject)
        return kinds.flatMap { kind in
            let foreign = scores(subject.outputs(foreignInputs(kind, subject)), subject)
            let rankings = ["confidence", "energy"].map { name in
                (name, ScoreRanking(events: known[name]!, others: foreign[name]!))
            }
            return rankings.map { ("\(kind)/auroc_\($0)", $1.areaUnderROC) }
                + rankings.map { ("\(kind)/fpr95_\($0)", $1.falsePositiveRate(atRecall: 0.95)) }
        }
    }

    /// High for what looks like the data.
    private func scores(_ outputs: [Float], _ subject: EvaluationSubject) -> [String: [Double]] {
        let width = subject.cell.data.outputWidth
        var (confidences, energies): ([Double], [Double]) = ([], [])
        for first in stride(from: 0, to: outputs.count, by: width) {
            let row = outputs[first..<first + width].map(Double.init)
            let most = row.max()!
            let sum = StableSum.of(row.map { DeterministicMath.exp($0 - most) })
            confidences.append(1 / sum)
            energies.append(most + DeterministicMath.log(sum))
        }
        return ["confidence": confidences, "energy": energies]
    }

    private func foreignInputs(_ kind: String, _ subject: EvaluationSubject) -> [Float] {
        let (rows, width) = (subject.test.rows, subject.width)
        var stream = subject.stream(Self.declaration.id, kind)
        var inputs = subject.test.inputs
        let moments = InputMoments(subject.train, width: width)
        for (column, first) in subject.layout.placed {
            var isIndex = false
            if case .index = column.kind { isIndex = true }
            if kind == "permuted" || isIndex {
                let order = stream.permutation(of: rows)
                for row in 0..<rows {
                    for input in first..<first + column.width {
                        inputs[row * width + input] = subject.test.inputs[order[row] * width + input]
                    }
                }
                continue
            }
            for input in first..<first + column.width {
                for row in 0..<rows {
                    // A uniform of deviation 1 reaches from −√3 to √3.
                    let draw =
                        kind == "gaussian" ? stream.normal() : (2 * stream.uniform() - 1) * 3.0.squareRoot()
                    inputs[row * width + input] = Float(
                        moments.means[input] + moments.deviations[input] * draw)
                }
            }
        }
        return inputs
    }
}
