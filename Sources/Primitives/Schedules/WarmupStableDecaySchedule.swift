/// Warm-up, a constant value, and a decay at the end, the lengths as shares of the fit.
struct WarmupStableDecaySchedule: ScheduleKind {
    static let name = "wsd"
    static let fields = ["value*", "to", "warmup", "decay", "shape", "unit"]

    /// What is left of the way at fraction u of the decay: 1 − u, half a cosine, or 1 − √u.
    private enum Shape: String, CaseIterable { case linear, cosine, sqrt }

    private let value: Double
    private let to: Double
    private let warmup: Double
    private let decay: Double
    private let shape: Shape
    private let unit: Schedule.Unit

    init(reading fields: ScheduleFields) throws(ParameterError) {
        value = try fields.number("value")
        to = try fields.number("to", default: 0)
        warmup = try fields.number("warmup", default: 0, in: .closed(0, 1))
        decay = try fields.number("decay", default: 0.2, in: .closed(0, 1))
        guard warmup + decay <= 1 else {
            throw ParameterError("warmup and decay together must be at most 1", at: ["decay"])
        }
        shape = try fields.word("shape", default: .linear)
        unit = try fields.unit()
    }

    var members: [String: JSONValue] {
        [
            "value": .real(value), "to": .real(to), "warmup": .real(warmup), "decay": .real(decay),
            "shape": .string(shape.rawValue), "unit": .string(unit.rawValue),
        ]
    }

    var bounds: [Double] { [value, to] + (warmup > 0 ? [0] : []) }

    func value(at time: ScheduleTime) -> Double {
        let (now, whole) = (time.now(unit), time.whole(unit))
        let ramp = warmup * whole
        if now + 1 < ramp { return value * ((now + 1) / ramp) }
        let length = decay * whole
        let begin = whole - length
        guard now > begin, length > 0 else { return value }
        let u = (now - begin) / length
        let left =
            switch shape {
            case .linear: 1 - u
            case .cosine: time.functions.halfCosine(u)
            case .sqrt: 1 - u.squareRoot()
            }
        return to + (value - to) * left
    }
}
