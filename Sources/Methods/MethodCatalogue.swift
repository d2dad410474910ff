import Primitives
import Training

/// All methods; adding one is a file and a line here.
public enum MethodCatalogue {
    /// One line per method, by family.
    public static let all: [any Method.Type] = [
        StochasticGradientDescent.self,
        Adam.self,
        AdamW.self,
        L2Penalty.self,
        DecoupledWeightDecay.self,
        Dropout.self,
        LabelSmoothing.self,
        Mixup.self,
        SharpnessAwareMinimization.self,
    ]

    /// The optimiser when neither suite nor stack names one.
    public static let defaultOptimizer = StochasticGradientDescent.declaration.id

    /// What all of them declare.
    public static var declarations: [ComponentDeclaration] { all.map { $0.declaration } }

    /// The method named `id`.
    public static func type(named id: String) -> (any Method.Type)? { all.first { $0.declaration.id == id } }
}
