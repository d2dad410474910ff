/// A power of the time that is left: to + (from − to)(1 − u)^power.
struct PolynomialSchedule: ScheduleKind {
    static let name = "polynomial"
    static let fields = ["from*", "to", "power", "begin", "end", "unit"]

    private let from: Double
    private let to: Double
    private let power: Double
    private let begin: Double
    private let end: Double?
    private let unit: Schedule.Unit

    init(reading fields: ScheduleFields) throws(ParameterError) {
        from = try fields.number("from")
        to = try fields.number("to", default: 0)
        power = try fields.number("power", default: 1, in: .positive)
        (begin, end) = try fields.span()
        unit = try fields.unit()
    }

    var members: [String: JSONValue] {
        [
            "from": .real(from), "to": .real(to), "power": .real(power), "begin": .real(begin),
            "end": end.map(JSONValue.real) ?? .null, "unit": .string(unit.rawValue),
        ]
    }

    var bounds: [Double] { [from, to] }

    func value(at time: ScheduleTime) -> Double {
        let u = time.fraction(begin, end, unit)
        if u == 0 { return from }
        return u == 1 ? to : to + (from - to) * time.functions.power(1 - u, power)
    }
}
