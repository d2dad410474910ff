import Primitives

/// How long a cell may take, as people write it: seconds, or `none`.
public struct TimeLimit: Sendable, Hashable, CustomStringConvertible {
    /// What holds where nothing is said: an hour.
    public static let standard = TimeLimit(seconds: 3600)

    /// The seconds; nil for no limit.
    public let seconds: Double?

    private init(seconds: Double?) { self.seconds = seconds }

    /// What `argument` says; nil where it is neither a positive number nor `none`.
    public init?(argument: String) {
        if argument == "none" {
            self.init(seconds: nil)
        } else if let seconds = Double(argument), seconds > 0, seconds <= 1e9 {
            self.init(seconds: seconds)
        } else {
            return nil
        }
    }

    /// As it is written.
    public var description: String { seconds.map(JSONValue.canonicalNumber) ?? "none" }
}
