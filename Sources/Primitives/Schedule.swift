/// How a scalar hyperparameter changes while training: the value of every schedulable parameter.
///
/// Time is counted in steps or in whole epochs from 0. An `end` of nil means the end of training, after the
/// last step or epoch. The
/// evaluation stands in Numerics (`Schedule.value(step:stepsPerEpoch:epochs:history:)`), as it needs a cosine.
public indirect enum Schedule: Sendable, Hashable {
    /// What the time of a schedule counts.
    public enum Unit: String, Sendable, Hashable, CaseIterable { case step, epoch }

    /// The same value throughout.
    case constant(Double)
    /// A straight line from `from` (at `begin`) to `to` (at `end`); constant outside.
    case linear(from: Double, to: Double, begin: Double, end: Double?, unit: Unit)
    /// Half a cosine from `from` to `to`: to + (from − to)(1 + cos πu)/2.
    case cosine(from: Double, to: Double, begin: Double, end: Double?, unit: Unit)
    /// `value`, multiplied by `factor` at each of the times `at`.
    case step(value: Double, factor: Double, at: [Double], unit: Unit)
    /// `then`, multiplied by a ramp (t + 1)/`length` for the first `length` units.
    case warmup(length: Double, then: Schedule, unit: Unit)
    /// Through given (time, value) points: straight lines between them, or each held until the next.
    case piecewise(points: [Point], interpolate: Bool, unit: Unit)
    /// `value` from `begin` up to but not including `end`, `outside` elsewhere.
    case window(value: Double, outside: Double, begin: Double, end: Double?, unit: Unit)
    /// A kind of the catalogue.
    case form(ScheduleForm)

    /// A corner of a piecewise schedule.
    public struct Point: Sendable, Hashable {
        /// When, in the schedule's unit.
        public var time: Double
        /// The value there.
        public var value: Double
        /// A corner.
        public init(time: Double, value: Double) {
            self.time = time
            self.value = value
        }
    }
}

extension Schedule {
    /// Values between which (inclusive) every value of the schedule lies; what a range check looks at.
    public var bounds: [Double] {
        switch self {
        case .constant(let value): [value]
        case .linear(let from, let to, _, _, _), .cosine(let from, let to, _, _, _): [from, to]
        case .step(let value, let factor, let at, _):
            at.indices.reduce(into: [value]) { values, _ in values.append(values.last! * factor) }
        case .warmup(_, let then, _): [0] + then.bounds
        case .piecewise(let points, _, _): points.map(\.value)
        case .window(let value, let outside, _, _, _): [value, outside]
        case .form(let form): form.kind.bounds
        }
    }

    /// The part of the data whose loss it follows; nil where it follows nothing but time.
    public var monitored: ScheduleHistory.Part? {
        switch self {
        case .warmup(_, let then, _): then.monitored
        case .form(let form): form.kind.monitored
        default: nil
        }
    }

    /// The largest value within `bounds`, as a constant schedule.
    public var peak: Schedule { .constant(bounds.max()!) }

    /// The value, when it never changes.
    public var constantValue: Double? {
        if case .constant(let value) = self { value } else { nil }
    }

    /// The form that identities are made of: a number where constant, else an object with every field.
    public var canonical: JSONValue {
        func span(
            _ kind: JSONValue, _ from: Double, _ to: Double, _ begin: Double, _ end: Double?, _ unit: Unit
        )
            -> JSONValue
        {
            [
                "schedule": kind, "from": .real(from), "to": .real(to), "begin": .real(begin),
                "end": end.map(JSONValue.real) ?? .null, "unit": .string(unit.rawValue),
            ]
        }
        switch self {
        case .constant(let value): return .real(value)
        case .linear(let from, let to, let begin, let end, let unit):
            return span("linear", from, to, begin, end, unit)
        case .cosine(let from, let to, let begin, let end, let unit):
            return span("cosine", from, to, begin, end, unit)
        case .step(let value, let factor, let at, let unit):
            return [
                "schedule": "step", "value": .real(value), "factor": .real(factor),
                "at": .array(at.map(JSONValue.real)), "unit": .string(unit.rawValue),
            ]
        case .warmup(let length, let then, let unit):
            return [
                "schedule": "warmup", "length": .real(length), "then": then.canonical,
                "unit": .string(unit.rawValue),
            ]
        case .piecewise(let points, let interpolate, let unit):
            return [
                "schedule": "piecewise", "unit": .string(unit.rawValue),
                "points": .array(points.map { [.real($0.time), .real($0.value)] }),
                "interpolate": .boolean(interpolate),
            ]
        case .window(let value, let outside, let begin, let end, let unit):
            return [
                "schedule": "window", "value": .real(value), "outside": .real(outside), "begin": .real(begin),
                "end": end.map(JSONValue.real) ?? .null, "unit": .string(unit.rawValue),
            ]
        case .form(let form): return form.canonical
        }
    }
}
