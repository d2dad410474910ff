import Primitives
import Training

/// All methods; adding one is a file and a line here.
public enum MethodCatalogue {
    /// One line per method, by family.
    public static let all: [any Method.Type] =
        optimisers + gradientTransforms + weightDecay + dropout + targets + mixing + sharpness + averaging
        + pipelines

    private static let optimisers: [any Method.Type] = [
        StochasticGradientDescent.self,
        Adam.self,
        AdamW.self,
    ]

    private static let gradientTransforms: [any Method.Type] = []

    private static let weightDecay: [any Method.Type] = [
        L2Penalty.self,
        DecoupledWeightDecay.self,
        MaxNorm.self,
        HypersphericalProjection.self,
        WeightNormalization.self,
        CenteredWeightNormalization.self,
        WeightStandardization.self,
        SpectralNormalization.self,
        WeightConditioning.self,
        WeightCompander.self,
        LogitAttenuatingWeightNormalization.self,
    ]

    private static let dropout: [any Method.Type] = [
        Dropout.self,
        GaussianDropout.self,
        AlphaDropout.self,
        SpatialDropout.self,
        DropBlock.self,
        FeatureDropout.self,
        InputNoise.self,
        ActivationNoise.self,
        WeightNoise.self,
        DropConnect.self,
        Mixout.self,
        TargetedDropout.self,
        ConcreteDropout.self,
        VariationalDropout.self,
        SparseVariationalDropout.self,
        StochasticDepth.self,
        DropPath.self,
        ShakeShake.self,
        ShakeDrop.self,
        RegularizedDropout.self,
        MonteCarloDropout.self,
    ]

    private static let targets: [any Method.Type] = [
        LabelSmoothing.self
    ]

    private static let mixing: [any Method.Type] = [
        Mixup.self
    ]

    private static let sharpness: [any Method.Type] = [
        SharpnessAwareMinimization.self
    ]

    private static let averaging: [any Method.Type] = []

    private static let pipelines: [any Method.Type] = []

    /// The optimiser when neither suite nor stack names one.
    public static let defaultOptimizer = StochasticGradientDescent.declaration.id

    /// What all of them declare.
    public static var declarations: [ComponentDeclaration] { all.map { $0.declaration } }

    /// The method named `id`.
    public static func type(named id: String) -> (any Method.Type)? { all.first { $0.declaration.id == id } }
}
