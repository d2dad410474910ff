import Datasets
import Numerics
import Primitives

/// How the model does on inputs that were measured less exactly.
struct GaussianNoiseEvaluation: Evaluation {
    static let declaration = ComponentDeclaration(
        id: "gaussian-noise", family: "evaluations",
        summary: "The test part with normal noise on the numeric inputs.",
        formula: "x + s z,  z ~ N(0, 1) for every row and numeric input",
        citations: [
            "Hendrycks & Dietterich 2019, Benchmarking neural network robustness to common corruptions and perturbations, "
                + "section 4.1",
            "Bishop 1995, Training with noise is equivalent to Tikhonov regularization (what training with it does)",
        ],
        parameters: [
            ParameterDeclaration(
                "deviations", symbol: "s", .reals(.nonNegative, count: 1...20),
                default: .reals([0.1, 0.25, 0.5, 1]),
                "Standard deviations of the noise, in units of the encoded inputs: of standardised columns their own."
            ),
            EvaluationInputs.repeats,
        ],
        purpose: "Smooth predictions keep their accuracy where inputs are blurred.",
        remarks: [
            "Values: `gaussian-noise/<s>/accuracy` and `…/log_loss`, of a regression `…/rmse`; 0 gives the clean ones.",
            "Every deviation scales the same draws, which are the same for every method. Inputs that are levels, or say that "
                + "a number is missing, stay.",
        ])

    private let deviations: [Double]
    private let repeats: Int

    init(arguments: Arguments) {
        deviations = arguments.reals("deviations").distinct
        repeats = arguments.integer("repeats")
    }

    func values(_ subject: EvaluationSubject) -> [(name: String, value: Double)] {
        let (inputs, width, isNumeric) = (subject.test.inputs, subject.width, subject.isNumeric)
        let draws = (0..<repeats).map { number in
            var stream = subject.stream(Self.declaration.id, "\(number)")
            return inputs.indices.map { isNumeric[$0 % width] ? stream.normal() : 0 }
        }
        return deviations.flatMap { deviation in
            let noisy =
                deviation == 0
                ? [inputs]
                : draws.map { draw in
                    inputs.indices.map { Float(Double(inputs[$0]) + deviation * draw[$0]) }
                }
            return subject.meanScores(noisy).map {
                ("\(JSONValue.canonicalNumber(deviation))/\($0.name)", $0.value)
            }
        }
    }
}

/// Parameters that say how inputs are changed, of several evaluations.
enum EvaluationInputs {
    /// How often random inputs are drawn.
    static let repeats = ParameterDeclaration(
        "repeats", .integer(1...1000), default: .integer(5),
        "How often the inputs are drawn; values are means over the draws.")

    /// The radii of attacks.
    static let radii = ParameterDeclaration(
        "epsilon", symbol: "ε", .reals(.nonNegative, count: 1...20),
        default: .reals([0.05, 0.1, 0.25, 0.5]),
        "How far an input may be moved, in units of the encoded inputs: of standardised columns their deviation."
    )
}
