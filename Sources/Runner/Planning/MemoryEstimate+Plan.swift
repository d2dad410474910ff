import Foundation
import Primitives
import Records
import Training

extension MemoryEstimate {
    /// Why cells do not fit into this machine's memory with a job per processor, by their configuration's number.
    ///
    /// Asked of one cell of each configuration that has some at `positions`: of another seed's rows there may be
    /// a few more or less.
    static func refusals(_ positions: [Int], in plan: SuitePlan) throws(BenchError) -> [Int: String] {
        var isAsked = [Bool](repeating: false, count: plan.cells.configurations.count)
        for position in positions { isAsked[plan.cells.configurationNumber(at: position)] = true }
        let jobs = ProcessInfo.processInfo.activeProcessorCount
        let free = available(jobs: jobs)
        let cache = PlanCache()
        var refusals: [Int: String] = [:]
        for number in isAsked.indices where isAsked[number] {
            let cell = plan.examples[number]
            guard let data = try plan.prepared(cell.datasetLabel) else { continue }
            let refusal = refusal(
                try Catalogue.blueprint(cell.specification, data: data), data,
                TrainingSettings(arguments: cell.specification.training.arguments),
                passes: plan.costs[number], free: free, jobs: jobs, cache: cache)
            if let cause = refusal?.cause { refusals[number] = cause }
        }
        return refusals
    }
}
