/// Typed access to the members of a schedule's mapping.
public struct ScheduleFields: Sendable {
    let members: [String: JSONValue]

    /// The number `key`.
    public func number(_ key: String, default fallback: Double? = nil, in interval: Interval = .all)
        throws(ParameterError) -> Double
    {
        guard let value = members[key], value != .null else {
            if let fallback { return fallback }
            throw ParameterError("\"\(key)\" is missing")
        }
        guard let number = value.number else {
            throw ParameterError("expected a number, found \(value.kindName)", at: [key])
        }
        let finite = try Schedule.finite(number, [key])
        guard interval.contains(finite) else {
            throw ParameterError(
                "\"\(key)\" must lie in \(interval), found \(JSONValue.canonicalNumber(finite))", at: [key])
        }
        return finite
    }

    /// The number `key`; nil where it is missing or null.
    func optionalNumber(_ key: String, in interval: Interval = .all) throws(ParameterError) -> Double? {
        guard let value = members[key], value != .null else { return nil }
        return try number(key, in: interval)
    }

    /// The whole number `key`, at least 0.
    func count(_ key: String, default fallback: Int) throws(ParameterError) -> Int {
        guard let value = members[key] else { return fallback }
        guard let integer = value.integer, integer >= 0 else {
            throw ParameterError("expected a whole number from 0 on", at: [key])
        }
        return integer
    }

    /// One of the words of `Word`.
    func word<Word: RawRepresentable & CaseIterable>(_ key: String, default fallback: Word)
        throws(ParameterError) -> Word where Word.RawValue == String
    {
        guard let value = members[key] else { return fallback }
        let words = Word.allCases.map(\.rawValue)
        guard let word = value.text.flatMap(Word.init(rawValue:)) else {
            throw Self.unknown(key, value, words)
        }
        return word
    }

    /// A value of `key` that is none of `words`.
    private static func unknown(_ key: String, _ value: JSONValue, _ words: [String]) -> ParameterError {
        let found = value.text.map { " \"\($0)\"" + Suggestion.hint(for: $0, among: words) }
        return ParameterError("unknown \(key)" + (found ?? ""), at: [key], allowed: words)
    }

    /// The list of numbers `key`.
    func numbers(_ key: String) throws(ParameterError) -> [Double] {
        guard case .array(let elements)? = members[key], !elements.isEmpty else {
            throw ParameterError("expected a list of numbers", at: [key])
        }
        var numbers: [Double] = []
        for element in elements {
            guard let number = element.number else {
                throw ParameterError("expected a list of numbers", at: [key])
            }
            numbers.append(try Schedule.finite(number, [key]))
        }
        return numbers
    }

    /// The boolean `key`.
    func boolean(_ key: String, default fallback: Bool) throws(ParameterError) -> Bool {
        guard let value = members[key] else { return fallback }
        guard case .boolean(let boolean) = value else {
            throw ParameterError("expected true or false", at: [key])
        }
        return boolean
    }

    /// What time counts.
    func unit(default fallback: Schedule.Unit = .epoch) throws(ParameterError) -> Schedule.Unit {
        guard let value = members["unit"] else { return fallback }
        guard let unit = value.text.flatMap(Schedule.Unit.init(rawValue:)) else {
            throw Self.unknown("unit", value, Schedule.Unit.allCases.map(\.rawValue))
        }
        return unit
    }

    /// From `begin` to `end`.
    func span() throws(ParameterError) -> (begin: Double, end: Double?) {
        let begin = try number("begin", default: 0)
        guard let value = members["end"], value != .null else { return (begin, nil) }
        guard value.number != nil else { throw ParameterError("expected a number", at: ["end"]) }
        let end = try number("end")
        guard end > begin else { throw ParameterError("end must be after begin", at: ["end"]) }
        return (begin, end)
    }

    /// The corners of a piecewise schedule.
    func points() throws(ParameterError) -> [Schedule.Point] {
        guard case .array(let elements)? = members["points"], !elements.isEmpty else {
            throw ParameterError("expected a list of [time, value] pairs", at: ["points"])
        }
        var points: [Schedule.Point] = []
        for element in elements {
            guard case .array(let pair) = element, pair.count == 2, let time = pair[0].number,
                let value = pair[1].number,
                time.isFinite, value.isFinite
            else { throw ParameterError("expected a list of [time, value] pairs", at: ["points"]) }
            guard points.last.map({ $0.time < time }) ?? true else {
                throw ParameterError("times must increase", at: ["points"])
            }
            points.append(.init(time: time, value: value))
        }
        return points
    }
}
