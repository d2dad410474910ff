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
        AMSGrad.self,
        NAdam.self,
        RectifiedAdam.self,
        Adamax.self,
        Adagrad.self,
        Adadelta.self,
        RMSprop.self,
        ResilientBackpropagation.self,
        AdamAtan2.self,
        AdaBelief.self,
        DiffGrad.self,
        AdEMAMix.self,
        Grams.self,
        FisherAdam.self,
        Lion.self,
        SignDescent.self,
        Adan.self,
        Yogi.self,
        AdaBound.self,
        Padam.self,
        QuasiHyperbolicMomentum.self,
        QuasiHyperbolicAdam.self,
        AggregatedMomentum.self,
        INNAprop.self,
        AdamP.self,
        SGDP.self,
        LAMB.self,
        LARS.self,
        NovoGrad.self,
        ScalingAtInitialization.self,
        Gravity.self,
        ContinualResilient.self,
        DistanceOverGradients.self,
        Prodigy.self,
        ScheduleFreeSGD.self,
        ScheduleFreeAdamW.self,
        MARS.self,
        Cautious.self,
        Adafactor.self,
        Muon.self,
        OrthogonalizedDescent.self,
        Shampoo.self,
        SophiaG.self,
        SophiaH.self,
        AdaHessian.self,
        AdaptiveInertia.self,
        WeightPrediction.self,
        VarianceReducedDescent.self,
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
