import Primitives
import Records
import Statistics

/// What replacing a baseline by another does to the bar: every statement before and after, the worst first.
///
/// The numbers are those of a gate that has the old side as its baseline and the new one as its candidate,
/// changed configurations compared too. But a gate asks whether a difference may be chance, and here the
/// means themselves are what later programs are held to: a statement is worse where its mean is, however
/// little.
public struct BaselineComparison: Sendable, Hashable {
    /// A gate's statement, and which way it moved.
    public struct Statement: Sendable, Hashable {
        /// The numbers: `baseline` is the old side, `candidate` the new one.
        public var row: GateDecision.Row
        /// Which way it moved.
        public var standing: BaselineStanding
        /// How much worse it became, in margins where they are known and else as a share of the old mean;
        /// negative for better.
        public var severity: Double
        /// Whether a gate would say that it is worse, whatever the margin: the test against "not worse",
        /// after Holm.
        ///
        /// What is counted and not drawn, failures and bytes, is no chance; speed is tested against its
        /// margin.
        public var isBeyondChance: Bool
    }

    /// The statements of which both sides have values, the worst first.
    public private(set) var statements: [Statement] = []
    /// What only one side has, or what is asked otherwise.
    public private(set) var changes: [BaselineDifference]
    /// Cells that have a partner.
    public private(set) var comparedCells: Int
    /// Those of them that have the same bits, and values of the same metrics.
    public private(set) var identicalCells: Int
    /// Those of them that are as before: with the same bits, or failed in the same way.
    private let unchangedCells: Int
    /// Whether the two sides hold the same, to the last bit.
    private let isUnchanged: Bool
    /// Whether the rules say by how much a statement may get worse.
    public let hasMargins: Bool
    /// The statements that the tests were corrected for.
    let familySize: Int
    /// The level of the gate, whose intervals are those of its tests.
    let alpha: Double

    /// Compares two baselines.
    ///
    /// With `hasMargins` false those of the rules only fill a place. `undirected` names metrics that are left
    /// out because it is not known which way they are better. `explain` says how two canonical configurations
    /// differ.
    public init(
        old: GateMeasurements, new: GateMeasurements, rules: GateRules, hasMargins: Bool,
        undirected: [String] = [],
        explain: @escaping @Sendable (_ old: JSONValue, _ new: JSONValue) -> String? = { _, _ in nil }
    ) {
        self.hasMargins = hasMargins
        alpha = rules.alpha
        let (before, after) = (Kept(old), Kept(new))
        var rules = rules
        // A measure that one side does not keep would count as cells that fail.
        rules.metrics.removeAll {
            !before.measures.contains($0.measure) || !after.measures.contains($0.measure)
        }
        rules.costs.removeAll { !before.costs.contains($0.cost) || !after.costs.contains($0.cost) }
        rules.requiresSameBits = false
        let options = GateOptions(baselineName: "", comparesChanged: true)
        let decision = Gate.decide(baseline: old, candidate: new, rules: rules, options: options)
        familySize = decision.familySize
        let cells = ConfigurationMatching(baseline: old, candidate: new, rules: rules, options: options)
            .pairs.flatMap(\.cells)
        let measures = rules.metrics.map(\.measure)
        comparedCells = cells.count
        identicalCells = cells.count { $0.isIdentical(in: measures) }
        unchangedCells = cells.count { $0.isIdentical(in: measures) || $0.failsAlike }
        // As text a NaN is the same as itself.
        isUnchanged =
            BaselineFile.text(of: Baseline(measurements: old))
            == BaselineFile.text(of: Baseline(measurements: new))
        changes =
            BaselineDifference.all(old: old, new: new, rules: rules, explain: explain)
            + Kept.changes(from: before, to: after)
            + undirected.map {
                BaselineDifference(
                    .undirected, "not compared: \($0), as it is not known which way it is better")
            }
        let statements = decision.rows.compactMap { row -> Statement? in
            let loss = row.loss ?? 0
            guard let standing = BaselineStanding(row, loss: loss, hasMargins: hasMargins) else { return nil }
            return Statement(
                row: row, standing: standing, severity: severity(row, loss: loss),
                isBeyondChance: row.isShownWorse(alpha: rules.alpha))
        }
        let order = BaselineStanding.allCases
        self.statements = statements.enumerated().sorted { a, b in
            let (first, second) = (a.element, b.element)
            return (order.firstIndex(of: first.standing)!, -first.severity, a.offset)
                < (order.firstIndex(of: second.standing)!, -second.severity, b.offset)
        }.map(\.element)
    }

