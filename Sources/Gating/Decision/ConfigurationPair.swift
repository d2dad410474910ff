import Primitives
import Records

/// A configuration that both sides have, with its cells brought together by seed.
struct ConfigurationPair {
    /// The baseline's.
    var baseline: GateMeasurements.Configuration
    /// The candidate's, whose names the decision uses.
    var candidate: GateMeasurements.Configuration
    /// Whether the two have one specification and one numerics version, so that equal bits are to be expected.
    var isSameQuestion: Bool
    /// The cells of the seeds that both have, by seed.
    var cells: [CellPair]
    /// Seeds that only the baseline has, ascending.
    var seedsOfBaseline: [Int]

    /// Brings the cells of two configurations together; `measures` are the gated ones.
    init(
        baseline: GateMeasurements.Configuration, candidate: GateMeasurements.Configuration,
        isSameQuestion: Bool, measures: [ResultTable.Measure]
    ) {
        self.baseline = baseline
        self.candidate = candidate
        self.isSameQuestion = isSameQuestion
        let old = Dictionary(baseline.cells.map { ($0.seed, $0) }, uniquingKeysWith: { first, _ in first })
        let new = Dictionary(candidate.cells.map { ($0.seed, $0) }, uniquingKeysWith: { first, _ in first })
        cells = new.keys.filter { old[$0] != nil }.sorted()
            .map { CellPair(baseline: old[$0]!, candidate: new[$0]!, measures: measures) }
        seedsOfBaseline = old.keys.filter { new[$0] == nil }.sorted()
    }

    /// The candidate's names.
    var labels: GateMeasurements.Labels { candidate.labels }

    /// The seed of the cells at a place of `cells`; nil behind the last.
    func seed(at place: Int) -> Int? { place < cells.count ? cells[place].seed : nil }
}

/// The cells of one seed on both sides.
struct CellPair {
    /// What is known of the bits of two cells.
    enum Bits {
        /// The same parameters and gated values.
        case same
        /// Other parameters or values.
        case other
        /// An ending that the arithmetic does not decide, such as a time limit, or a digest that is missing.
        case unknown
    }

    /// The baseline's.
    var baseline: GateMeasurements.Cell
    /// The candidate's.
    var candidate: GateMeasurements.Cell
    /// Whether the two have the same bits.
    var bits: Bits
    /// Whether the baseline fails: it did not complete, or a gated value is not usable where the candidate's is.
    var baselineFails: Bool
    /// Whether the candidate fails, likewise; a value that it lacks altogether is not usable either.
    var candidateFails: Bool

    /// Two cells of one seed.
    init(baseline: GateMeasurements.Cell, candidate: GateMeasurements.Cell, measures: [ResultTable.Measure]) {
        self.baseline = baseline
        self.candidate = candidate
        var valuesAreEqual = true
        var lost = false
        var gained = false
        for measure in measures {
            let (old, new) = (baseline.values[measure], candidate.values[measure])
            // A metric that the baseline never had says nothing of its bits.
            if old != nil, !Self.areEqual(old, new) { valuesAreEqual = false }
            if Self.isUsable(old), !Self.isUsable(new) { lost = true }
            // A value that the baseline never had is a metric to save again, not a failure.
            if let old, !Self.isUsable(old), Self.isUsable(new) { gained = true }
        }
        baselineFails = baseline.status.kind != .completed || gained
        candidateFails = candidate.status.kind != .completed || lost
        bits = Self.bits(baseline, candidate, valuesAreEqual: valuesAreEqual)
    }

    /// The seed.
    var seed: Int { candidate.seed }

    /// The usable values of a measure.
    func values(of measure: ResultTable.Measure) -> (baseline: Double?, candidate: Double?) {
        let (old, new) = (baseline.values[measure], candidate.values[measure])
        return (Self.isUsable(old) ? old : nil, Self.isUsable(new) ? new : nil)
    }

    /// Whether a value can be averaged and squared: finite, and at most 1e150 in size.
    static func isUsable(_ value: Double?) -> Bool { value.map { abs($0) <= 1e150 } ?? false }

    private static func areEqual(_ a: Double?, _ b: Double?) -> Bool {
        guard let a, let b else { return a == nil && b == nil }
        return a.bitPattern == b.bitPattern || (a.isNaN && b.isNaN)
    }

    private static func bits(
        _ a: GateMeasurements.Cell, _ b: GateMeasurements.Cell, valuesAreEqual: Bool
    ) -> Bits {
        // Divergence is a fact of the arithmetic; time, memory and crashes are facts of the machine.
        let decided: [Status.Kind] = [.completed, .diverged]
        guard decided.contains(a.status.kind), decided.contains(b.status.kind) else { return .unknown }
        if a.status.kind != b.status.kind || !valuesAreEqual { return .other }
        guard let old = a.parametersDigest, let new = b.parametersDigest else {
            return a.status.kind == .diverged && a.parametersDigest == b.parametersDigest ? .same : .unknown
        }
        return old == new ? .same : .other
    }
}
