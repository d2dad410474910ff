import Primitives

/// How large the weights are.
struct WeightNormProbe: Probe {
    static let declaration = ComponentDeclaration(
        id: "weight-norm", family: "probes",
        summary: "The norm of all weights together and of each.",
        formula: "‖w‖₂ over the weights, without biases and gains",
        purpose: "Shows what decay and constraints do to the weights' scale.",
        remarks: ["Values: `weight-norm` and `weight-norm/<weight>`."])

    init(arguments: Arguments) {}

    func values(_ subject: ProbeSubject) -> [(name: String, value: Double)] {
        let weights = subject.weights
        return [("", Spectra.norm(weights.flatMap(\.values)))]
            + weights.map { ($0.specification.name, Spectra.norm($0.values)) }
    }
}
