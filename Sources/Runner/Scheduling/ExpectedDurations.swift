import Primitives
import Records
import Store

/// How long the cells of a plan will take, about, by configuration: as stored ones took, or by their arithmetic.
struct ExpectedDurations: Sendable {
    private let seconds: [Double]
    private let groups: [Int]

    /// For the configurations that `positions` need; costs nothing where the order of cells is another.
    init(_ plan: SuitePlan, positions: [Int], store: Store, order: CellOrder) throws(BenchError) {
        let cells = plan.cells
        var seconds = [Double](repeating: 1, count: cells.configurations.count)
        var groups = [Int](repeating: 0, count: cells.configurations.count)
        if order == .longest {
            var needed = [Bool](repeating: false, count: seconds.count)
            var names: [[String]: Int] = [:]
            for position in positions {
                let number = cells.configurationNumber(at: position)
                guard !needed[number] else { continue }
                needed[number] = true
                // An estimate that cannot be made is told when the cell is trained.
                seconds[number] = (try? CostEstimate.seconds(cells[position], plan)) ?? 1
                let entry = cells.configurations[number]
                let name = [entry.datasetLabel, entry.modelLabel, entry.methodLabel]
                groups[number] = names[name, default: names.count]
                names[name] = groups[number]
            }
        }
        self.seconds = seconds
        self.groups = groups
    }

    /// The seconds of a cell of the configuration with that number.
    func seconds(configuration number: Int) -> Double { seconds[number] }

    /// The dataset, model and method of the configuration with that number, as a number.
    func group(configuration number: Int) -> Int { groups[number] }
}
