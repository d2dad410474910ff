import Datasets
import Primitives

/// How the model does on inputs that were moved against it in one step.
struct FastGradientSignEvaluation: Evaluation {
    static let declaration = ComponentDeclaration(
        id: "fgsm", family: "evaluations",
        summary: "The test part after one signed gradient step on the inputs (fast gradient sign method).",
        formula:
            "x + ε sign ∂ℓ/∂x on numeric inputs,  ℓ the cross-entropy of the true class or the squared error",
        citations: [
            "Goodfellow, Shlens & Szegedy 2015, Explaining and harnessing adversarial examples, section 3"
        ],
        parameters: [EvaluationInputs.radii],
        purpose: "A quick look at adversarial robustness; exact for a linear model.",
        remarks: [
            "Values: `fgsm/<ε>/accuracy` and `…/log_loss`, of a regression `…/rmse`; 0 gives the clean ones.",
            "A weak attack: a network can look robust to it by masking its gradients. Compare with pgd.",
            "The gradient is that of the outputs as they are evaluated, temperature and averaging included. Nothing is "
                + "clipped to a range; inputs that are levels, or say that a number is missing, stay.",
        ])

    private let radii: [Double]

    init(arguments: Arguments) { radii = arguments.reals("epsilon").distinct }

    func values(_ subject: EvaluationSubject) -> [(name: String, value: Double)] {
        let attack = SignedAscent(subject)
        let slopes = subject.gradients(subject.test.inputs)
        return radii.flatMap { radius in
            let inputs =
                radius == 0
                ? subject.test.inputs
                : attack.step(
                    from: subject.test.inputs, along: slopes, by: Float(radius), within: Float(radius))
            return subject.scores(subject.predictions(inputs)).map {
                ("\(JSONValue.canonicalNumber(radius))/\($0.name)", $0.value)
            }
        }
    }
}

/// Steps on the test rows' numeric inputs by the signs of gradients.
struct SignedAscent {
    private let origin: [Float]
    private let isNumeric: [Bool]

    init(_ subject: EvaluationSubject) {
        origin = subject.test.inputs
        isNumeric = subject.isNumeric
    }

    /// `point` moved by `length` along the signs of `slopes`, back to where no input is further than `radius` from
    /// that of its row.
    func step(from point: [Float], along slopes: [Float], by length: Float, within radius: Float) -> [Float] {
        point.indices.map { index in
            let slope = slopes[index]
            guard isNumeric[index % isNumeric.count], slope != 0, !slope.isNaN else { return point[index] }
            let moved = point[index] + (slope > 0 ? length : -length)
            return min(max(moved, origin[index] - radius), origin[index] + radius)
        }
    }

    /// A uniform start within the radius.
    func start(within radius: Float, _ uniform: () -> Double) -> [Float] {
        origin.indices.map { index in
            guard isNumeric[index % isNumeric.count] else { return origin[index] }
            let draw = Float(2 * uniform() - 1)
            return min(max(origin[index] + radius * draw, origin[index] - radius), origin[index] + radius)
        }
    }
}
