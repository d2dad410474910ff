import Primitives
import Suites

/// The plans of a gate's self-test: the suite as it is, restarted, and with each change planted, all on one pool of
/// seeds.
public struct SelfTestPlans: Sendable {
    /// A plan with a planted change.
    public struct Planted: Sendable {
        /// The change.
        public let regression: any PlantedRegression
        /// The suite with it.
        public let plan: SuitePlan
    }

    /// Far from any number of seeds, so that no restarted cell starts like the cell of another seed.
    public static let restartOffset = 1_000_003

    /// The suite as it is.
    public let clean: SuitePlan
    /// The suite with another start of every training.
    public let restarted: SuitePlan
    /// The suite with each change.
    public let planted: [Planted]
    /// The ids of the changes that the suite does not admit, and why.
    public let omitted: [(id: String, reason: String)]

    /// The plans of `suite`, whose seeds are the pool; throws where that itself cannot be trained.
    public init(_ suite: Suite, planting regressions: [any PlantedRegression] = PlantedRegressions.all)
        throws(BenchError)
    {
        clean = try SuitePlan(suite)
        restarted = try SuitePlan(suite.restarted(by: Self.restartOffset))
        var planted: [Planted] = []
        var omitted: [(id: String, reason: String)] = []
        for regression in regressions {
            guard let changed = regression.applied(to: clean) else {
                omitted.append((regression.id, "the suite has nothing that could be changed so"))
                continue
            }
            do throws(BenchError) {
                planted.append(Planted(regression: regression, plan: try SuitePlan(changed)))
            } catch {
                omitted.append((regression.id, error.diagnostics[0].message))
            }
        }
        self.planted = planted
        self.omitted = omitted
    }

    /// Every plan with what is trained in it, in the order of training.
    public var all: [(title: String, plan: SuitePlan)] {
        [("no change", clean), ("training restarted", restarted)]
            + planted.map { ($0.regression.summary, $0.plan) }
    }
}
