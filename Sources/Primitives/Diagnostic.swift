/// One thing that is wrong (or odd) with what a user gave us, where it is, and what to do about it.
public struct Diagnostic: Sendable, Hashable, Error {
    /// How bad it is.
    public enum Severity: String, Sendable, Hashable { case error, warning, note }

    /// A place in a text file; lines and columns count from 1.
    public struct Location: Sendable, Hashable {
        /// The path as the user gave it.
        public var file: String
        /// The line, when known.
        public var line: Int?
        /// The column in characters, when known.
        public var column: Int?

        /// A place in `file`.
        public init(file: String, line: Int? = nil, column: Int? = nil) {
            self.file = file
            self.line = line
            self.column = column
        }
    }

    /// How bad it is.
    public var severity: Severity
    /// What is wrong, in one sentence without a full stop, naming the key or value at fault.
    public var message: String
    /// Where it is, when it is in a file.
    public var location: Location?
    /// What the user can do, in one sentence; nil when the message says it.
    public var remedy: String?

    /// A diagnostic; an error unless said otherwise.
    public init(
        _ message: String, at location: Location? = nil, remedy: String? = nil, severity: Severity = .error
    ) {
        self.severity = severity
        self.message = message
        self.location = location
        self.remedy = remedy
    }
}

extension Diagnostic: CustomStringConvertible {
    /// `file:line:column: error: message`, then an indented remedy; the form that editors and CI can follow.
    public var description: String {
        var text = ""
        if let location {
            text += location.file
            if let line = location.line { text += ":\(line)" }
            if location.line != nil, let column = location.column { text += ":\(column)" }
            text += ": "
        }
        text += "\(severity.rawValue): \(message)"
        if let remedy { text += "\n  remedy: \(remedy)" }
        return text
    }
}
