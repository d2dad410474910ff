extension Schedule {
    /// The kinds a suite can name, with the fields of each (an asterisk marks those without a default).
    public static let grammar: [(kind: String, fields: [String])] =
        [
            ("constant", ["value*"]),
            ("linear", ["from*", "to*", "begin", "end", "unit"]),
            ("cosine", ["from*", "to", "begin", "end", "unit"]),
            ("step", ["value*", "factor", "at*", "unit"]),
            ("warmup", ["length*", "then*", "unit"]),
            ("piecewise", ["points*", "interpolate", "unit"]),
            ("window", ["value*", "outside", "begin", "end", "unit"]),
        ] + ScheduleCatalogue.all.map { ($0.name, $0.fields) }

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
                "unknown key \"\(key)\" in \(Self.named(kind))" + Suggestion.hint(for: key, among: names),
                at: [key],
                allowed: names)
        }
        for field in fields where field.hasSuffix("*") && members[String(field.dropLast())] == nil {
            throw ParameterError("\(Self.named(kind)) needs \"\(field.dropLast())\"")
        }
        let reader = ScheduleFields(members: members)
        if let type = ScheduleCatalogue.all.first(where: { $0.name == kind }) {
            self = .form(ScheduleForm(try type.init(reading: reader)))
            return
        }
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

    /// A kind with its article: a linear schedule, an inverse-sqrt schedule.
    private static func named(_ kind: String) -> String {
        // No vowel is heard at the beginning of one-cycle.
        let isVowel = kind.first.map("aei".contains) == true
        return (isVowel ? "an " : "a ") + kind + " schedule"
    }

    static func finite(_ number: Double, _ path: [String]) throws(ParameterError) -> Double {
        guard number.isFinite else { throw ParameterError("expected a finite number", at: path) }
        return number
    }
}
