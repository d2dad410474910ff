import Numerics
import Statistics

/// Makes estimates and tests as the options of the report say; never by a look at the data.
struct Estimator {
    /// How the experiment is looked at.
    let options: ReportOptions

    /// Bootstrap intervals of fewer values cover less often than they say.
    static let fewValues = 10

    /// Whether intervals are Student's t, for means.
    ///
    /// t is for means: asked for with another aggregate, it is BCa.
    static func usesT(_ options: ReportOptions) -> Bool {
        options.aggregate == .mean && (options.interval == .automatic || options.interval == .t)
    }

    /// What a column's heading says of its intervals: `± 95 %`, or `95 %` where they may be shown by their ends.
    static func heading(_ options: ReportOptions) -> String {
        (usesT(options) ? "± " : "") + Phrases.percent(options.level)
    }

    /// What stands for `values`, with its interval; nil for no values.
    ///
    /// Without a way of resampling nothing is known of how the values came about, and there is no interval.
    func estimate(_ values: [Double], resampling: Resampling?) -> Estimate? {
        if Self.usesT(options) || values.count < 2 {
            guard
                var estimate = estimateMean(
                    values, level: options.level, resampling: resampling ?? .independent
                ).map(Estimate.init)
            else { return nil }
            if resampling == nil { estimate.interval = nil }
            return estimate
        }
        guard let value = options.aggregate.statistic.value(values) else { return nil }
        guard let resampling else { return Estimate(count: values.count, value: value, interval: nil) }
        return Estimate(
            count: values.count, value: value,
            interval: bootstrapInterval(
                values, of: options.aggregate.statistic, kind: options.interval.bootstrap,
                level: options.level, resampling: resampling))
    }

    /// Everything that is said of `own` − `others`, pair by pair; nil for no pairs.
    func contrast(_ own: [Double], _ others: [Double], resampling: Resampling?) -> Contrast? {
        guard
            let pairs = pairedDifference(
                own, others, level: options.level, resampling: resampling ?? .independent)
        else { return nil }
        let differences = zip(own, others).map { $0 - $1 }
        guard var estimate = estimate(differences, resampling: resampling) else { return nil }
        if pairs.test == .constant || pairs.test == .identical { estimate.interval = pairs.estimate.interval }
        var contrast = Contrast(
            estimate: estimate, test: test(pairs, differences, resampling: resampling),
            deviation: sampleVariance(differences)?.squareRoot())
        if resampling == nil { contrast.estimate.interval = nil }
        guard own.count > 1 else { return contrast }
        contrast.superiority = probabilityOfSuperiority(own, others)?.value
        contrast.correlation = pairCorrelation(own, others)
        guard case .decided = contrast.test, let resampling else { return contrast }
        contrast.effect = pairedHedgesG(differences, level: options.level, resampling: resampling).map {
            Estimate(count: differences.count, value: $0.value, interval: $0.interval)
        }
        if let margin = options.margin, margin > 0 {
            contrast.equivalenceP =
                equivalenceTest(
                    differences, margin: margin, level: 1 - options.threshold, resampling: resampling)?.p
        }
        return contrast
    }

    /// The sign vectors that a test of so many differences looks at.
    static func flips(of differences: Int) -> Int { differences <= 14 ? 1 << differences : 9_999 }

    /// The p-value of "no difference" by flipping signs; nil where every difference is the same.
    func flippedSigns(_ differences: [Double], resampling: Resampling) -> Double? {
        guard let first = differences.first, differences.contains(where: { $0 != first }) else { return nil }
        return signFlipTest(differences, of: options.aggregate.statistic, resampling: resampling)
    }

    private func test(_ pairs: PairedDifference, _ differences: [Double], resampling: Resampling?)
        -> Contrast.Test
    {
        switch pairs.test {
        case .identical: return .identical
        case .constant: return resampling == nil ? .tooFewPairs : .constant
        case .tooFewPairs: return .tooFewPairs
        case .decided(_, _, let p):
            guard let resampling else { return .tooFewPairs }
            if options.aggregate == .mean { return .decided(p: p) }
            return flippedSigns(differences, resampling: resampling).map { .decided(p: $0) } ?? .constant
        }
    }
}
