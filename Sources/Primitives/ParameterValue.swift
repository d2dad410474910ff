/// What a text is mapped to by a parameter that is a mapping.
public enum MappedValue: Sendable, Hashable {
    /// One of a few words.
    case word(String)
    /// A list of texts.
    case texts([String])

    /// The form that identities are made of.
    public var canonical: JSONValue {
        switch self {
        case .word(let word): .string(word)
        case .texts(let texts): .array(texts.map(JSONValue.string))
        }
    }
}

/// A validated value of a parameter.
public enum ParameterValue: Sendable, Hashable {
    /// A real that may not change while training.
    case real(Double)
    /// An integer.
    case integer(Int)
    /// true or false.
    case boolean(Bool)
    /// A choice or free text.
    case text(String)
    /// A list of integers.
    case integers([Int])
    /// A list of real numbers.
    case reals([Double])
    /// A list of texts.
    case texts([String])
    /// A mapping from texts to words or lists.
    case mapping([String: MappedValue])
    /// A schedulable real.
    case schedule(Schedule)
    /// The null of an optional parameter.
    case absent
}

extension ParameterValue {
    /// The form that identities are made of.
    public var canonical: JSONValue {
        switch self {
        case .real(let value): .real(value)
        case .integer(let value): .integer(value)
        case .boolean(let value): .boolean(value)
        case .text(let value): .string(value)
        case .integers(let values): .array(values.map(JSONValue.integer))
        case .reals(let values): .array(values.map(JSONValue.real))
        case .texts(let values): .array(values.map(JSONValue.string))
        case .mapping(let entries): .object(entries.mapValues(\.canonical))
        case .schedule(let schedule): schedule.canonical
        case .absent: .null
        }
    }

    /// As a suite would write it on one line.
    public var display: String {
        switch self {
        case .text(let value): value
        case .texts(let values): "[" + values.joined(separator: ", ") + "]"
        case .mapping(let entries):
            "{"
                + entries.keys.sorted().map { key in
                    switch entries[key]! {
                    case .word(let word): "\(key): \(word)"
                    case .texts(let texts): "\(key): [" + texts.joined(separator: ", ") + "]"
                    }
                }.joined(separator: ", ") + "}"
        case .absent: "none"
        default: canonical.canonical
        }
    }
}

extension ParameterDeclaration {
    /// The value that `json` means for this parameter; throws why it does not fit.
    public func value(reading json: JSONValue) throws(ParameterError) -> ParameterValue {
        if json == .null {
            guard isOptional else { throw ParameterError("\"\(name)\" needs a value") }
            return .absent
        }
        switch domain {
        case .real(let interval): return try readReal(json, interval)
        case .integer(let range): return .integer(try readInteger(json, range))
        case .boolean:
            guard case .boolean(let value) = json else { throw mismatch("true or false", json) }
            return .boolean(value)
        case .choice(let words):
            guard let word = json.text else { throw mismatch("one of a few words", json, allowed: words) }
            guard words.contains(word) else {
                throw ParameterError(
                    "\"\(name)\" cannot be \"\(word)\"" + Suggestion.hint(for: word, among: words),
                    allowed: words)
            }
            return .text(word)
        case .text:
            guard let text = json.text else { throw mismatch("text", json) }
            return .text(text)
        case .texts:
            guard case .array(let elements) = json else { throw mismatch("a list of texts", json) }
            let texts = elements.compactMap(\.text)
            guard texts.count == elements.count else { throw mismatch("a list of texts", json) }
            return .texts(texts)
        case .mapping(let words, let lists): return .mapping(try readMapping(json, words, lists: lists))
        case .integers(let range, let count):
            var values: [Int] = []
            for element in try readList(json, "integers", count) {
                values.append(try readInteger(element, range))
            }
            return .integers(values)
        case .reals(let interval, let count):
            var values: [Double] = []
            for element in try readList(json, "numbers", count) {
                guard let number = element.number else { throw mismatch("a list of numbers", json) }
                guard interval.contains(number) else { throw outside(number, interval) }
                values.append(number)
            }
            return .reals(values)
        }
    }

