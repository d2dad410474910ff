import Primitives
import TensorCore

/// How far a step moves a weight, seen from the weight.
struct EffectiveLearningRateProbe: Probe {
    static let declaration = ComponentDeclaration(
        id: "effective-learning-rate", family: "probes",
        summary: "The learning rate relative to the scale of each weight.",
        formula:
            "η / ‖w‖² of a scale-invariant weight (one before a batch norm);  η ‖∇L(w)‖ / ‖w‖ of any other",
        citations: [
            "van Laarhoven 2017, L2 regularization versus batch and weight normalization, section 3",
            "Zhang, Wang, Xu & Grosse 2019, Three mechanisms of weight decay regularization, section 4.1",
        ],
        purpose: "Under a normalisation, weight decay acts by raising this rate: here it can be seen.",
        remarks: [
            "η is the learning rate of the last step; the optimiser's scaling and momentum are left out.",
            "The second form is the relative length of a plain gradient step: for comparisons along one training.",
            "Values: `effective-learning-rate/<weight>`.",
        ])

    init(arguments: Arguments) {}

    func values(_ subject: ProbeSubject) -> [(name: String, value: Double)] {
        guard subject.hasLoss else { return [] }
        let gradient = subject.lossAndGradient()(subject.parameters).gradient
        let layout = subject.layout
        return layout.weights.map { index in
            let specification = layout.specifications[index]
            let range = layout.offsets[index]..<layout.offsets[index] + specification.shape.count
            let norm = Spectra.norm(Array(subject.parameters[range]))
            let rate =
                specification.isScaleInvariant
                ? subject.learningRate / (norm * norm)
                : subject.learningRate * Spectra.norm(Array(gradient[range])) / norm
            return (specification.name, rate)
        }
    }
}
