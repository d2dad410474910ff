/// A linear mixed model of values by method, dataset and seed, fitted by restricted maximum likelihood
/// (REML).
///
///     value = method (fixed) + dataset + method × dataset + seed in dataset + residual
///
/// Random effects are independent normals with mean 0; seeds are crossed with methods within their dataset,
/// which is the pairing of methods by seed. Designs may be unbalanced; what is missing is missing by chance.
/// The statement of a contrast is about datasets of which these are a sample, and a few datasets say little
/// about that: its degrees of freedom are those of the interaction, not of the seeds. Source: J. C. Pinheiro
/// and D. M. Bates (2000), "Mixed-effects models in S and S-PLUS", chapters 1 and 2.
public struct LinearMixedModel: Sendable {
    /// A difference of two methods' means.
    public struct Contrast: Sendable, Hashable {
        /// First − second.
        public var difference: Double
        /// Its standard error.
        public var standardError: Double
        /// Satterthwaite's degrees of freedom.
        public var degreesOfFreedom: Double
        /// difference / standard error.
        public var t: Double
        /// The two-sided p-value of "the difference is 0".
        public var p: Double
        /// The t interval.
        public var interval: Interval
    }

    /// A random effect with its variance.
    public struct Component: Sendable, Hashable {
        /// The effect.
        public var effect: RandomEffect
        /// Its variance; 0 where the likelihood is largest at the edge, the effect then being as good as left
        /// out.
        public var variance: Double
    }

    /// Each method's mean over datasets and seeds.
    public let means: [Double]
    /// The random effects in the model; those that the design cannot tell from others were left out.
    public let components: [Component]
    /// The residual variance.
    public let residualVariance: Double
    /// −2 ln of the restricted likelihood, with all constants (lme4's "REML criterion").
    public let criterion: Double
    /// The number of observations.
    public let observations: Int
    /// The steps that the fit took.
    public let iterations: Int
    /// Whether the fit ended where rounding ends.
    public let isConverged: Bool
    private let likelihood: RestrictedLikelihood

    /// The fit; nil where there are no methods, a method without observations, or no residual variation.
    ///
    /// Of `effects`, those are left out that the design cannot tell apart: the dataset and the interaction
    /// with one dataset only; the interaction where no dataset has two methods or no method two seeds on a
    /// dataset; the seed where no dataset has two seeds or no seed has two methods.
    public init?(_ observations: [MixedModelObservation], effects: [RandomEffect] = RandomEffect.allCases) {
        requireFinite(observations.map(\.value))
        precondition(
            observations.allSatisfy { $0.method >= 0 && $0.dataset >= 0 && $0.seed >= 0 }, "counted from 0")
        guard let methods = observations.map(\.method).max().map({ $0 + 1 }) else { return nil }
        guard Set(observations.map(\.method)).count == methods else { return nil }
        let kept = LinearMixedModel.identifiable(observations, among: effects)
        let design = MixedModelDesign(observations, methods: methods, effects: kept)
        guard let fit = VarianceRatios(design) else { return nil }
        likelihood = fit.likelihood
        means = fit.likelihood.fixed.map { $0 + design.centre }
        residualVariance = fit.likelihood.residualVariance
        components = zip(kept, fit.ratios).map {
            Component(effect: $0, variance: $1 * fit.likelihood.residualVariance)
        }
        criterion = fit.likelihood.criterion
        self.observations = observations.count
        iterations = fit.iterations
        isConverged = fit.isConverged
    }

    /// The variance of an effect; nil where it is not in the model.
    public func variance(of effect: RandomEffect) -> Double? {
        components.first { $0.effect == effect }?.variance
    }

    /// The standard error of a method's mean.
    public func standardError(ofMean method: Int) -> Double {
        (residualVariance * likelihood.fixedCovariance[method, method]).squareRoot()
    }

    /// The contrast first − second.
    ///
    /// Degrees of freedom: Satterthwaite's, 2 v² / var(v), with the variance of v by the delta method from
    /// the expected information on the variances that are not 0; for balanced data they are whole, those of
    /// the analysis of variance. Source: F. E. Satterthwaite (1946), "An approximate distribution of
    /// estimates of variance components", Biometrics Bulletin 2, 110–114; S. R. Searle et al. (1992), section
    /// 6.6.
    public func contrast(_ first: Int, minus second: Int, level: Double = 0.95) -> Contrast {
        precondition(
            first != second && means.indices.contains(first) && means.indices.contains(second), "two methods")
        precondition(level > 0 && level < 1, "a confidence level lies between 0 and 1")
        var weights = [Double](repeating: 0, count: means.count)
        weights[first] = 1
        weights[second] = -1
        let unit = likelihood.fixedCovariance.form(weights, weights)
        let error = (residualVariance * unit).squareRoot()
        let degrees = degreesOfFreedom(weights, unit: unit)
        let difference = means[first] - means[second]
        let distribution = StudentT(degreesOfFreedom: degrees)
        let reach = error * distribution.quantile(upperTail: (1 - level) / 2)
        return Contrast(
            difference: difference, standardError: error, degreesOfFreedom: degrees, t: difference / error,
            p: distribution.twoSided(difference / error),
            interval: Interval(lower: difference - reach, upper: difference + reach, level: level))
    }

    /// 2 v² / (g′ I⁻¹ g), in units in which σ² = 1: v = c′Cc, its derivative by ln σ² is v, by a ratio c′C S
    /// C c.
    private func degreesOfFreedom(_ weights: [Double], unit: Double) -> Double {
        let order = means.count
        let covariance = likelihood.fixedCovariance
        let moved = (0..<order).map { row in
            (0..<order).reduce(0.0) { $0 + covariance[row, $1] * weights[$1] }
        }
        let free = components.indices.filter { components[$0].variance > 0 }
        let derivative = [unit] + free.map { likelihood.sensitivity[$0].form(moved, moved) }
        let information = likelihood.information.restricted(to: [0] + free.map { $0 + 1 })
        guard let factor = CholeskyFactor(information) else { return Double(observations - order) }
        let variance = zip(derivative, factor.solve(derivative)).reduce(0) { $0 + $1.0 * $1.1 }
        return 2 * unit * unit / variance
    }

    private static func identifiable(
        _ observations: [MixedModelObservation], among effects: [RandomEffect]
    ) -> [RandomEffect] {
        func repeats(_ key: (MixedModelObservation) -> [Int], _ part: (MixedModelObservation) -> [Int])
            -> Bool
        {
            // Whether some value of the key comes with two values of the part.
            Set(observations.map { key($0) + part($0) }).count > Set(observations.map(key)).count
        }
        let hasDatasets = repeats({ _ in [] }, { [$0.dataset] })
        return RandomEffect.allCases.filter { effect in
            guard effects.contains(effect) else { return false }
            switch effect {
            case .dataset: return hasDatasets
            case .interaction:
                return hasDatasets && repeats({ [$0.dataset] }, { [$0.method] })
                    && repeats({ [$0.dataset, $0.method] }, { [$0.seed] })
            case .seed:
                return repeats({ [$0.dataset] }, { [$0.seed] })
                    && repeats({ [$0.dataset, $0.seed] }, { [$0.method] })
            }
        }
    }
}
