import Records
import Statistics

/// The values of a metric in one place: a pair per seed, each side averaged over the place's configurations.
///
/// A seed counts only where every configuration of the row has a usable value on both sides. A configuration
/// takes part where the metric was measured: one whose cells completed without it in the baseline while the
/// candidate has it makes the row incomparable, one of which the baseline has no usable value at all is left out
/// and named, and one in which neither side has the metric is none of its configurations.
struct MetricSample {
    /// What is measured.
    var metric: GateRules.Metric
    /// Where.
    var place: GatePlace
    /// The seeds that count, ascending.
    var seeds: [Int] = []
    /// The baseline's means, seed by seed.
    var baseline: [Double] = []
    /// The candidate's.
    var candidate: [Double] = []
    /// Candidate − baseline, seed by seed.
    var differences: [Double] = []
    /// Seeds of which every cell has the same bits on both sides.
    var identicalSeeds = 0
    /// Paired cells with other bits, those of seeds that do not count among them.
    var changedCells = 0
    /// Paired seeds that do not count.
    var leftOut: [Int] = []
    /// Configurations whose baseline lacks the metric.
    var notInBaseline: [GateMeasurements.Labels] = []
    /// Configurations of which the baseline has no usable value.
    var unmeasured: [GateMeasurements.Labels] = []
    /// The candidate's names of the configurations that take part.
    var members: [GateMeasurements.Labels] = []

    /// The values of a metric in the configurations of a place.
    init(_ metric: GateRules.Metric, _ place: GatePlace, _ pairs: [ConfigurationPair]) {
        self.metric = metric
        self.place = place
        let measure = metric.measure
        var parts: [ConfigurationPair] = []
        for pair in pairs {
            switch Self.standing(of: pair, measure) {
            case .measured: parts.append(pair)
            case .notInBaseline: notInBaseline.append(pair.labels)
            case .unmeasured: unmeasured.append(pair.labels)
            case .undefined: break
            }
        }
        members = parts.map(\.labels)
        collect(parts)
    }

    /// How a configuration stands to a metric.
    private enum Standing { case measured, notInBaseline, unmeasured, undefined }

    private static func standing(of pair: ConfigurationPair, _ measure: ResultTable.Measure) -> Standing {
        let old = pair.baseline.cells.filter { $0.status.kind == .completed }
        let new = pair.candidate.cells.filter { $0.status.kind == .completed }
        let isNew = new.contains { $0.values[measure] != nil }
        // A metric that some seeds of the baseline have and others lack was taken out by hand or by a merge.
        if isNew, old.contains(where: { $0.values[measure] == nil }) { return .notInBaseline }
        if old.contains(where: { CellPair.isUsable($0.values[measure]) }) { return .measured }
        if old.isEmpty { return isNew || new.isEmpty ? .unmeasured : .undefined }
        if old.contains(where: { $0.values[measure] != nil }) { return .unmeasured }
        // A metric of classification means nothing for a regression: neither side has it.
        return isNew ? .notInBaseline : .undefined
    }

    /// Whether the metric means nothing in any configuration of the place.
    var isAbsent: Bool { members.isEmpty && notInBaseline.isEmpty && unmeasured.isEmpty }

    private mutating func collect(_ parts: [ConfigurationPair]) {
        guard !parts.isEmpty else { return }
        let share = 1 / Double(parts.count)
        // Cells are sorted by seed: the next one of every part is all that has to be looked at.
        var next = [Int](repeating: 0, count: parts.count)
        while let seed = parts.indices.compactMap({ parts[$0].seed(at: next[$0]) }).min() {
            var (old, new): ([Double], [Double]) = ([], [])
            var isIdentical = true
            for part in parts.indices where parts[part].seed(at: next[part]) == seed {
                let place = next[part]
                next[part] += 1
                let bits = parts[part].cells[place].bits
                if bits == .other { changedCells += 1 }
                if bits != .same { isIdentical = false }
                let values = parts[part].cells[place].values(of: metric.measure)
                if let value = values.baseline { old.append(value) }
                if let value = values.candidate { new.append(value) }
            }
            guard old.count == parts.count, new.count == parts.count else {
                leftOut.append(seed)
                continue
            }
            seeds.append(seed)
            baseline.append(compensatedSum(old) * share)
            candidate.append(compensatedSum(new) * share)
            differences.append(compensatedSum(zip(new, old).map { $0 - $1 }) * share)
            if isIdentical { identicalSeeds += 1 }
        }
    }

    /// The name of the metric with its part: `test accuracy`.
    var name: String { metric.measure.title }

    /// Whether every pair has the same bits on both sides, those of seeds that do not count too.
    var isIdentical: Bool { !seeds.isEmpty && identicalSeeds == seeds.count && changedCells == 0 }

    /// The mean difference with its standard error, without an interval; nil where there is no pair.
    ///
    /// Equal differences have no spread, although rounding gives them some.
    var summary: MeanEstimate? {
        guard let centre = mean(differences) else { return nil }
        guard let variance = sampleVariance(differences) else {
            return MeanEstimate(count: 1, mean: centre, standardError: nil, interval: nil)
        }
        let error = (variance / Double(differences.count)).squareRoot()
        return MeanEstimate(
            count: differences.count, mean: centre,
            standardError: variance.squareRoot() <= rounding ? 0 : error, interval: nil)
    }

    /// What rounding may do to a difference of such values: a few units in the last place of the largest.
    var rounding: Double {
        4 * zip(baseline, candidate).reduce(0) { max($0, abs($1.0), abs($1.1)) }.ulp
    }

    /// The interval that belongs to `summary`; nil where there is none, which sequentially is so at first.
    func interval(alpha: Double, isSequential: Bool) -> Interval? {
        if isSequential { return ConfidenceSequence(level: 1 - alpha).interval(differences) }
        guard summary?.standardError != 0 else {
            return summary.map { Interval(lower: $0.mean, upper: $0.mean, level: 1 - 2 * alpha) }
        }
        return tInterval(differences, level: 1 - 2 * alpha)
    }

    /// Why there are no values, without names; nil where there are some.
    var cause: String? {
        if !notInBaseline.isEmpty {
            let isWhole = members.isEmpty && unmeasured.isEmpty
            return "the baseline has no values of it" + (isWhole ? "" : CostSample.some)
        }
        return seeds.isEmpty ? "no seed has usable values on both sides" : nil
    }

    /// By how much the metric may get worse, in its own unit.
    var margin: Double {
        switch metric.margin {
        case .absolute(let margin): margin
        case .relative(let share): share * abs(mean(baseline) ?? 0)
        }
    }
}
