import Statistics

/// What the contrasts of a panel say, in whole sentences.
struct ContrastSentences {
    let panel: Panel
    let analysis: Analysis

    /// The power that "could be expected to show" means.
    static let power = 0.8

    /// A finding for every contrast that is decided, then one for all that are not.
    var findings: [Finding] {
        let contrasts = panel.contrasts
        var findings = contrasts.compactMap(decided)
        let identical = contrasts.filter { $0.difference?.test == .identical }
        if !identical.isEmpty {
            findings.append(
                Finding(
                    id: "\(panel.id)-identical", verdict: .notice,
                    sentence:
                        "\(place) the \(panel.metric?.id ?? "metric") of "
                        + "\(Phrases.list(identical.map(\.label))) is identical to that of \(panel.baseline) on "
                        + "every seed compared, to the last bit; nothing but this metric was looked at."))
        }
        if let undecided { findings.append(undecided) }
        let untested = Self.untested(contrasts)
        if !untested.isEmpty {
            findings.append(
                Finding(
                    id: "\(panel.id)-untested", verdict: .notice,
                    sentence: "\(place) \(Phrases.list(untested.map(\.label))) could not be tested against "
                        + "\(panel.baseline): fewer than two pairs, or no spread between them."))
        }
        return findings
    }

    /// Contrasts that have no p-value and are not identical.
    static func untested(_ contrasts: [MethodSummary]) -> [MethodSummary] {
        contrasts.filter { $0.adjustedP == nil && $0.difference?.test != .identical }
    }

    /// The finding of a contrast that is decided; nil for others.
    func decided(_ method: MethodSummary) -> Finding? {
        guard let metric = panel.metric, let contrast = method.difference else { return nil }
        let id = "\(panel.id)-\(method.label.slug)"
        let isEquivalent = analysis.isEquivalent(method)
        if analysis.isSignificant(method), let adjusted = method.adjustedP {
            let word = metric.word(for: contrast.estimate.value)
            let verdict: Finding.Verdict =
                word == "better" ? .better : (word == "worse" ? .worse : .notice)
            var sentence =
                "\(place) \(method.label) is \(word) than \(panel.baseline): \(measure(metric)) "
                + "\(evidence(contrast, adjusted))."
            if isEquivalent, let margin = analysis.options.margin {
                sentence +=
                    " The difference is within ±\(NumberText.given(margin)) in \(metric.id), which was said "
                    + "not to matter."
                    + ofMeans
            }
            return Finding(id: id, verdict: verdict, sentence: sentence + caveat(method))
        }
        if isEquivalent, let margin = analysis.options.margin, let p = method.adjustedEquivalenceP {
            return Finding(
                id: id, verdict: .equivalent,
                sentence: "\(place) \(method.label) is equivalent to \(panel.baseline) to within "
                    + "±\(NumberText.given(margin)) in \(metric.id): \(analysis.options.aggregate.noun) difference "
                    + "\(NumberText.estimate(contrast.estimate, showsPlus: true)), "
                    + "p\(correction) = \(NumberText.p(p, threshold: analysis.threshold))." + ofMeans
                    + caveat(method))
        }
        return nil
    }

    /// `+0.034 ± 0.007, p (Holm) = 5e-5, 8 pairs`.
    func evidence(_ contrast: Contrast, _ adjusted: Double) -> String {
        "\(NumberText.estimate(contrast.estimate, showsPlus: true)) "
            + "(\(Phrases.percent(analysis.level)) interval), p\(correction) = "
            + "\(NumberText.p(adjusted, threshold: analysis.threshold)), "
            + Phrases.count(contrast.estimate.count, "pair")
    }

    /// What the estimate is of.
    private func measure(_ metric: PrimaryMetric) -> String {
        let aggregate = analysis.options.aggregate
        return aggregate == .mean ? metric.id : "\(aggregate.noun) difference in \(metric.id)"
    }

    /// The test of equivalence is of means, whatever is shown.
    private var ofMeans: String {
        analysis.options.aggregate == .mean ? "" : " The test of equivalence is of the mean difference."
    }

    private var correction: String {
        analysis.options.correction == .none ? "" : " (\(analysis.options.correction.short))"
    }

    private func caveat(_ method: MethodSummary) -> String {
        let failed = method.failures.count + (panel.baselineSummary?.failures.count ?? 0)
        return failed > 0 ? " Over survivors only: \(Phrases.count(failed, "cell")) of the two failed." : ""
    }

    /// What is not shown, and how large a difference would have had to be.
    private var undecided: Finding? {
        let tested = panel.contrasts.filter { $0.adjustedP != nil }
        let open = tested.filter { !analysis.isSignificant($0) && !analysis.isEquivalent($0) }
        guard !open.isEmpty else { return nil }
        let which =
            open.count == 1
            ? open[0].label
            : (open.count == tested.count
                ? "any of \(open.count) methods"
                : "\(open.count) of \(tested.count) methods (\(Phrases.list(open.map(\.label))))")
        var sentence = "\(place) no difference from \(panel.baseline) is shown for \(which)"
        if let (size, pairs) = smallestEffect(open) {
            sentence +=
                "; with \(Phrases.count(pairs, "pair")) a difference below \(NumberText.significant(size, 2)) "
                + "could not be expected to show (\(Phrases.percent(Self.power)) power)"
        }
        return Finding(
            id: "\(panel.id)-undecided", verdict: .undecided,
            sentence: sentence + ". Not shown is not the same as absent.")
    }

    /// The difference that would show in four of five experiments, for the typical of these contrasts, with its number
    /// of pairs.
    func smallestEffect(_ methods: [MethodSummary]) -> (size: Double, pairs: Int)? {
        guard let resampling = panel.resampling, analysis.options.aggregate == .mean,
            let deviation = median(methods.compactMap { $0.difference?.deviation }), deviation > 0,
            let pairs = median(methods.compactMap { $0.difference.map { Double($0.estimate.count) } }).map({
                Int($0)
            }),
            pairs > 1
        else { return nil }
        // The first step of Holm's procedure compares with threshold / family, as Bonferroni does.
        let family = analysis.options.correction == .none ? 1 : analysis.familySize
        let design = PairedDesign(
            pairs: pairs, threshold: analysis.threshold, familySize: family, resampling: resampling)
        guard let effect = Self.smallestEffect(design) else { return nil }
        return (effect * deviation, pairs)
    }

    /// The effect that shows with the wanted power, in standard deviations of the differences.
    ///
    /// The exact noncentral t takes long where few pairs meet a large family. There the statistic's critical value is
    /// so large that only its denominator matters: P(T > c) is about P(χ² < df (δ / c)²), right to 3 %.
    static func smallestEffect(_ design: PairedDesign) -> Double? {
        let degrees = Double(design.pairs - 1)
        let critical = StudentT(degreesOfFreedom: degrees).quantile(upperTail: design.thresholdOfOne / 2)
        if critical <= 8 { return design.smallestDetectableEffect(power: power) }
        let spread = ChiSquared(degreesOfFreedom: degrees).quantile(power) / degrees
        let factor = design.resampling.meanVarianceFactor(count: design.pairs)
        return critical * spread.squareRoot() * factor.squareRoot()
    }

    /// With a comma after a model's name, or it would run into the method's.
    private var place: String { "On \(panel.title(in: analysis))\(analysis.hasOneModel ? "" : ",")" }
}
