import Primitives

/// All checks of the statistics; a new set of references is a file and a line here.
public enum StatisticsReferences {
    /// One line per set.
    public static var all: [ReferenceCheck] {
        [
            RankingReferences.all,
            CorrectionReferences.all,
            BayesianReferences.all,
            MixedModelReferences.all,
            DistributionReferences.all,
            NISTReferences.all,
            EffectSizeReferences.all,
            PowerReferences.all,
            AggregateReferences.all,
            BootstrapReferences.all,
            RankTestReferences.all,
        ].flatMap { $0 }
    }
}
