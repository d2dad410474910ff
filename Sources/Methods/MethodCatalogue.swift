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
        AdamS.self,
    ]

    private static let gradientTransforms: [any Method.Type] = []

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
