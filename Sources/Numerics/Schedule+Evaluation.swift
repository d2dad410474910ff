import Primitives

extension Schedule {
    /// The value at global step `step` (from 0) of a training of `epochs` epochs of `stepsPerEpoch` steps.
    ///
    /// Time in epochs is the number of the current epoch; time in steps is the number of the step. A span
    /// without an end reaches its final value when training ends, after the last epoch or step: a learning
    /// rate that falls to 0 wastes none of them. `history` has the losses of the epochs before.
    public func value(
        step: Int, stepsPerEpoch: Int, epochs: Int, history: ScheduleHistory = ScheduleHistory()
    ) -> Double {
        value(
            at: ScheduleTime(
                step: step, stepsPerEpoch: stepsPerEpoch, epochs: epochs, history: history,
                functions: .deterministic))
    }

    private func value(at time: ScheduleTime) -> Double {
        switch self {
        case .constant(let value): return value
        case .linear(let from, let to, let begin, let end, let unit):
            return Self.interpolate(from, to, time.fraction(begin, end, unit))
        case .cosine(let from, let to, let begin, let end, let unit):
            let u = time.fraction(begin, end, unit)
            if u == 0 { return from }
            if u == 1 { return to }
            return to + (from - to) * 0.5 * (1 + DeterministicMath.cos(DeterministicMath.pi * u))
        case .step(let value, let factor, let at, let unit):
            return at.reduce(value) { time.now(unit) >= $1 ? $0 * factor : $0 }
        case .warmup(let length, let then, let unit):
            let value = then.value(at: time)
            let ramp = (time.now(unit) + 1) / length
            return ramp < 1 ? value * ramp : value
        case .piecewise(let points, let interpolate, let unit):
            let now = time.now(unit)
            guard let next = points.firstIndex(where: { $0.time > now }) else { return points.last!.value }
            guard next > 0 else { return points[0].value }
            let (left, right) = (points[next - 1], points[next])
            guard interpolate else { return left.value }
            return Self.interpolate(left.value, right.value, (now - left.time) / (right.time - left.time))
        case .window(let value, let outside, let begin, let end, let unit):
            let now = time.now(unit)
            return now >= begin && (end.map { now < $0 } ?? true) ? value : outside
        case .form(let form): return form.kind.value(at: time)
        }
    }

    private static func interpolate(_ from: Double, _ to: Double, _ u: Double) -> Double {
        if u == 0 { return from }
        if u == 1 { return to }
        return from + (to - from) * u
    }
}

extension ElementaryFunctions {
    /// Those of this module.
    static let deterministic = ElementaryFunctions(
        cosine: { DeterministicMath.cos($0) }, exponential: { DeterministicMath.exp($0) },
        power: { DeterministicMath.pow($0, $1) })
}
