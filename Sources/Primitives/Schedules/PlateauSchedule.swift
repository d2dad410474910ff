/// A value that is multiplied by a factor whenever a loss has stopped falling.
struct PlateauSchedule: ScheduleKind {
    static let name = "plateau"
    static let fields = ["value*", "factor", "patience", "threshold", "minimum", "cooldown", "monitor"]

    private let value: Double
    private let factor: Double
    private let patience: Int
    private let threshold: Double
    private let minimum: Double
    private let cooldown: Int
    private let monitor: ScheduleHistory.Part

    init(reading fields: ScheduleFields) throws(ParameterError) {
        value = try fields.number("value", in: .nonNegative)
        factor = try fields.number("factor", default: 0.1, in: .open(0, 1))
        patience = try fields.count("patience", default: 10)
        threshold = try fields.number("threshold", default: 1e-4, in: .halfOpen(0, 1))
        minimum = try fields.number("minimum", default: 0, in: .nonNegative)
        guard minimum <= value else {
            throw ParameterError("minimum must be at most value", at: ["minimum"])
        }
        cooldown = try fields.count("cooldown", default: 0)
        monitor = try fields.word("monitor", default: .train)
    }

    var members: [String: JSONValue] {
        [
            "value": .real(value), "factor": .real(factor), "patience": .integer(patience),
            "threshold": .real(threshold), "minimum": .real(minimum), "cooldown": .integer(cooldown),
            "monitor": .string(monitor.rawValue),
        ]
    }

    var bounds: [Double] { [value, minimum] }
    var monitored: ScheduleHistory.Part? { monitor }

    func value(at time: ScheduleTime) -> Double {
        var (result, best, bad, rest) = (value, Double.infinity, 0, 0)
        for loss in time.history[monitor].prefix(time.epoch) {
            if loss < best * (1 - threshold) {
                best = loss
                bad = 0
            } else {
                bad += 1
            }
            if rest > 0 {
                rest -= 1
                bad = 0
            }
            guard bad > patience else { continue }
            result = max(result * factor, minimum)
            rest = cooldown
            bad = 0
        }
        return result
    }
}
