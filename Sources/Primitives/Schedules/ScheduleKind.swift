/// A kind of schedule beside those that `Schedule` has itself: a file each, and a line in `ScheduleCatalogue`.
public protocol ScheduleKind: Sendable {
    /// What a suite calls it.
    static var name: String { get }
    /// The fields of its mapping in the order they are shown; an asterisk marks those without a default.
    static var fields: [String] { get }
    /// Fields of which one or another must be given; they have no asterisk.
    static var alternatives: [String] { get }
    /// Reads the mapping; throws what is wrong and where in it.
    init(reading fields: ScheduleFields) throws(ParameterError)
    /// Every field with its value: what identities are made of.
    var members: [String: JSONValue] { get }
    /// Values between which (inclusive) every value of the schedule lies.
    var bounds: [Double] { get }
    /// The part of the data whose loss it follows; nil where it follows nothing but time.
    var monitored: ScheduleHistory.Part? { get }
    /// The value at a time.
    func value(at time: ScheduleTime) -> Double
}

extension ScheduleKind {
    /// None.
    public static var alternatives: [String] { [] }
    /// Nothing but time.
    public var monitored: ScheduleHistory.Part? { nil }
}

/// The kinds that have a file each; adding one is a line here.
public enum ScheduleCatalogue {
    /// In the order of the documentation.
    public static let all: [any ScheduleKind.Type] = [
        ExponentialSchedule.self,
        PolynomialSchedule.self,
        RestartsSchedule.self,
        OneCycleSchedule.self,
        WarmupStableDecaySchedule.self,
        InverseSquareRootSchedule.self,
        CyclicSchedule.self,
        PlateauSchedule.self,
    ]
}

/// A schedule of a kind of the catalogue; two are equal where their canonical forms are.
public struct ScheduleForm: Sendable, Hashable {
    /// The schedule.
    public let kind: any ScheduleKind

    /// A form.
    public init(_ kind: any ScheduleKind) { self.kind = kind }

    /// An object with every field.
    public var canonical: JSONValue {
        .object(kind.members.merging(["schedule": .string(type(of: kind).name)]) { $1 })
    }

    /// The kind with the fields that it cannot do without, then those that are not at their defaults.
    public var label: String {
        let (type, members) = (type(of: kind), kind.members)
        let required = type.fields.filter { $0.hasSuffix("*") }.map { String($0.dropLast()) }
        let needed = (required + type.alternatives).filter { members[$0] != .null }
        let least = try? type.init(
            reading: ScheduleFields(members: members.filter { needed.contains($0.key) }))
        let others = type.fields.filter { field in
            guard let value = members[field], value != .null else { return false }
            return type.alternatives.contains(field) || value.canonical != least?.members[field]?.canonical
        }
        let values = required.compactMap { members[$0]?.canonical }.joined(separator: "→")
        let words = [values] + others.map { "\($0) \(members[$0]!.text ?? members[$0]!.canonical)" }
        return "\(type.name)(\(words.joined(separator: ", ")))"
    }

    /// Whether both say the same.
    public static func == (a: ScheduleForm, b: ScheduleForm) -> Bool { a.canonical == b.canonical }

    /// By what it says.
    public func hash(into hasher: inout Hasher) { hasher.combine(canonical) }
}
