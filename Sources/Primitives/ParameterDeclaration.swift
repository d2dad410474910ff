/// What a component's parameter is: the single source for parsing, listing, describing and the docs.
public struct ParameterDeclaration: Sendable, Hashable {
    /// The values a parameter can take.
    public enum Domain: Sendable, Hashable {
        /// A real number in an interval.
        case real(Interval)
        /// An integer in a closed range.
        case integer(ClosedRange<Int>)
        /// true or false.
        case boolean
        /// One of a few words.
        case choice([String])
        /// Any text.
        case text
        /// A list of integers, each in a range; `count` limits the length.
        case integers(ClosedRange<Int>, count: ClosedRange<Int>)
        /// A list of real numbers, each in an interval; `count` limits the length.
        case reals(Interval, count: ClosedRange<Int>)
        /// A list of texts.
        case texts
        /// A mapping from texts to one of `words` each, or to a list of texts where `lists` allows it.
        case mapping(words: [String], lists: Bool)
    }

    /// The key in a suite: snake_case, the field's standard term.
    public var name: String
    /// The symbol in the formula, for example "λ".
    public var symbol: String?
    /// One sentence, with the unit where there is one.
    public var summary: String
    /// The values it can take.
    public var domain: Domain
    /// Its value when a suite says nothing; nil where it must be given.
    public var defaultValue: ParameterValue?
    /// The value at which the method does nothing, bit for bit; nil where there is none.
    public var neutralValue: ParameterValue?
    /// Whether a schedule may be given in place of a number.
    ///
    /// Only for reals.
    public var isSchedulable: Bool
    /// Whether null is a value too (meaning "none"); such a parameter defaults to null when it has no default.
    public var isOptional: Bool
    /// Whether the value is part of a cell's identity (a file's path is not: its content is).
    public var isIdentifying: Bool

    /// A declaration.
    public init(
        _ name: String, symbol: String? = nil, _ domain: Domain, default defaultValue: ParameterValue? = nil,
        neutral neutralValue: ParameterValue? = nil, schedulable: Bool = false, optional: Bool = false,
        identifying: Bool = true, _ summary: String
    ) {
        self.name = name
        self.symbol = symbol
        self.summary = summary
        self.domain = domain
        self.defaultValue = defaultValue ?? (optional ? .absent : nil)
        self.neutralValue = neutralValue
        self.isSchedulable = schedulable
        self.isOptional = optional
        self.isIdentifying = identifying
    }

    /// A schedulable real: the usual hyperparameter.
    public static func hyperparameter(
        _ name: String, symbol: String? = nil, in interval: Interval, default defaultValue: Double,
        neutral: Double? = nil, _ summary: String
    ) -> ParameterDeclaration {
        ParameterDeclaration(
            name, symbol: symbol, .real(interval), default: .schedule(.constant(defaultValue)),
            neutral: neutral.map { .schedule(.constant($0)) }, schedulable: true, summary)
    }
}

/// An interval of reals, each end open or closed; an infinite end is open.
public struct Interval: Sendable, Hashable, CustomStringConvertible {
    /// The lower end.
    public var lower: Double
    /// The upper end.
    public var upper: Double
    /// Whether `lower` belongs to it.
    public var includesLower: Bool
    /// Whether `upper` belongs to it.
    public var includesUpper: Bool

    private init(_ lower: Double, _ includesLower: Bool, _ upper: Double, _ includesUpper: Bool) {
        self.lower = lower
        self.upper = upper
        self.includesLower = includesLower
        self.includesUpper = includesUpper
    }

    /// [lower, upper].
    public static func closed(_ lower: Double, _ upper: Double) -> Interval {
        Interval(lower, true, upper, true)
    }
    /// [lower, upper).
    public static func halfOpen(_ lower: Double, _ upper: Double) -> Interval {
        Interval(lower, true, upper, false)
    }
    /// (lower, upper).
    public static func open(_ lower: Double, _ upper: Double) -> Interval {
        Interval(lower, false, upper, false)
    }
    /// (lower, upper].
    public static func openClosed(_ lower: Double, _ upper: Double) -> Interval {
        Interval(lower, false, upper, true)
    }
    /// [0, ∞).
    public static let nonNegative = Interval(0, true, .infinity, false)
    /// (0, ∞).
    public static let positive = Interval(0, false, .infinity, false)
    /// (−∞, ∞).
    public static let all = Interval(-.infinity, false, .infinity, false)

    /// Whether `value` lies in it; NaN does not.
    public func contains(_ value: Double) -> Bool {
        (value > lower || (includesLower && value == lower))
            && (value < upper || (includesUpper && value == upper))
    }

    /// In mathematical notation.
    public var description: String {
        func number(_ value: Double) -> String {
            value.isInfinite ? (value < 0 ? "−∞" : "∞") : JSONValue.canonicalNumber(value)
        }
        return (includesLower ? "[" : "(") + number(lower) + ", " + number(upper)
            + (includesUpper ? "]" : ")")
    }
}
