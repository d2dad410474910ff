/// Half cosines one after the other, each longer by a factor: warm restarts (SGDR).
struct RestartsSchedule: ScheduleKind {
    static let name = "restarts"
    static let fields = ["from*", "to", "period*", "multiplier", "unit"]

    private let from: Double
    private let to: Double
    private let period: Double
    private let multiplier: Double
    private let unit: Schedule.Unit

    init(reading fields: ScheduleFields) throws(ParameterError) {
        from = try fields.number("from")
        to = try fields.number("to", default: 0)
        period = try fields.number("period", in: .halfOpen(1, .infinity))
        multiplier = try fields.number("multiplier", default: 1, in: .halfOpen(1, .infinity))
        unit = try fields.unit()
    }

    var members: [String: JSONValue] {
        [
            "from": .real(from), "to": .real(to), "period": .real(period), "multiplier": .real(multiplier),
            "unit": .string(unit.rawValue),
        ]
    }

    var bounds: [Double] { [from, to] }

    func value(at time: ScheduleTime) -> Double {
        var (now, length) = (time.now(unit), period)
        if multiplier == 1 {
            now = now.truncatingRemainder(dividingBy: length)
        } else {
            while now >= length {
                now -= length
                length *= multiplier
            }
        }
        return to + (from - to) * time.functions.halfCosine(now / length)
    }
}
