import Numerics
import Primitives
import TensorCore
import Training

/// Weights as a bounded function, steep at zero, of what is trained.
struct WeightCompander: Reparameterization, ParameterAddition {
    static let declaration = ComponentDeclaration(
        id: "weight-compander", family: "weight decay",
        summary: "Uses w = a arctan(v / b) of the trained v: weights are bounded and pushed away from zero.",
        formula: "w = a arctan(v / b),  |w| < a π/2,  slope a/b at 0;  v starts at b tan(w₀ / a)",
        citations: [
            "Cakaj, Mehnert & Yang 2023, Weight compander: a simple weight reparameterization for regularization"
        ],
        parameters: [
            WeightScope.declaration(default: .all),
            ParameterDeclaration(
                "a", symbol: "a", .real(.positive), default: .real(1), "Bounds weights by a π/2."),
            ParameterDeclaration(
                "b", symbol: "b", .real(.positive), default: .real(0.5),
                "Below a, weights near zero move faster than what is trained."),
            ParameterDeclaration(
                "learned", .choice(["none", "layer"]), default: .text("none"),
                "Whether a and b are trained too, a pair per layer."),
        ],
        seams: ["reparameterisation", "parameters"],
        purpose:
            "Restricts the magnitude of weights and spreads them over more inputs; meant to be added to decay and "
            + "dropout.",
        remarks: [
            "The form a arctan(v/b) is from secondary descriptions: the paper's full text was not at hand. The defaults "
                + "of a and b are ours.",
            "Near zero the effective learning rate of w is multiplied by (a/b)², and weights near the bound freeze: "
                + "compare against clipping at the same bound and a rescaled rate.",
            "Decay of the stack acts on the trained v. Weights drawn beyond 0.99 of the bound start there.",
        ])

    private let scope: WeightScope
    private let (a, b): (Double, Double)
    private let isLearned: Bool

    init(arguments: Arguments) {
        scope = WeightScope(arguments)
        (a, b) = (arguments.real("a"), arguments.real("b"))
        isLearned = arguments.text("learned") == "layer"
    }

    func acts(on parameter: ParameterSpecification) -> Bool { scope.acts(on: parameter) }

    private func name(_ letter: String, _ weight: String) -> String {
        "\(Self.declaration.id)/\(letter)/\(weight)"
    }

    func addedParameters(for model: [ParameterSpecification]) -> [ParameterSpecification] {
        guard isLearned else { return [] }
        return scope.weights(of: model).flatMap { weight in
            [("a", a), ("b", b)].map {
                ParameterSpecification(name($0.0, weight.name), [1], .auxiliary, .constant(Float($0.1)))
            }
        }
    }

    func initialize(_ values: inout InitialParameters) {
        for weight in scope.weights(of: values.layout.specifications.filter { $0.role != .auxiliary }) {
            let bound = 0.99 * DeterministicMath.pi / 2
            values[weight.name] = values[weight.name].map { drawn in
                let angle = min(max(Double(drawn) / a, -bound), bound)
                return Float(b * DeterministicMath.sin(angle) / DeterministicMath.cos(angle))
            }
        }
    }

    func effective(
        _ value: Tensor, of parameter: ParameterSpecification, stored: ParameterView, _ context: MethodContext
    ) -> Tensor {
        guard scope.acts(on: parameter, of: context.layout) else { return value }
        guard isLearned else { return Float(a) * Self.arctangent(value * Float(1 / b)) }
        let (a, b) = (stored[name("a", parameter.name)], stored[name("b", parameter.name)])
        return a.reshaped([]) * Self.arctangent(value / b.reshaped([]))
    }

    /// arctan x by halving the angle three times, x ← x / (1 + √(1 + x²)), then its series up to x¹¹; smooth, so that
    /// its derivative is as good: both to about 1e-7.
    static func arctangent(_ x: Tensor) -> Tensor {
        var reduced = x
        for _ in 0..<3 { reduced = reduced / (1 + (1 + reduced.squared()).squareRoot()) }
        let square = reduced.squared()
        var sum = x.graph.scalar(-1 / 11)
        for coefficient in [1.0 / 9, -1.0 / 7, 1.0 / 5, -1.0 / 3, 1] as [Float] {
            sum = coefficient + square * sum
        }
        return 8 * (reduced * sum)
    }
}
