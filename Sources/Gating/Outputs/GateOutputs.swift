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
        if let output = all.first(where: { $0.format == format }) { return output }
        let names = all.map(\.format)
        throw BenchError(
            .usage, "unknown gate output \"\(format)\"" + Suggestion.hint(for: format, among: names),
            remedy: "choose one of: \(names.joined(separator: ", "))")
    }
}
