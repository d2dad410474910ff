import Primitives
import TensorCore

/// How steep the loss is.
struct GradientNormProbe: Probe {
    static let declaration = ComponentDeclaration(
        id: "gradient-norm", family: "probes",
        summary: "The norm of the loss's gradient, of all parameters and of each weight.",
        formula: "‖∇L(w)‖₂", purpose: "Tells a network that has converged from one that was stopped.",
        remarks: ["Values: `gradient-norm` and `gradient-norm/<weight>`."])

    init(arguments: Arguments) {}

    func values(_ subject: ProbeSubject) -> [(name: String, value: Double)] {
        guard subject.hasLoss else { return [] }
        let gradient = subject.lossAndGradient()(subject.parameters).gradient
        let layout = subject.layout
        return [("", Spectra.norm(gradient))]
            + layout.weights.map { index in
                let range =
                    layout.offsets[index]..<layout.offsets[index]
                    + layout.specifications[index].shape.count
                return (layout.specifications[index].name, Spectra.norm(Array(gradient[range])))
            }
    }
}