    private func readList(_ json: JSONValue, _ what: String, _ count: ClosedRange<Int>)
        throws(ParameterError) -> [JSONValue]
    {
        guard case .array(let elements) = json else { throw mismatch("a list of \(what)", json) }
        guard count.contains(elements.count) else {
            throw ParameterError(
                "\"\(name)\" needs \(count.lowerBound) to \(count.upperBound) entries, found \(elements.count)"
            )
        }
        return elements
    }

    private func readMapping(_ json: JSONValue, _ words: [String], lists: Bool) throws(ParameterError)
        -> [String: MappedValue]
    {
        guard case .object(let members) = json else { throw mismatch("a mapping", json) }
        var result: [String: MappedValue] = [:]
        for key in members.keys.sorted() {
            let value = members[key]!
            if case .array(let elements) = value, lists {
                let texts = elements.compactMap(\.text)
                guard texts.count == elements.count, !texts.isEmpty else {
                    throw ParameterError("\"\(key)\" expects a list of texts", at: [key])
                }
                result[key] = .texts(texts)
            } else if let word = value.text {
                guard words.contains(word) else {
                    throw ParameterError(
                        "\"\(key)\" cannot be \"\(word)\"" + Suggestion.hint(for: word, among: words),
                        at: [key], allowed: words)
                }
                result[key] = .word(word)
            } else {
                let wanted = "one of a few words" + (lists ? " or a list of texts" : "")
                throw ParameterError(
                    "\"\(key)\" expects \(wanted), found \(value.kindName)", at: [key], allowed: words)
            }
        }
        return result
    }

    private func mismatch(_ wanted: String, _ json: JSONValue, allowed: [String] = []) -> ParameterError {
        ParameterError("\"\(name)\" expects \(wanted), found \(json.kindName)", allowed: allowed)
    }

    private func readInteger(_ json: JSONValue, _ range: ClosedRange<Int>) throws(ParameterError) -> Int {
        guard let value = json.integer else { throw mismatch("an integer", json) }
        guard range.contains(value) else {
            let limit =
                value < range.lowerBound ? "at least \(range.lowerBound)" : "at most \(range.upperBound)"
            throw ParameterError("\"\(name)\" must be \(limit), found \(value)")
        }
        return value
    }

    private func readReal(_ json: JSONValue, _ interval: Interval) throws(ParameterError) -> ParameterValue {
        guard isSchedulable else {
            guard let number = json.number else { throw mismatch("a number", json) }
            guard interval.contains(number) else { throw outside(number, interval) }
            return .real(number)
        }
        if json.number == nil, case .object = json {
        } else if json.number == nil {
            throw mismatch("a number or a schedule", json)
        }
        let schedule = try Schedule(reading: json)
        try check(schedule, interval)
        return .schedule(schedule)
    }

    private func check(_ schedule: Schedule, _ interval: Interval) throws(ParameterError) {
        if case .warmup(_, let then, _) = schedule {
            // A warm-up starts near 0 without reaching it, so 0 may be an open end of the interval.
            let isEnd = interval.lower == 0 || interval.upper == 0
            guard interval.contains(0) || isEnd else { throw outside(0, interval) }
            return try check(then, interval)
        }
        for bound in schedule.bounds {
            guard interval.contains(bound) else { throw outside(bound, interval) }
            // Training computes in single precision, where a number next to an end becomes the end itself.
            guard interval.contains(Double(Float(bound))) else {
                throw ParameterError(
                    "\"\(name)\" must lie in \(interval) in single precision too, where "
                        + "\(JSONValue.canonicalNumber(bound)) is \(Float(bound))")
            }
        }
    }

    private func outside(_ value: Double, _ interval: Interval) -> ParameterError {
        ParameterError("\"\(name)\" must lie in \(interval), found \(JSONValue.canonicalNumber(value))")
    }
}
