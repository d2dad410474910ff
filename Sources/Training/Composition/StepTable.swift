import Numerics
import Primitives

/// The scalars of a cell's steps: schedules by name, the clock, and what stages carried.
struct StepTable {
    /// Every schedule in the cell by the name that its column has.
    private let schedules: [String: Schedule]
    /// What stages set, by the name that its column has.
    private let carried: [String: Double]
    private let stepsPerEpoch: Int
    private let epochs: Int
    /// The losses of the epochs so far, for schedules that react to them.
    var history = ScheduleHistory()

    /// The scalars of a fit of `epochs` epochs of `stepsPerEpoch` steps.
    init(_ blueprint: CellBlueprint, carried: [String: Double], stepsPerEpoch: Int, epochs: Int) {
        var schedules: [String: Schedule] = [:]
        for (_, use) in blueprint.everyone {
            for (name, value) in use.arguments.values {
                guard case .schedule(let schedule) = value else { continue }
                schedules["\(use.id).\(name)"] = schedule
                if name == "learning_rate" { schedules["\(use.id).\(name) peak"] = schedule.peak }
            }
        }
        self.schedules = schedules
        self.carried = carried
        self.stepsPerEpoch = stepsPerEpoch
        self.epochs = epochs
    }

    /// The value of the schedule whose column is called `name`; nil where there is none.
    func value(of name: String, step: Int) -> Double? {
        schedules[name]?.value(step: step, stepsPerEpoch: stepsPerEpoch, epochs: epochs, history: history)
    }

    /// The columns of `entry` in step `step` of the fit.
    func row(_ entry: PlanCache.Entry, step: Int) -> [Float] {
        zip(entry.columns, entry.sources).map { name, source in
            switch source {
            case .schedule:
                Float(
                    schedules[name]!.value(
                        step: step, stepsPerEpoch: stepsPerEpoch, epochs: epochs, history: history))
            case .clock(let clock):
                Float(clock.value(step: step, stepsPerEpoch: stepsPerEpoch, epochs: epochs))
            case .carried(let absent): Float(carried[name] ?? absent)
            }
        }
    }

    /// The columns of `entry` in `count` steps from `first` on, a row per step; at least one number per row.
    func rows(_ entry: PlanCache.Entry, first: Int, count: Int) -> [Float] {
        if entry.columns.isEmpty { return [Float](repeating: 0, count: count) }
        return (first..<first + count).flatMap { row(entry, step: $0) }
    }
}

extension CellState {
    /// The columns of `entry` outside of steps: as in the last one, or before any fit as the first of one would have them.
    func scalars(of entry: PlanCache.Entry) -> [Float] {
        let table = table ?? StepTable(blueprint, carried: carried, stepsPerEpoch: 1, epochs: 1)
        return entry.columns.isEmpty ? [0] : table.row(entry, step: max(0, stepOfFit - 1))
    }
}
