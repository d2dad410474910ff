import Datasets
import Methods
import Primitives
import Records
import TensorCore
import Testing

@testable import Training

@Suite("Reducing on a plateau")
struct PlateauTests {
    private func train(_ schedule: Schedule, regression: Bool) -> (CellState, [Double], [Double]) {
        let data = Fixture.data(regression: regression)
        let sgd = MethodCatalogue.type(named: "sgd")!
        let blueprint = Fixture.blueprint(
            data, ["hidden": .integers([7])],
            optimizer: (sgd, Fixture.use(sgd.declaration, ["learning_rate": .schedule(schedule)])))
        var cell = CellState(blueprint, data, seed: 6, ExecutionEnvironment())
        try! Fit(Fixture.settings(epochs: 12, batchSize: 10)).run(&cell)
        func curve(_ part: DataPart, _ name: String) -> [Double] {
            cell.curves.filter { $0.part == part && $0.name == name }.map(\.value)
        }
        return (cell, curve(.train, "loss"), curve(.validation, regression ? "rmse" : "log_loss"))
    }

    @Test(
        "the step table sees the losses of the epochs before, as the curves have them",
        arguments: ["train", "validation"], [false, true])
    func follows(monitor: String, regression: Bool) throws {
        let schedule = try Schedule(reading: [
            "schedule": "plateau", "value": 0.05, "factor": 0.5, "patience": 0, "threshold": 0.2,
            "monitor": .string(monitor),
        ])
        let (cell, train, validation) = train(schedule, regression: regression)
        #expect(train.count == 12 && validation.count == 12)
        var (rate, best, rates) = (0.05, Double.infinity, [Double]())
        for loss in monitor == "train" ? train : validation {
            rates.append(rate)
            if loss < best * 0.8 { best = loss } else { rate *= 0.5 }
        }
        #expect(Set(rates).count > 2, "the rate changed")
        let entry = blueprintEntry(cell)
        let column = entry.columns.firstIndex(of: "sgd.learning_rate")!
        for epoch in 0..<12 {
            #expect(cell.table!.row(entry, step: 5 * epoch)[column] == Float(rates[epoch]))
        }
    }

    private func blueprintEntry(_ cell: CellState) -> PlanCache.Entry {
        cell.blueprint.stepEntry(batchSize: 10, cell.data, cell.environment.cache).entry
    }

    @Test("one that never sees a plateau trains as its constant does, to the bit")
    func inactive() throws {
        let schedule = try Schedule(reading: ["schedule": "plateau", "value": 0.05, "patience": 100])
        #expect(
            train(schedule, regression: false).0.parameters.values
                == train(.constant(0.05), regression: false).0.parameters.values)
    }
}
