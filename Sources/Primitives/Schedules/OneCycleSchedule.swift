/// Up to a maximum and down to next to nothing within the fit, the last step or epoch at the lowest value.
struct OneCycleSchedule: ScheduleKind {
    static let name = "one-cycle"
    static let fields = ["max*", "div", "final_div", "pct_start", "shape", "unit"]

    /// How a value moves from one to another.
    private enum Shape: String, CaseIterable { case cosine, linear }

    private let maximum: Double
    private let divisor: Double
    private let finalDivisor: Double
    private let share: Double
    private let shape: Shape
    private let unit: Schedule.Unit

    init(reading fields: ScheduleFields) throws(ParameterError) {
        maximum = try fields.number("max")
        divisor = try fields.number("div", default: 25, in: .halfOpen(1, .infinity))
        finalDivisor = try fields.number("final_div", default: 1e4, in: .halfOpen(1, .infinity))
        share = try fields.number("pct_start", default: 0.3, in: .closed(0, 1))
        shape = try fields.word("shape", default: .cosine)
        unit = try fields.unit(default: .step)
    }

    var members: [String: JSONValue] {
        [
            "max": .real(maximum), "div": .real(divisor), "final_div": .real(finalDivisor),
            "pct_start": .real(share), "shape": .string(shape.rawValue), "unit": .string(unit.rawValue),
        ]
    }

    var bounds: [Double] { [maximum, maximum / divisor / finalDivisor] }

    func value(at time: ScheduleTime) -> Double {
        let (first, last) = (maximum / divisor, maximum / divisor / finalDivisor)
        let (now, end) = (time.now(unit), time.whole(unit) - 1)
        let top = share * time.whole(unit) - 1
        if now <= top { return top > 0 ? move(first, maximum, now / top, time) : maximum }
        let begin = max(top, 0)
        return end > begin ? move(maximum, last, min(1, (now - begin) / (end - begin)), time) : maximum
    }

    private func move(_ from: Double, _ to: Double, _ u: Double, _ time: ScheduleTime) -> Double {
        if u == 1 { return to }
        return to + (from - to) * (shape == .cosine ? time.functions.halfCosine(u) : 1 - u)
    }
}
