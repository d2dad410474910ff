/// The ratio of every solver's cost to the best on the same problem, as in the profiles of Dolan and Moré.
///
/// Source: E. Dolan and J. Moré (2002), "Benchmarking optimization software with performance profiles",
/// Mathematical Programming 91, 201–213.
public struct PerformanceRatios: Sendable, Hashable {
    /// A row per problem, a column per solver; infinite where the solver failed.
    public var ratios: [[Double]]

    /// The ratios of positive `costs`, a row per problem and a column per solver; nil is a failure.
    public init(costs: [[Double?]]) {
        precondition(Set(costs.map(\.count)).count <= 1, "every problem has a cost of every solver")
        ratios = costs.map { row in
            let finite = row.compactMap { $0 }.filter(\.isFinite)
            precondition(finite.allSatisfy { $0 > 0 }, "a cost is positive")
            guard let best = finite.min() else { return row.map { _ in .infinity } }
            return row.map { cost in cost.map { $0 / best } ?? .infinity }
        }
    }

    /// ρ(τ): the share of problems that `solver` did at no more than `ratio` times the best cost; 0 for no
    /// problems.
    public func share(solver: Int, within ratio: Double) -> Double {
        guard !ratios.isEmpty else { return 0 }
        return Double(ratios.count { $0[solver] <= ratio && $0[solver].isFinite }) / Double(ratios.count)
    }

    /// The mean of ρ between the ratios 1 and `largest`, computed exactly; 0 for no problems.
    ///
    /// Source: G. Dahl et al. (2023), "Benchmarking neural network training algorithms" (AlgoPerf), section
    /// 4.2, with 4 as the largest ratio.
    public func score(solver: Int, upTo largest: Double = 4) -> Double {
        precondition(largest > 1 && largest.isFinite, "ratios begin at 1")
        guard !ratios.isEmpty else { return 0 }
        let areas = ratios.map { max(0, largest - $0[solver]) / (largest - 1) }
        return compensatedSum(areas) / Double(ratios.count)
    }
}
