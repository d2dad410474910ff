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
        AdamS.self,
    ]

    private static let gradientTransforms: [any Method.Type] = [
        GradientClipping.self,
        AdaptiveGradientClipping.self,
        AutoClip.self,
        GradientCentralization.self,
        GradientNoise.self,
        GradientNormalization.self,
        OrthogonalGradient.self,
        GradientAccumulation.self,
        GradientDropout.self,
        Bloop.self,
        FreezeLayers.self,
        GradientEarlyStopping.self,
        LearningToReweight.self,
    ]

    private static let weightDecay: [any Method.Type] = [
        L2Penalty.self,
        DecoupledWeightDecay.self,
        L1Penalty.self,
        L1Proximal.self,
        ElasticNet.self,
        GroupLasso.self,
        SparseGroupLasso.self,
        L2Initialization.self,
        CautiousWeightDecay.self,
        NormalizedWeightDecay.self,
        WidthScaledWeightDecay.self,
        Lobster.self,
        IrrelevantWeightDecay.self,
        NormLoss.self,
        NuclearNorm.self,
        PathNorm.self,
        CauchySchwarzRegularizer.self,
        HoyerSquare.self,
        HyperSparse.self,
        SoftOrthogonality.self,
        DoubleSoftOrthogonality.self,
        MutualCoherence.self,
        SpectralRestrictedIsometry.self,
        OffDiagonalOrthogonality.self,
        GroupOrthogonality.self,
        SpectralRegularization.self,
        SpectralNormPenalty.self,
        MinimumHypersphericalEnergy.self,
        AdaptiveWeightDecay.self,
        WeightElimination.self,
        ReweightedL1.self,
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
        ClassBalanced.self,
        InverseFrequencyWeights.self,
        SquaredErrorClassification.self,
        HingeLoss.self,
        StableMax.self,
        Flooding.self,
        IndividualFlooding.self,
        HuberLoss.self,
        QuantileLoss.self,
        LogCoshLoss.self,
        GaussianLikelihood.self,
        TemperatureScaling.self,
        DispersiveLoss.self,
    ]

    private static let mixing: [any Method.Type] = [
        Mixup.self
    ]

    private static let sharpness: [any Method.Type] = [
        SharpnessAwareMinimization.self,
        AdaptiveSharpnessAwareMinimization.self,
        UnnormalizedSharpnessAwareMinimization.self,
        MicroBatchSharpnessAwareMinimization.self,
        EfficientSharpnessAwareMinimization.self,
        LookSharpnessAwareMinimization.self,
        SurrogateGapMinimization.self,
        FisherSharpnessAwareMinimization.self,
        GradientNormAwareMinimization.self,
        FriendlySharpnessAwareMinimization.self,
        VarianceSuppressedSharpnessAwareMinimization.self,
        AdversarialModelPerturbation.self,
        AdversarialWeightPerturbation.self,
        RobustWeightPerturbation.self,
        RandomWeightPerturbation.self,
        SharpnessAwareTrainingForFree.self,
        MemoryEfficientSharpnessAwareTraining.self,
        EntropyStochasticGradientDescent.self,
        WeightedSharpnessAwareMinimization.self,
        MomentumSharpnessAwareMinimization.self,
        GradientNormPenalty.self,
        GradientRegularization.self,
        ExplicitGradientRegularization.self,
        HessianTracePenalty.self,
        InputGradientPenalty.self,
        CurvatureRegularization.self,
        JacobianRegularization.self,
        JacobianNuclearNorm.self,
    ]

    private static let averaging: [any Method.Type] = [
        StochasticWeightAveraging.self,
        PolyakAveraging.self,
        PolynomialDecayAveraging.self,
        ExponentialMovingAverage.self,
        LatestWeightAveraging.self,
        Lookahead.self,
    ]

    private static let pipelines: [any Method.Type] = []

    /// The optimiser when neither suite nor stack names one.
    public static let defaultOptimizer = StochasticGradientDescent.declaration.id

    /// What all of them declare.
    public static var declarations: [ComponentDeclaration] { all.map { $0.declaration } }

    /// The method named `id`.
    public static func type(named id: String) -> (any Method.Type)? { all.first { $0.declaration.id == id } }
}
