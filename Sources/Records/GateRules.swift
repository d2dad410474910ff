import Primitives

/// What a suite's section `gate` asks: which measures may not get worse, and by how much they may.
public struct GateRules: Sendable, Hashable {
    /// What one row of the decision is about; its values are averaged over everything else, seed by seed.
    public enum Scope: String, Sendable, Hashable, CaseIterable {
        /// Every dataset, model and method by itself.
        case configuration
        /// Every method, averaged over the datasets and models.
        case method
        /// The whole suite.
        case suite
    }

    /// By how much a value may get worse.
    public enum Margin: Sendable, Hashable {
        /// In the unit of the value, above 0.
        case absolute(Double)
        /// As a share of the baseline's absolute mean, above 0: 0.05 is "5%".
        case relative(Double)
    }

    /// A metric that may not get worse.
    public struct Metric: Sendable, Hashable {
        /// Where and what.
        public var measure: ResultTable.Measure
        /// Which way is better.
        public var direction: MetricDeclaration.Direction
        /// By how much it may get worse.
        public var margin: Margin
        /// The line of the suite that says so, from 1; nil where it was said elsewhere.
        public var line: Int?

        /// A metric that may not get worse.
        public init(
            measure: ResultTable.Measure, direction: MetricDeclaration.Direction, margin: Margin,
            line: Int? = nil
        ) {
            self.measure = measure
            self.direction = direction
            self.margin = margin
            self.line = line
        }
    }

    /// What training costs.
    public enum Cost: String, Sendable, Hashable, CaseIterable {
        /// Training steps per iteration of a calibration loop that ran beside them: more is better.
        case speed
        /// Bytes that the compiled programs of a cell take: the same on every machine; less is better.
        case memory

        /// Which way is better.
        public var direction: MetricDeclaration.Direction { self == .speed ? .higher : .lower }
    }

    /// A cost that may not get worse.
    public struct CostLimit: Sendable, Hashable {
        /// Which.
        public var cost: Cost
        /// By which share of the baseline's value it may get worse, above 0; for speed below 1.
        public var margin: Double
        /// The line of the suite that says so, from 1.
        public var line: Int?

        /// A cost that may not get worse.
        public init(cost: Cost, margin: Double, line: Int? = nil) {
            self.cost = cost
            self.margin = margin
            self.line = line
        }
    }

    /// The metrics, in the order of the suite.
    public var metrics: [Metric]
    /// The costs, in the order of the suite.
    public var costs: [CostLimit]
    /// What one row is about.
    public var scope: Scope
    /// The chance of a false alarm in the whole gate where nothing changed, and of letting one metric pass that
    /// is worse by its margin.
    public var alpha: Double
    /// The chance with which a metric that is worse by its margin has to be found out: what `--self-test` asks.
    public var power: Double
    /// The share of cells that may fail in excess of the baseline's failures, from 0.
    public var failureMargin: Double
    /// Whether other bits under the same configuration and numerics version are a regression, however good.
    public var requiresSameBits: Bool
    /// Whether a gate that cannot decide passes (exit code 0) instead of ending with exit code 3.
    public var inconclusivePasses: Bool
    /// The most seeds that baselines are saved with and `--until-decided` may use; nil for the suite's own.
    public var mostSeeds: Int?
    /// The line of the suite where the section begins, from 1; nil without one.
    public var line: Int?

    /// Rules.
    public init(
        metrics: [Metric], costs: [CostLimit] = [], scope: Scope = .method, alpha: Double = 0.05,
        power: Double = 0.8, failureMargin: Double = 0, requiresSameBits: Bool = false,
        inconclusivePasses: Bool = false, mostSeeds: Int? = nil, line: Int? = nil
    ) {
        self.metrics = metrics
        self.costs = costs
        self.scope = scope
        self.alpha = alpha
        self.power = power
        self.failureMargin = failureMargin
        self.requiresSameBits = requiresSameBits
        self.inconclusivePasses = inconclusivePasses
        self.mostSeeds = mostSeeds
        self.line = line
    }
}
