/// The values of all parameters of one component in use: defaults filled in, each checked.
public struct Arguments: Sendable, Hashable {
    /// Every declared parameter's value.
    public let values: [String: ParameterValue]
    private let hidden: Set<String>

    /// Fills in the defaults of `declarations` and checks that nothing is missing or unknown.
    ///
    /// Throws a `ParameterError` whose path starts with the parameter's name.
    public init(_ given: [String: ParameterValue] = [:], for declarations: [ParameterDeclaration])
        throws(ParameterError)
    {
        var values: [String: ParameterValue] = [:]
        for declaration in declarations {
            guard let value = given[declaration.name] ?? declaration.defaultValue else {
                throw ParameterError("\"\(declaration.name)\" must be given")
            }
            values[declaration.name] = value
        }
        let names = declarations.map(\.name)
        for key in given.keys.sorted() where values[key] == nil {
            throw ParameterError(
                "unknown key \"\(key)\"" + Suggestion.hint(for: key, among: names), at: [key], allowed: names)
        }
        self.values = values
        hidden = Set(declarations.lazy.filter { !$0.isIdentifying }.map(\.name))
    }

    /// Reads JSON members by their declarations.
    public init(reading members: [String: JSONValue], for declarations: [ParameterDeclaration])
        throws(ParameterError)
    {
        var given: [String: ParameterValue] = [:]
        let names = declarations.map(\.name)
        for key in members.keys.sorted() {
            guard let declaration = declarations.first(where: { $0.name == key }) else {
                throw ParameterError(
                    "unknown key \"\(key)\"" + Suggestion.hint(for: key, among: names), at: [key],
                    allowed: names)
            }
            do throws(ParameterError) {
                given[key] = try declaration.value(reading: members[key]!)
            } catch {
                throw error.inside(key)
            }
        }
        try self.init(given, for: declarations)
    }

    /// The identifying values as canonical JSON.
    public var canonical: JSONValue {
        .object(values.filter { !hidden.contains($0.key) }.mapValues(\.canonical))
    }

    /// Every value as JSON, also those that do not identify (a path).
    public var complete: JSONValue { .object(values.mapValues(\.canonical)) }

    /// The fixed real named `name`.
    public func real(_ name: String) -> Double {
        if case .real(let value)? = values[name] { return value }
        preconditionFailure("no fixed real parameter \(name)")
    }

    /// The fixed real named `name`, or nil where it is absent.
    public func optionalReal(_ name: String) -> Double? {
        if case .real(let value)? = values[name] { value } else { nil }
    }

    /// The schedule named `name`.
    public func schedule(_ name: String) -> Schedule {
        guard case .schedule(let value)? = values[name] else {
            preconditionFailure("no schedulable parameter \(name)")
        }
        return value
    }

    /// The integer named `name`.
    public func integer(_ name: String) -> Int {
        guard case .integer(let value)? = values[name] else {
            preconditionFailure("no integer parameter \(name)")
        }
        return value
    }

    /// The integer named `name`, or nil where it is absent.
    public func optionalInteger(_ name: String) -> Int? {
        if case .integer(let value)? = values[name] { value } else { nil }
    }

    /// The boolean named `name`.
    public func boolean(_ name: String) -> Bool {
        guard case .boolean(let value)? = values[name] else {
            preconditionFailure("no boolean parameter \(name)")
        }
        return value
    }

    /// The text or choice named `name`.
    public func text(_ name: String) -> String {
        guard case .text(let value)? = values[name] else { preconditionFailure("no text parameter \(name)") }
        return value
    }

    /// The text named `name`, or nil where it is absent.
    public func optionalText(_ name: String) -> String? {
        if case .text(let value)? = values[name] { value } else { nil }
    }

    /// The list of texts named `name`; empty where it is absent.
    public func texts(_ name: String) -> [String] {
        if case .texts(let value)? = values[name] { value } else { [] }
    }

    /// The mapping named `name`; empty where it is absent.
    public func mapping(_ name: String) -> [String: MappedValue] {
        if case .mapping(let entries)? = values[name] { entries } else { [:] }
    }

    /// The list of integers named `name`, or nil where it is absent.
    public func optionalIntegers(_ name: String) -> [Int]? {
        if case .integers(let value)? = values[name] { value } else { nil }
    }

    /// The list of real numbers named `name`.
    public func reals(_ name: String) -> [Double] {
        guard case .reals(let value)? = values[name] else {
            preconditionFailure("no reals parameter \(name)")
        }
        return value
    }

    /// The list of integers named `name`.
    public func integers(_ name: String) -> [Int] {
        guard case .integers(let value)? = values[name] else {
            preconditionFailure("no integers parameter \(name)")
        }
        return value
    }
}
