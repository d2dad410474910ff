import Primitives
import Records
import Statistics

/// What a gate decided, and from what: everything that its outputs are made of.
public struct GateDecision: Sendable, Hashable {
    /// What a row is about.
    public enum Subject: Sendable, Hashable {
        /// A gated metric.
        case metric(GateRules.Metric)
        /// A gated cost.
        case cost(GateRules.CostLimit)
        /// The share of cells that fail.
        case failures
        /// The bits of final parameters and metrics.
        case bits
    }

    /// Why a row has its verdict.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// Every pair has the same bits.
        case identical
        /// Shown to be less worse than the margin.
        case withinMargin
        /// Shown to be better.
        case better
        /// Shown to be worse, and not to be within the margin.
        case worse
        /// Neither is shown.
        case undecided
        /// There are too few pairs for any test.
        case tooFewPairs
        /// No pair has a value on both sides.
        case noPairs
        /// More cells fail.
        case moreFailures
        /// Fewer cells fail.
        case fewerFailures
        /// No more cells fail than may.
        case noMoreFailures
        /// Other bits although neither the configuration nor the numerics version changed.
        case otherBits
        /// The baseline has no values of it.
        case notInBaseline
    }

    /// One tested statement.
    public struct Row: Sendable, Hashable {
        /// Its name for programs, unique in the decision, like "test.accuracy:sam".
        public var id: String
        /// What it is about.
        public var subject: Subject
        /// The dataset, where the row is of one.
        public var dataset: String?
        /// The model, where the row is of one.
        public var model: String?
        /// The method, where the row is of one.
        public var method: String?
        /// What it says.
        public var verdict: GateVerdict
        /// Why.
        public var reason: Reason
        /// The baseline's mean over the pairs; nil where there is none.
        public var baseline: Double?
        /// The candidate's mean over the pairs.
        public var candidate: Double?
        /// Candidate − baseline with its interval at 1 − 2α, one end of which decides; nil where there is no pair.
        ///
        /// For speed it is that of the natural logarithm of the ratio. Sequentially the interval is the last one of
        /// the confidence sequence at 1 − α, nil as long as that is the whole line, while a row may have been decided
        /// by an earlier one.
        public var difference: MeanEstimate?
        /// By how much it may get worse, in the unit of `difference`; nil where nothing is tested against one.
        public var margin: Double?
        /// Pairs that were compared: seeds (or repetitions) for which every configuration of the row has both values.
        public var pairs: Int
        /// Those of them whose cells have the same bits.
        public var identicalPairs: Int
        /// Cells that fail in the candidate and not in the baseline.
        public var newFailures: Int
        /// The p-value, after Holm, against "worse by the margin or more"; nil where nothing was tested.
        public var pWithinMargin: Double?
        /// The p-value, after Holm, against "not worse"; of speed against "not worse by more than the margin".
        public var pWorse: Double?
        /// The p-value, after Holm, against "not better"; of speed against "not better by more than the margin".
        public var pBetter: Double?
        /// Pairs that would decide it with the rules' power, were the true difference the one seen; nil where it is
        /// decided or no number would.
        public var pairsNeeded: Int?
        /// Why it has no values, in words without a full stop and without its names, so that rows with one cause have
        /// one text; nil where it has some, or where nothing else can have that cause.
        public var cause: String?
        /// The whole statement in one sentence with its numbers.
        public var sentence: String

        /// A row without numbers.
        public init(
            id: String, subject: Subject, dataset: String? = nil, model: String? = nil, method: String? = nil,
            verdict: GateVerdict, reason: Reason, pairs: Int = 0, sentence: String = ""
        ) {
            self.id = id
            self.subject = subject
            self.dataset = dataset
            self.model = model
            self.method = method
            self.verdict = verdict
            self.reason = reason
            self.pairs = pairs
            identicalPairs = 0
            newFailures = 0
            self.sentence = sentence
        }

        /// `dataset / model / method` as far as the row is of one; "all" for the whole suite.
        public var place: String {
            let names = [dataset, model, method].compactMap(\.self)
            return names.isEmpty ? "all" : names.joined(separator: " / ")
        }
    }

    /// A configuration that the two sides do not share.
    public struct Mismatch: Sendable, Hashable {
        /// How.
        public enum Kind: String, Sendable, Hashable, CaseIterable {
            /// The same names, another configuration.
            case changed
            /// The same configuration of another numerics version.
            case numerics
            /// Only in the baseline.
            case gone
            /// Only in the candidate.
            case new
            /// The same configuration, but one side lacks seeds that it should have.
            case seeds
        }

        /// How.
        public var kind: Kind
        /// Its names: the candidate's, or those of the baseline where it is gone.
        public var labels: GateMeasurements.Labels
        /// What changed or is missing, in words without a full stop and without its names, so that configurations
        /// with one cause have one text.
        public var cause: String

        /// The statement without its names and full stop.
        var statement: String {
            kind == .changed ? "another configuration under the same names: \(cause)" : cause
        }

        /// The whole statement.
        public var sentence: String { "\(labels): \(statement)." }

        /// A configuration that the two sides do not share.
        public init(kind: Kind, labels: GateMeasurements.Labels, cause: String) {
            self.kind = kind
            self.labels = labels
            self.cause = cause
        }
    }

    /// The suite's name.
    public var suite: String
    /// What the user called the baseline.
    public var baselineName: String
    /// The rules.
    public var rules: GateRules
    /// Whether the p-values hold however often one looks.
    public var isSequential: Bool
    /// The tested statements: bits, then failures, then metrics, then costs, each by place.
    public var rows: [Row]
    /// The configurations that were not compared, by labels.
    public var mismatches: [Mismatch]
    /// What readers should know beside: renamed methods, bits that changed, seeds without a partner.
    public var notices: [String]
    /// Cells that have a partner.
    public var comparedCells: Int
    /// Compared cells with the same bits on both sides.
    public var identicalCells: Int
    /// Cells of the candidate that failed.
    public var failedCells: Int
    /// Statements that share α: those that needed a test.
    public var familySize: Int
    /// The candidate's configurations of undecided rows: those of which more seeds are worth their time.
    public var undecidedConfigurations: [GateMeasurements.Labels]
    /// Seeds that the baseline has beyond those compared and the rules allow: what `--until-decided` could add.
    public var furtherSeeds: Int
    /// Seeds that the baseline has beyond those, which the rules' limit keeps out.
    public var seedsBeyondLimit: Int
    /// Why there was nothing to compare with, such as a baseline that is not there; nil where there was.
    public var obstacle: String?

    /// A decision.
    public init(
        suite: String, baselineName: String, rules: GateRules, isSequential: Bool = false, rows: [Row] = [],
        mismatches: [Mismatch] = [], notices: [String] = [], comparedCells: Int = 0, identicalCells: Int = 0,
        failedCells: Int = 0, familySize: Int = 0, undecidedConfigurations: [GateMeasurements.Labels] = [],
        furtherSeeds: Int = 0, seedsBeyondLimit: Int = 0, obstacle: String? = nil
    ) {
        self.suite = suite
        self.baselineName = baselineName
        self.rules = rules
        self.isSequential = isSequential
        self.rows = rows
        self.mismatches = mismatches
        self.notices = notices
        self.comparedCells = comparedCells
        self.identicalCells = identicalCells
        self.failedCells = failedCells
        self.familySize = familySize
        self.undecidedConfigurations = undecidedConfigurations
        self.furtherSeeds = furtherSeeds
        self.seedsBeyondLimit = seedsBeyondLimit
        self.obstacle = obstacle
    }

    /// The verdict of the whole.
    public var verdict: GateVerdict {
        var verdicts = rows.map(\.verdict)
        if !mismatches.isEmpty { verdicts.append(.incomparable) }
        // Rows of failures and bits alone measure no metric.
        if comparedCells == 0 { verdicts = verdicts.filter { $0 == .regressed || $0 == .incomparable } }
        return GateVerdict.worst(verdicts)
    }

    /// The exit code of the whole.
    public var exitCode: ExitCode { verdict.exitCode(inconclusivePasses: rules.inconclusivePasses) }

    /// What the last line of every output for people says: `verdict: pass`.
    public var verdictLine: String { "verdict: \(verdict.rawValue)" }
}
