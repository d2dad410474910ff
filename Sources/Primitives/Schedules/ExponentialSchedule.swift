/// A geometric approach: to + (from − to) γ^(t − begin), with γ given or e^−rate.
struct ExponentialSchedule: ScheduleKind {
    static let name = "exponential"
    static let fields = ["from*", "to", "gamma", "rate", "begin", "unit"]

    static let alternatives = ["gamma", "rate"]

    /// How fast: the factor of a unit of time, or minus its logarithm.
    private enum Pace {
        case gamma(Double)
        case rate(Double)
    }

    private let from: Double
    private let to: Double
    private let pace: Pace
    private let begin: Double
    private let unit: Schedule.Unit

    init(reading fields: ScheduleFields) throws(ParameterError) {
        from = try fields.number("from")
        to = try fields.number("to", default: 0)
        let gamma = try fields.optionalNumber("gamma", in: .openClosed(0, 1))
        let rate = try fields.optionalNumber("rate", in: .nonNegative)
        switch (gamma, rate) {
        case (let gamma?, nil): pace = .gamma(gamma)
        case (nil, let rate?): pace = .rate(rate)
        default: throw ParameterError("an exponential schedule needs either \"gamma\" or \"rate\"")
        }
        begin = try fields.number("begin", default: 0)
        unit = try fields.unit()
    }

    var members: [String: JSONValue] {
        var members: [String: JSONValue] = [
            "from": .real(from), "to": .real(to), "begin": .real(begin), "unit": .string(unit.rawValue),
            "gamma": .null, "rate": .null,
        ]
        switch pace {
        case .gamma(let gamma): members["gamma"] = .real(gamma)
        case .rate(let rate): members["rate"] = .real(rate)
        }
        return members
    }

    var bounds: [Double] { [from, to] }

    func value(at time: ScheduleTime) -> Double {
        let elapsed = time.now(unit) - begin
        if elapsed <= 0 { return from }
        let rest =
            switch pace {
            case .gamma(let gamma): time.functions.power(gamma, elapsed)
            case .rate(let rate): time.functions.exponential(-rate * elapsed)
            }
        return to + (from - to) * rest
    }
}
