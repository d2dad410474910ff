import Primitives
import TensorCore
import Training

/// Evaluation as an average over random passes.
struct MonteCarloDropout: OutputTransform {
    static let declaration = ComponentDeclaration(
        id: "monte-carlo-dropout", family: "dropout",
        summary: "Evaluates the mean of several passes with the stack's dropout still on.",
        formula:
            "p(y | x) = (1/S) Σ_s softmax(z_s),  z_s under draw s;  regression: the mean of the predictions",
        citations: [
            "Gal & Ghahramani 2016, Dropout as a Bayesian approximation: representing model uncertainty in deep learning, "
                + "eq. 6"
        ],
        parameters: [
            ParameterDeclaration(
                "samples", symbol: "S", .integer(0...1_000), default: .integer(20), neutral: .integer(0),
                "Random passes per row; 0: one pass without dropout, as always.")
        ],
        seams: ["outputs"],
        purpose: "Better calibrated probabilities from any network that was trained with dropout.",
        exclusive: ["evaluation outputs"],
        remarks: [
            "Whatever acts on activations in the stack acts: dropout, gaussian-dropout, activation-noise and their like. "
                + "Noise on weights does not, and a stack without such a method gives the same outputs as ever.",
            "Rates are those of the last step: a schedule that ends at 0 leaves nothing to average.",
            "Every sample is a pass of the compiled evaluation: hundreds take seconds to compile.",
            "Training is unchanged. Draws depend on the row's place in the part, and are the same in every evaluation.",
        ])

    private let samples: Int

    init(arguments: Arguments) { samples = arguments.integer("samples") }

    func outputs(
        _ inputs: Tensor, using inner: (Tensor) -> Tensor, _ model: EvaluationModel, _ context: MethodContext
    ) -> Tensor {
        guard samples > 0 else { return inner(inputs) }
        let passes = (0..<samples).map { model.stochasticOutputs(inputs, pass: "sample.\($0)") }
        if context.task == .regression { return passes.dropFirst().reduce(passes[0], +) / Float(samples) }
        let logarithms = passes.map { $0.logSoftmax() }
        // The largest is taken out, so that a class that no pass believes in keeps its digits.
        let largest = logarithms.dropFirst().reduce(logarithms[0], maximum)
        let terms = logarithms.map { ($0 - largest).exponential() }
        return largest + (terms.dropFirst().reduce(terms[0], +) / Float(samples)).logarithm()
    }
}
