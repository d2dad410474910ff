import Datasets
import Numerics
import Primitives

/// How the model does on inputs that were moved against it in many steps.
struct ProjectedGradientEvaluation: Evaluation {
    static let declaration = ComponentDeclaration(
        id: "pgd", family: "evaluations",
        summary: "The test part after projected gradient ascent on the inputs, from random starts.",
        formula:
            "x ← P(x + a ε sign ∂ℓ/∂x), k times,  P the projection on the box of half-width ε around the row",
        citations: [
            "Madry, Makelov, Schmidt, Tsipras & Vladu 2018, Towards deep learning models resistant to adversarial attacks, "
                + "section 2.1"
        ],
        parameters: [
            EvaluationInputs.radii,
            ParameterDeclaration("steps", symbol: "k", .integer(1...1000), default: .integer(10), "Steps."),
            ParameterDeclaration(
                "step_size", symbol: "a", .real(.positive), default: .real(0.25),
                "The length of a step, as a share of ε."),
            ParameterDeclaration(
                "restarts", .integer(1...100), default: .integer(1),
                "Random starts; each row counts with the one of the largest loss."),
        ],
        purpose: "The usual measure of adversarial robustness.",
        remarks: [
            "Values: `pgd/<ε>/accuracy` and `…/log_loss`, of a regression `…/rmse`; 0 gives the clean ones.",
            "A bound from above on the accuracy under attack, which more steps and restarts lower. With a k ≥ 2 every corner "
                + "of the box can be reached from every start.",
            "Starts are uniform in the box, the same directions for every ε and every method. Inputs as for fgsm.",
        ])

    private let radii: [Double]
    private let steps: Int
    private let stepSize: Double
    private let restarts: Int

    init(arguments: Arguments) {
        radii = arguments.reals("epsilon").distinct
        steps = arguments.integer("steps")
        stepSize = arguments.real("step_size")
        restarts = arguments.integer("restarts")
    }

    func values(_ subject: EvaluationSubject) -> [(name: String, value: Double)] {
        radii.flatMap { radius in
            let inputs = radius == 0 ? subject.test.inputs : attacked(subject, radius)
            return subject.scores(subject.predictions(inputs)).map {
                ("\(JSONValue.canonicalNumber(radius))/\($0.name)", $0.value)
            }
        }
    }

    /// The inputs of every row's largest loss over the starts.
    private func attacked(_ subject: EvaluationSubject, _ radius: Double) -> [Float] {
        let attack = SignedAscent(subject)
        let (width, radius, length) = (subject.width, Float(radius), Float(stepSize * radius))
        var best: (inputs: [Float], losses: [Double])?
        for number in 0..<restarts {
            var stream = subject.stream(Self.declaration.id, "\(number)")
            var point = attack.start(within: radius) { stream.uniform() }
            for _ in 0..<steps {
                point = attack.step(from: point, along: subject.gradients(point), by: length, within: radius)
            }
            guard restarts > 1 else { return point }
            let losses = subject.losses(subject.predictions(point))
            guard var found = best else {
                best = (point, losses)
                continue
            }
            for row in losses.indices where losses[row] > found.losses[row] {
                found.losses[row] = losses[row]
                found.inputs.replaceSubrange(
                    row * width..<(row + 1) * width, with: point[row * width..<(row + 1) * width])
            }
            best = found
        }
        return best!.inputs
    }
}
