import Primitives

/// Friedman's third function: the phase angle of a circuit.
public struct Friedman3: StreamingSource {
    /// The declaration of `friedman-3`.
    public static let declaration = ComponentDeclaration(
        id: "friedman-3", family: "synthetic",
        summary: "Friedman's regression of the phase angle of a circuit with alternating current.",
        formula: "y = arctan((x₂x₃ − 1/(x₂x₄))/x₁) + N(0, σ²); x₁ uniform over (0, 100], x₂ over "
            + "[40π, 560π], x₃ over [0, 1], x₄ over [1, 11]",
        citations: [
            "Friedman 1991, Multivariate adaptive regression splines, Annals of Statistics 19",
            "Breiman 1996, Bagging predictors, Machine Learning 24 (as Friedman #3: the noise has a third of the "
                + "standard deviation of the function)",
            "Pedregosa et al. 2011, Scikit-learn: Machine Learning in Python, sklearn.datasets.make_friedman3",
        ],
        parameters: FriedmanCircuit.parameters(noise: 0.1))

    private let circuit: FriedmanCircuit

    /// A source of the given arguments; the folder is not used.
    public init(arguments: Arguments, baseDirectory: String) { circuit = FriedmanCircuit(arguments) }

    /// The rows of draw 0.
    public func load() throws(BenchError) -> Dataset { try rows(draw: 0) }

    /// Independent rows: all inputs first, then the noise.
    public func rows(draw: Int) throws(BenchError) -> Dataset {
        circuit.rows(draw: draw, name: Self.declaration.id, FriedmanCircuit.phase)
    }
}
