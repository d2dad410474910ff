import Datasets
import Primitives
import Records
import TensorCore
import Training

/// What a cell will cost, before it is run: an estimate from its arithmetic, or from cells like it that ran.
public struct CostEstimate: Sendable {
    /// CPU seconds of the cells that have to be run.
    public private(set) var seconds = 0.0
    /// How many of them were estimated from cells of the same dataset, model and method that ran before.
    public private(set) var fromStored = 0
    /// How many of them were estimated from their arithmetic.
    public private(set) var fromArithmetic = 0

    /// Floating-point operations per second that a step of a small network reaches, about.
    static let rate = 15e9
    /// Seconds per step beside its arithmetic, about.
    static let overhead = 15e-6

    /// The cost of `cells`; `stored` are rows of earlier runs.
    public init(_ cells: [PlannedCell], in plan: SuitePlan, stored: ResultTable?) throws(BenchError) {
        var known: [[String]: [Int]] = [:]
        for row in stored.map(Array.init) ?? [] {
            if let time = row.cpuNanoseconds {
                known[[row.dataset, row.model, row.method], default: []].append(time)
            }
        }
        var arithmetic: [[String]: Double] = [:]
        for cell in cells {
            let key = [cell.datasetLabel, cell.modelLabel, cell.methodLabel]
            if let times = known[key]?.sorted() {
                seconds += Double(times[times.count / 2]) * 1e-9
                fromStored += 1
                continue
            }
            let cost: Double
            if let same = arithmetic[key] { cost = same } else { cost = try Self.seconds(cell, plan) }
            arithmetic[key] = cost
            seconds += cost
            fromArithmetic += 1
        }
    }

    /// CPU seconds of a cell by its arithmetic.
    static func seconds(_ cell: PlannedCell, _ plan: SuitePlan) throws(BenchError) -> Double {
        let data = try plan.library.prepared(cell.datasetLabel, seed: cell.specification.seed)
        let blueprint = try Catalogue.blueprint(cell.specification, data: data)
        let settings = TrainingSettings(arguments: cell.specification.training.arguments)
        // Forward two operations per multiply-add and row, backward twice that.
        let weights = blueprint.model.forwardCost.multiplications
        let passes = plan.cost(of: cell)
        let training = 6 * weights * Double(data.train.rows) * passes
        let evaluation = 2 * weights * Double(data.validation.rows)
        let steps = Double((data.train.rows + settings.batchSize - 1) / settings.batchSize)
        return Double(settings.epochs) * ((training + evaluation) / rate + steps * overhead * passes)
    }
}
