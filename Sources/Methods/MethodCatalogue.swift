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
    ]

    private static let dropout: [any Method.Type] = [
        Dropout.self
    ]

    private static let targets: [any Method.Type] = [
        LabelSmoothing.self
    ]

    private static let mixing: [any Method.Type] = [
        Mixup.self,
        InputMixup.self,
        ManifoldMixup.self,
        AdaptiveMixup.self,
        ConditionalMixup.self,
        Remix.self,
        CutMix.self,
        Cutout.self,
        RandomErasing.self,
        RandomCrop.self,
        RandomTranslation.self,
        RandomRotation.self,
        HorizontalFlip.self,
        AugMix.self,
        FeatureMasking.self,
        SwapNoise.self,
        SyntheticMinorityOversampling.self,
        FastGradientSignTraining.self,
        FastAdversarialTraining.self,
        ProjectedGradientTraining.self,
        Trades.self,
        MisclassificationAwareTraining.self,
        AntiRobustWeighting.self,
        VirtualAdversarialTraining.self,
        LocalLinearity.self,
    ]

    private static let sharpness: [any Method.Type] = [
        SharpnessAwareMinimization.self
    ]

    private static let averaging: [any Method.Type] = []

    private static let pipelines: [any Method.Type] = [
        SelfDistillation.self,
        WarmStart.self,
        MagnitudePruning.self,
        GradualMagnitudePruning.self,
        DataDiet.self,
        TrimmedLoss.self,
    ]

    /// The optimiser when neither suite nor stack names one.
    public static let defaultOptimizer = StochasticGradientDescent.declaration.id

    /// What all of them declare.
    public static var declarations: [ComponentDeclaration] { all.map { $0.declaration } }

    /// The method named `id`.
    public static func type(named id: String) -> (any Method.Type)? { all.first { $0.declaration.id == id } }
}
