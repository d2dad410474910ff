extension Schedule {
    /// The schedule with every value `factor` times as large; its times stay.
    public func scaled(by factor: Double) -> Schedule {
        switch self {
        case .constant(let value): return .constant(factor * value)
        case .linear(let from, let to, let begin, let end, let unit):
            return .linear(from: factor * from, to: factor * to, begin: begin, end: end, unit: unit)
        case .cosine(let from, let to, let begin, let end, let unit):
            return .cosine(from: factor * from, to: factor * to, begin: begin, end: end, unit: unit)
        case .step(let value, let step, let at, let unit):
            return .step(value: factor * value, factor: step, at: at, unit: unit)
        case .warmup(let length, let then, let unit):
            return .warmup(length: length, then: then.scaled(by: factor), unit: unit)
        case .piecewise(let points, let interpolate, let unit):
            let scaled = points.map { Point(time: $0.time, value: factor * $0.value) }
            return .piecewise(points: scaled, interpolate: interpolate, unit: unit)
        case .window(let value, let outside, let begin, let end, let unit):
            return .window(
                value: factor * value, outside: factor * outside, begin: begin, end: end, unit: unit)
        case .form(let form): return .form(form.scaled(by: factor))
        }
    }
}

extension ScheduleForm {
    /// The fields of any kind that are values of the schedule, not times, shares or exponents.
    private static let levels: Set<String> = ["value", "from", "to", "max", "minimum"]

    /// The form with every value `factor` times as large.
    func scaled(by factor: Double) -> ScheduleForm {
        var members = kind.members
        for name in Self.levels {
            if let value = members[name]?.number { members[name] = .real(factor * value) }
        }
        do throws(ParameterError) {
            return ScheduleForm(try type(of: kind).init(reading: ScheduleFields(members: members)))
        } catch {
            preconditionFailure("a schedule that is valid is so at any scale: \(error.message)")
        }
    }
}
