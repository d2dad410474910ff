import Numerics
import Primitives

/// The mean curvature of the loss, times the number of parameters.
struct HessianTraceProbe: Probe {
    static let declaration = ComponentDeclaration(
        id: "hessian-trace", family: "probes",
        summary: "The trace of the loss's Hessian, estimated from random signs.",
        formula: "mean over v of vᵀ ∇²L(w) v,  v of independent signs",
        citations: [
            "Hutchinson 1989, A stochastic estimator of the trace of the influence matrix for Laplacian smoothing splines"
        ],
        parameters: [
            ParameterDeclaration(
                "samples", .integer(2...10_000), default: .integer(30), "How many vectors of signs.")
        ],
        purpose: "Flatness in all directions at once, cheap and unbiased.",
        remarks: [
            "Values: `hessian-trace`, and `hessian-trace/standard_error` of this estimate.",
            "Every measurement draws the same signs, so that a curve is smooth.",
        ])

    private let samples: Int

    init(arguments: Arguments) { samples = arguments.integer("samples") }

    func values(_ subject: ProbeSubject) -> [(name: String, value: Double)] {
        guard subject.hasLoss else { return [] }
        let multiply = subject.hessian()
        var stream = subject.stream("hutchinson")
        let products = (0..<samples).map { _ in
            let signs = subject.parameters.map { _ in stream.uniform() < 0.5 ? -1.0 : 1.0 }
            return Spectra.product(signs, multiply(signs))
        }
        let mean = StableSum.of(products) / Double(samples)
        let spread = StableSum.of(products.map { ($0 - mean) * ($0 - mean) }) / Double(samples - 1)
        return [("", mean), ("standard_error", (spread / Double(samples)).squareRoot())]
    }
}
