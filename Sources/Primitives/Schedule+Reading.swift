extension Schedule {
    /// The kinds a suite can name, with the fields of each (an asterisk marks those without a default).
    public static let grammar: [(kind: String, fields: [String])] = [
        ("constant", ["value*"]),
        ("linear", ["from*", "to*", "begin", "end", "unit"]),
        ("cosine", ["from*", "to", "begin", "end", "unit"]),
        ("step", ["value*", "factor", "at*", "unit"]),
        ("warmup", ["length*", "then*", "unit"]),
        ("piecewise", ["points*", "interpolate", "unit"]),
        ("window", ["value*", "outside", "begin", "end", "unit"]),
    ]

    /// Reads a number (a constant) or a mapping with the key `schedule`; throws what is wrong and where in it.
    public init(reading value: JSONValue) throws(ParameterError) {
        if let number = value.number {
            self = .constant(try Self.finite(number, []))
            return
        }
        guard case .object(let members) = value else {
            throw ParameterError("expected a number or a schedule, found \(value.kindName)")
        }
        let kinds = Self.grammar.map(\.kind)
        guard let kind = members["schedule"]?.text else {
            throw ParameterError("a schedule needs the key \"schedule\"", allowed: kinds)
        }
        guard let fields = Self.grammar.first(where: { $0.kind == kind })?.fields else {
            throw ParameterError(
                "unknown schedule \"\(kind)\"" + Suggestion.hint(for: kind, among: kinds), at: ["schedule"],
                allowed: kinds)
        }
        let names = fields.map { $0.filter { $0 != "*" } }
        for key in members.keys.sorted() where key != "schedule" && !names.contains(key) {
            throw ParameterError(
                "unknown key \"\(key)\" in a \(kind) schedule" + Suggestion.hint(for: key, among: names),
                at: [key],
                allowed: names)
        }
        for field in fields where field.hasSuffix("*") && members[String(field.dropLast())] == nil {
            throw ParameterError("a \(kind) schedule needs \"\(field.dropLast())\"")
        }
        let reader = FieldReader(members: members)
        let unit = try reader.unit()
        switch kind {
        case "constant": self = .constant(try reader.number("value"))
        case "linear", "cosine":
            let from = try reader.number("from")
            let to = try reader.number("to", default: 0)
            let (begin, end) = try reader.span()
            self =
                kind == "linear"
                ? .linear(from: from, to: to, begin: begin, end: end, unit: unit)
                : .cosine(from: from, to: to, begin: begin, end: end, unit: unit)
        case "step":
            let at = try reader.numbers("at")
            guard zip(at, at.dropFirst()).allSatisfy(<) else {
                throw ParameterError("times must increase", at: ["at"])
            }
            self = .step(
                value: try reader.number("value"), factor: try reader.number("factor", default: 0.1), at: at,
                unit: unit)
        case "warmup":
            let length = try reader.number("length")
            guard length > 0 else { throw ParameterError("length must be above 0", at: ["length"]) }
            do throws(ParameterError) {
                self = .warmup(length: length, then: try Schedule(reading: members["then"]!), unit: unit)
            } catch {
                throw error.inside("then")
            }
        case "piecewise":
            self = .piecewise(
                points: try reader.points(), interpolate: try reader.boolean("interpolate", default: true),
                unit: unit)
        default:
            let (begin, end) = try reader.span()
            self = .window(
                value: try reader.number("value"), outside: try reader.number("outside", default: 0),
                begin: begin,
                end: end, unit: unit)
        }
    }

    fileprivate static func finite(_ number: Double, _ path: [String]) throws(ParameterError) -> Double {
        guard number.isFinite else { throw ParameterError("expected a finite number", at: path) }
        return number
    }
}

/// Typed access to the members of a schedule's mapping.
private struct FieldReader {
    let members: [String: JSONValue]

    func number(_ key: String, default fallback: Double? = nil) throws(ParameterError) -> Double {
        guard let value = members[key], value != .null else {
            if let fallback { return fallback }
            throw ParameterError("\"\(key)\" is missing")
        }
        guard let number = value.number else {
            throw ParameterError("expected a number, found \(value.kindName)", at: [key])
        }
        return try Schedule.finite(number, [key])
    }

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

    func boolean(_ key: String, default fallback: Bool) throws(ParameterError) -> Bool {
        guard let value = members[key] else { return fallback }
        guard case .boolean(let boolean) = value else {
            throw ParameterError("expected true or false", at: [key])
        }
        return boolean
    }

    func unit() throws(ParameterError) -> Schedule.Unit {
        guard let value = members["unit"] else { return .epoch }
        guard let unit = value.text.flatMap(Schedule.Unit.init(rawValue:)) else {
            throw ParameterError(
                "unknown unit", at: ["unit"], allowed: Schedule.Unit.allCases.map(\.rawValue))
        }
        return unit
    }

    func span() throws(ParameterError) -> (begin: Double, end: Double?) {
        let begin = try number("begin", default: 0)
        guard let value = members["end"], value != .null else { return (begin, nil) }
        guard value.number != nil else { throw ParameterError("expected a number", at: ["end"]) }
        let end = try number("end")
        guard end > begin else { throw ParameterError("end must be after begin", at: ["end"]) }
        return (begin, end)
    }

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
