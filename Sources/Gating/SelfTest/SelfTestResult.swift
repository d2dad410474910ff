import Primitives
import Records
import Statistics

/// What a self-test measured, and whether what it tested may be called a gate.
public struct SelfTestResult: Sendable, Hashable {
    /// Gates of one kind.
    public struct Line: Sendable, Hashable {
        /// What the gates of a line ought to say.
        public enum Kind: String, Sendable, Hashable {
            /// Nothing changed: "regressed" is a false alarm.
            case noChange = "no-change"
            /// One metric is worse by its margin: "regressed" is right, and "pass" an error of the other kind.
            case atMargin = "at-margin"
            /// Something is worse, by as much as it happens to be.
            case planted
        }

        /// The name of the line of changes without an effect: training restarted.
        static let restarted = "restarted"

        /// Its name for programs.
        public var id: String
        /// What was done, for people.
        public var title: String
        /// What its gates ought to say.
        public var kind: Kind
        /// The gates.
        public var trials: Int
        /// How many of them said what.
        public var verdicts: [GateVerdict: Int]
        /// How many of those that said "regressed" said so of failing cells alone.
        public var ofFailuresAlone: Int
        /// By how much every gated metric changed on average over the pool, in the order of the rules; nil where it has
        /// no pair of finite values, empty where nothing was planted.
        public var changes: [Double?]

        /// How many gates said so.
        public func count(_ verdict: GateVerdict) -> Int { verdicts[verdict] ?? 0 }

        /// The share of gates that said so.
        public func share(_ verdict: GateVerdict) -> Double { Double(count(verdict)) / Double(trials) }

        /// How many gates said that all is well.
        public var passes: Int { count(.pass) + count(.improved) }

        /// How many gates would have stopped somebody: they ended with an exit code other than 0.
        public func stops(_ rules: GateRules) -> Int {
            GateVerdict.allCases.filter {
                $0.exitCode(inconclusivePasses: rules.inconclusivePasses) != .success
            }.map(count).reduce(0, +)
        }

        /// What the true share of something that `count` gates said may be: the Clopper–Pearson interval at 95 %.
        public func interval(_ count: Int) -> Statistics.Interval {
            clopperPearson(successes: count, of: trials)
                ?? Statistics.Interval(lower: 0, upper: 1, level: 0.95)
        }
    }

    /// What one row of the gate can see, from the pool's restarted pairs.
    public struct Reach: Sendable, Hashable {
        /// The metric.
        public var metric: GateRules.Metric
        /// The place: a configuration, a method, or "all".
        public var place: String
        /// Pairs of the pool.
        public var pairs: Int
        /// The standard deviation of a pair's difference; nil for fewer than two pairs.
        public var deviation: Double?
        /// The margin in the metric's unit.
        public var margin: Double
        /// The absolute mean of its values; nil where it has none.
        public var level: Double?
        /// The smallest difference that the gate finds with the rules' power and seeds; nil where nothing is found.
        public var detectable: Double?
        /// Seeds that find a difference as large as the margin with the rules' power; nil where no number is known.
        public var seedsNeeded: Int?
        /// Gates in which this row was made worse by its margin.
        public var worsened = 0
        /// How many of them said "regressed".
        public var found = 0
    }

    /// The suite's name.
    public var suite: String
    /// The rules.
    public var rules: GateRules
    /// Seeds of the pool.
    public var pool: Int
    /// Seeds of each gate.
    public var seedsPerGate: Int
    /// What was measured.
    public var lines: [Line]
    /// What every row can see, in the order of the rules and of the suite.
    public var reaches: [Reach]
    /// Changes that could not be planted.
    public var omitted: [SelfTestArms.Omitted]
    /// Why this is no gate, each with what to do; empty where it is one.
    public var refusals: [String]
    /// Whether every cell of the suite failed although nothing was changed.
    public var hasNoCompletedCell = false

    /// Whether this may be called a gate.
    public var isGate: Bool { refusals.isEmpty }

    /// What is to be known of it whether it is a gate or not, each with what to do.
    public var notices: [String] { SelfTestNotices.all(self) }

    /// 0, or 1 where it is no gate.
    public var exitCode: ExitCode { isGate ? .success : .mismatch }

    /// What the last line of the output says.
    public var verdictLine: String {
        isGate ? "self-test: this is a gate" : "self-test: refused: " + refusals.joined(separator: "; ")
    }

    /// What the output ends with: the notices, and the verdict as its last line.
    public var conclusion: String {
        (notices.map { "self-test: note: \($0)" } + [verdictLine]).joined(separator: "\n")
    }
}
