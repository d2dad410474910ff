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
        LabelSmoothing.self,
        OnlineLabelSmoothing.self,
        MarginLabelSmoothing.self,
        AdaptiveConditionalLabelSmoothing.self,
        DisturbLabel.self,
        ConfidencePenalty.self,
        LogitPenalty.self,
        ZLoss.self,
        ClassConfidenceAlignment.self,
        LogitNormalization.self,
        FocalLoss.self,
        PolyLoss.self,
        TaylorCrossEntropy.self,
        GeneralizedCrossEntropy.self,
        SymmetricCrossEntropy.self,
        JensenShannonLoss.self,
        ForwardCorrection.self,
        Bootstrapping.self,
        EarlyLearningRegularization.self,
        ProgressiveSelfDistillation.self,
        LogitAdjustment.self,
        PostHocLogitAdjustment.self,
        LabelDistributionAwareMargin.self,
        AngularMargin.self,
        ClassBalanced.self,
        InverseFrequencyWeights.self,
        SquaredErrorClassification.self,
        Squentropy.self,
        BrierLoss.self,
        HingeLoss.self,
        StableMax.self,
        Flooding.self,
        IndividualFlooding.self,
        TiltedLoss.self,
        HuberLoss.self,
        QuantileLoss.self,
        LogCoshLoss.self,
        GaussianLikelihood.self,
        TemperatureScaling.self,
        DispersiveLoss.self,
        LabelRelaxation.self,
        TeacherFreeDistillation.self,
        ActivePassiveLoss.self,
        MaximumMeanCalibrationError.self,
        CenterLoss.self,
        RationaleInvariance.self,
        VectorScalingLoss.self,
        TargetNoise.self,
        GeneralRobustLoss.self,
        ExpectileLoss.self,
        HistogramRegression.self,
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
