/// An error that ends a command: what is wrong, and the exit code that says which kind of wrong it is.
public struct BenchError: Error, Sendable, CustomStringConvertible {
    /// Everything found, errors first; never empty.
    public let diagnostics: [Diagnostic]
    /// The process's exit code.
    public let exitCode: ExitCode

    /// An error of several findings.
    public init(_ exitCode: ExitCode, _ diagnostics: [Diagnostic]) {
        precondition(!diagnostics.isEmpty, "an error needs a message")
        self.exitCode = exitCode
        self.diagnostics = diagnostics
    }

    /// An error of one finding.
    public init(
        _ exitCode: ExitCode, _ message: String, at location: Diagnostic.Location? = nil,
        remedy: String? = nil
    ) {
        self.init(exitCode, [Diagnostic(message, at: location, remedy: remedy)])
    }

    /// The same error, with a place for the findings that have none.
    public func located(in file: String) -> BenchError {
        BenchError(
            exitCode,
            diagnostics.map { finding in
                var finding = finding
                if finding.location == nil { finding.location = .init(file: file) }
                return finding
            })
    }

    /// One line (or two) per finding.
    public var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
