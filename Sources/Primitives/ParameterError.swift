/// Why a value does not fit a parameter: the message, where inside the value, and what would be allowed.
///
/// It knows nothing of files; whoever read the value adds the place.
public struct ParameterError: Error, Sendable, Hashable {
    /// What is wrong.
    public var message: String
    /// Keys from the value down to the part at fault; empty for the value itself.
    public var path: [String]
    /// The words that would be right, where there are few.
    public var allowed: [String]

    /// An error at `path` inside the value.
    public init(_ message: String, at path: [String] = [], allowed: [String] = []) {
        self.message = message
        self.path = path
        self.allowed = allowed
    }

    /// The same error, one level further out.
    public func inside(_ key: String) -> ParameterError {
        ParameterError(message, at: [key] + path, allowed: allowed)
    }

    /// `allowed: a, b, c`, or nil.
    public var remedy: String? { allowed.isEmpty ? nil : "allowed: " + allowed.joined(separator: ", ") }
}
