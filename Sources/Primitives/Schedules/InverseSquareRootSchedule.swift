/// A straight rise to `value`, then a fall with the root of time: the Transformer's schedule.
struct InverseSquareRootSchedule: ScheduleKind {
    static let name = "inverse-sqrt"
    static let fields = ["value*", "warmup*", "unit"]

    private let value: Double
    private let warmup: Double
    private let unit: Schedule.Unit

    init(reading fields: ScheduleFields) throws(ParameterError) {
        value = try fields.number("value")
        warmup = try fields.number("warmup", in: .positive)
        unit = try fields.unit(default: .step)
    }

    var members: [String: JSONValue] {
        ["value": .real(value), "warmup": .real(warmup), "unit": .string(unit.rawValue)]
    }

    var bounds: [Double] { [0, value] }

    func value(at time: ScheduleTime) -> Double {
        let now = time.now(unit) + 1
        return now < warmup ? value * (now / warmup) : value * (warmup / now).squareRoot()
    }
}
