import Datasets
import Primitives
import Records
import TensorCore
import Training

/// What cells will cost, before they are run: an estimate from cells like them that ran, or from their arithmetic.
public struct CostEstimate: Sendable {
    /// CPU seconds of all the cells asked about.
    public private(set) var seconds = 0.0
    /// How many of them were estimated from cells of the same, or nearly the same, configuration that ran before.
    public private(set) var fromStored = 0
    /// How many of them were estimated from their arithmetic.
    public private(set) var fromArithmetic = 0
    /// CPU seconds of one cell of each configuration, by number; nil where none was asked about.
    public private(set) var ofConfigurations: [Double?]

    /// Floating-point operations per second that a step of a small network reaches, about.
    static let rate = 15e9
    /// Seconds per step beside its arithmetic, about.
    static let overhead = 15e-6

    /// The cost of the cells at `positions` of a plan; `known` are the CPU seconds of each configuration, by
    /// number, where they are known.
    public init(_ positions: [Int], in plan: SuitePlan, known: [Double?]) throws(BenchError) {
        var counts = [Int](repeating: 0, count: plan.cells.configurations.count)
        for position in positions { counts[plan.cells.configurationNumber(at: position)] += 1 }
        ofConfigurations = Array(repeating: nil, count: counts.count)
        for (number, count) in counts.enumerated() where count > 0 {
            let cost: Double
            if number < known.count, let stored = known[number] {
                cost = stored
                fromStored += count
            } else {
                cost = try Self.seconds(plan.examples[number], plan)
                fromArithmetic += count
            }
            ofConfigurations[number] = cost
            seconds += cost * Double(count)
        }
    }

    private static func seconds(_ cell: PlannedCell, _ plan: SuitePlan) throws(BenchError) -> Double {
        guard let data = try plan.prepared(cell.datasetLabel) else { return 0 }
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
