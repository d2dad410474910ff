/// A kind of schedule beside those that `Schedule` has itself: a file each, and a line in `ScheduleCatalogue`.
public protocol ScheduleKind: Sendable {
    /// What a suite calls it.
    static var name: String { get }
    /// The fields of its mapping in the order they are shown; an asterisk marks those without a default.
    static var fields: [String] { get }
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

    /// The kind with the fields that it cannot do without.
    public var label: String {
        let kind = type(of: kind)
        let values = kind.fields.filter { $0.hasSuffix("*") }.compactMap { field in
            self.kind.members[String(field.dropLast())]?.canonical
        }
        return "\(kind.name)(\(values.joined(separator: "→")))"
    }

    /// Whether both say the same.
    public static func == (a: ScheduleForm, b: ScheduleForm) -> Bool { a.canonical == b.canonical }

    /// By what it says.
    public func hash(into hasher: inout Hasher) { hasher.combine(canonical) }
}
