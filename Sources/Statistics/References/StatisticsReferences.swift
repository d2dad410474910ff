import Primitives

/// All checks of the statistics; a new set of references is a file and a line here.
public enum StatisticsReferences {
    /// One line per set.
    public static var all: [ReferenceCheck] {
        [
            DistributionReferences.all,
            NISTReferences.all,
            AggregateReferences.all,
            BootstrapReferences.all,
            RankTestReferences.all,
            EffectSizeReferences.all,
            PowerReferences.all,
            RankingReferences.all,
            CorrectionReferences.all,
            BayesianReferences.all,
            MixedModelReferences.all,
        ].flatMap { $0 }
    }
}