    private func severity(_ row: GateDecision.Row, loss: Double) -> Double {
        // A cell that fails is worse than any number.
        if row.newFailures > 0 { return .infinity }
        let unit = hasMargins ? row.margin ?? 0 : abs(row.baseline ?? 0)
        if loss == 0 { return 0 }
        return unit > 0 ? loss / unit : loss > 0 ? .infinity : -.infinity
    }

    /// The statements that became worse, the worst first.
    public var worse: [Statement] { statements.filter(\.standing.isWorse) }

    /// The statements of which both sides have usable values.
    var compared: [Statement] { statements.filter { $0.standing != .notCompared } }

    /// Whether the new side says what the old one did.
    public var isNone: Bool {
        isUnchanged
            || changes.isEmpty && unchangedCells == comparedCells && statements.allSatisfy(Self.isAsBefore)
    }

    /// Whether a statement is as before, given that all cells are.
    private static func isAsBefore(_ statement: Statement) -> Bool {
        switch statement.standing {
        case .same, .identical: return true
        case .worseBeyondMargin, .worse, .better: return false
        case .notCompared:
            // Of a metric both sides then lack the same values; a cost stands for itself.
            if case .cost = statement.row.subject { return false }
            return true
        }
    }
}

extension CellPair {
    /// Whether both have the same bits, and values of the same measures.
    ///
    /// To a gate it says nothing of the bits when the baseline lacks a metric; here it is a value that came.
    fileprivate func isIdentical(in measures: [ResultTable.Measure]) -> Bool {
        bits == .same
            && measures.allSatisfy { (baseline.values[$0] == nil) == (candidate.values[$0] == nil) }
    }

    /// Whether both failed, in the same way.
    fileprivate var failsAlike: Bool {
        baseline.status.kind != .completed && baseline.status.kind == candidate.status.kind
            && baseline.parametersDigest == candidate.parametersDigest
    }
}

extension BaselineComparison {
    /// What a side keeps of its cells.
    private struct Kept {
        var measures: Set<ResultTable.Measure> = []
        var costs: Set<GateRules.Cost> = []

        init(_ side: GateMeasurements) {
            for configuration in side.configurations {
                for cell in configuration.cells { measures.formUnion(cell.values.keys) }
                costs.formUnion(configuration.costs.filter { !$0.value.isEmpty }.keys)
            }
        }

        /// In a fixed order.
        private var names: [String] {
            measures.map(\.title).sorted() + costs.map(\.rawValue).sorted()
        }

        /// What only one side keeps.
        static func changes(from old: Kept, to new: Kept) -> [BaselineDifference] {
            let (before, after) = (old.names, new.names)
            return before.filter { !after.contains($0) }
                .map { BaselineDifference(.measures, "\($0): no longer kept") }
                + after.filter { !before.contains($0) }
                .map { BaselineDifference(.measures, "\($0): not kept before") }
        }
    }
}

extension GateDecision.Row {
    fileprivate func isShownWorse(alpha: Double) -> Bool {
        switch subject {
        case .failures: newFailures > 0
        case .cost(let limit) where limit.cost == .memory: (loss ?? 0) > 0
        case .metric, .cost, .bits: pWorse.map { $0 <= alpha } ?? false
        }
    }

    /// How much worse the new side's mean is, in the unit of `difference`; negative for better, nil where
    /// there is none.
    ///
    /// Equal means do not differ by what rounding leaves.
    var loss: Double? {
        guard let mean = difference?.mean, let baseline, let candidate else { return nil }
        if abs(mean) <= 4 * max(abs(baseline), abs(candidate)).ulp { return 0 }
        return -subject.direction.gain(mean)
    }
}
