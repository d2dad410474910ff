import Numerics
import Primitives

/// Units that never fire.
struct DeadUnitsProbe: Probe {
    static let declaration = ComponentDeclaration(
        id: "dead-units", family: "probes",
        summary: "The share of hidden units that are 0 on every row.",
        formula: "share of units j with hᵢⱼ = 0 for all rows i",
        citations: [
            "Lu, Shin, Su & Karniadakis 2020, Dying ReLU and initialization: theory and numerical examples"
        ],
        purpose: "Too large a step or too strong a penalty kills ReLU units for good.",
        remarks: [
            "Values: `dead-units` of all hidden units and `dead-units/<site>`. For activations that are never exactly 0 it "
                + "is 0.",
            "A unit may fire on rows that were not looked at: raise `rows`.",
        ])

    init(arguments: Arguments) {}

    func values(_ subject: ProbeSubject) -> [(name: String, value: Double)] {
        let layers = subject.hiddenActivations().map { site, values, units in
            let dead = (0..<units).count { unit in
                stride(from: unit, to: values.count, by: units).allSatisfy { values[$0] == 0 }
            }
            return (site: site, dead: dead, units: units)
        }
        guard !layers.isEmpty else { return [] }
        let all = Double(layers.reduce(0) { $0 + $1.dead }) / Double(layers.reduce(0) { $0 + $1.units })
        return [("", all)] + layers.map { ($0.site.name, Double($0.dead) / Double($0.units)) }
    }
}

/// Units that are silent at a time.
struct ActivationSparsityProbe: Probe {
    static let declaration = ComponentDeclaration(
        id: "activation-sparsity", family: "probes",
        summary: "The share of zeros among the hidden units' values.",
        formula: "share of (i, j) with hᵢⱼ = 0",
        citations: ["Glorot, Bordes & Bengio 2011, Deep sparse rectifier neural networks, section 3"],
        purpose: "How sparse the representation is that a penalty on activations or a ReLU makes.",
        remarks: ["Values: `activation-sparsity` of all hidden values and `activation-sparsity/<site>`."])

    init(arguments: Arguments) {}

    func values(_ subject: ProbeSubject) -> [(name: String, value: Double)] {
        let layers = subject.hiddenActivations().map { site, values, _ in
            (site: site, zeros: values.count { $0 == 0 }, count: values.count)
        }
        guard !layers.isEmpty else { return [] }
        let all = Double(layers.reduce(0) { $0 + $1.zeros }) / Double(layers.reduce(0) { $0 + $1.count })
        return [("", all)] + layers.map { ($0.site.name, Double($0.zeros) / Double($0.count)) }
    }
}

/// How large the outputs are.
struct LogitNormProbe: Probe {
    static let declaration = ComponentDeclaration(
        id: "logit-norm", family: "probes", summary: "The mean norm of the outputs of a row.",
        formula: "mean over rows of ‖zᵢ‖₂",
        citations: [
            "Wei, Xie, Cheng, Feng, An & Li 2022, Mitigating neural network overconfidence with logit normalization, "
                + "section 3"
        ],
        purpose: "Overconfidence grows with it: networks that fit their data go on growing their logits.",
        remarks: ["Of the model itself, before methods that change outputs in evaluation."])

    init(arguments: Arguments) {}

    func values(_ subject: ProbeSubject) -> [(name: String, value: Double)] {
        let (values, width) = subject.outputs()
        let norms = (0..<subject.rows).map { row in
            Spectra.norm(Array(values[row * width..<(row + 1) * width]))
        }
        return [("", StableSum.of(norms) / Double(subject.rows))]
    }
}
