import Primitives
import Records
import Store

/// How long the cells of a plan will take, about, by configuration: as stored ones took, or by their arithmetic.
struct ExpectedDurations: Sendable {
    private var seconds: [Double]
    private var groups: [Int]

    /// For the configurations of the cells at `positions`; asks nothing where the order of cells is another.
    init(_ plan: SuitePlan, positions: [Int], store: Store, order: CellOrder) throws(BenchError) {
        let configurations = plan.cells.configurations
        seconds = Array(repeating: 1, count: configurations.count)
        groups = Array(repeating: 0, count: configurations.count)
        guard order == .longest else { return }
        var names: [[String]: Int] = [:]
        for (number, entry) in configurations.enumerated() {
            let name = [entry.datasetLabel, entry.modelLabel, entry.methodLabel]
            groups[number] = names[name, default: names.count]
            names[name] = groups[number]
        }
        // An estimate that cannot be made is told when the cell is trained.
        let known = try store.expectedSeconds()
        let stored = configurations.map { known[$0.configuration.digest] }
        guard let estimate = try? CostEstimate(positions, in: plan, known: stored) else { return }
        for (number, cost) in estimate.ofConfigurations.enumerated() { seconds[number] = cost ?? 1 }
    }

    /// The seconds of a cell of the configuration with that number.
    func seconds(configuration number: Int) -> Double { seconds[number] }

    /// The dataset, model and method of the configuration with that number, as a number.
    func group(configuration number: Int) -> Int { groups[number] }
}
