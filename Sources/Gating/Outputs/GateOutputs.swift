import Primitives

/// The formats that decisions can be written in.
public enum GateOutputs {
    /// All of them; the first is what a terminal shows.
    public static let all: [any GateOutput] = [
        GateTextOutput(),
        GateMarkdownOutput(),
        GateHTMLOutput(),
        GateJSONOutput(),
        GateAnnotationsOutput(),
        GateJUnitOutput(),
        GateSARIFOutput(),
        GateBenchmarkActionOutput(.lower),
        GateBenchmarkActionOutput(.higher),
        GateBencherOutput(),
    ]

    /// The output of that format; throws `.usage` when there is none.
    public static func output(_ format: String) throws(BenchError) -> any GateOutput {
        try Suggestion.choice(format, of: "gate output", in: all) { $0.format }
    }
}
