/// Up and down in straight lines again and again; the height may shrink from cycle to cycle or step to step.
struct CyclicSchedule: ScheduleKind {
    static let name = "cyclic"
    static let fields = ["from*", "to*", "up*", "down", "mode", "gamma", "unit"]

    /// Whether the height stays, halves in every cycle, or shrinks by γ in every unit of time.
    private enum Mode: String, CaseIterable {
        case triangular
        case triangular2
        case exponential
    }

    private let from: Double
    private let to: Double
    private let up: Double
    private let down: Double
    private let mode: Mode
    private let gamma: Double
    private let unit: Schedule.Unit

    init(reading fields: ScheduleFields) throws(ParameterError) {
        from = try fields.number("from")
        to = try fields.number("to")
        up = try fields.number("up", in: .positive)
        down = try fields.number("down", default: up, in: .positive)
        mode = try fields.word("mode", default: .triangular)
        gamma = try fields.number("gamma", default: 1, in: .openClosed(0, 1))
        unit = try fields.unit(default: .step)
    }

    var members: [String: JSONValue] {
        [
            "from": .real(from), "to": .real(to), "up": .real(up), "down": .real(down),
            "mode": .string(mode.rawValue), "gamma": .real(gamma), "unit": .string(unit.rawValue),
        ]
    }

    var bounds: [Double] { [from, to] }

    func value(at time: ScheduleTime) -> Double {
        let (now, length) = (time.now(unit), up + down)
        let since = now.truncatingRemainder(dividingBy: length)
        let height = since <= up ? since / up : (length - since) / down
        let scale =
            switch mode {
            case .triangular: 1.0
            // Beyond 2000 halvings nothing is left.
            case .triangular2: time.functions.power(0.5, min(2000, ((now - since) / length).rounded()))
            case .exponential: time.functions.power(gamma, now)
            }
        return from + (to - from) * height * scale
    }
}
