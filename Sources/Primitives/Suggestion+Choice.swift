extension Suggestion {
    /// The element of a catalogue that is called `name`.
    ///
    /// Throws `.usage` where there is none: with the nearest name, and all of them as the remedy. `what` says what is
    /// chosen: "report format".
    public static func choice<Element>(
        _ name: String, of what: String, in all: [Element], called: (Element) -> String
    ) throws(BenchError) -> Element {
        if let found = all.first(where: { called($0) == name }) { return found }
        let names = all.map(called)
        throw BenchError(
            .usage, "unknown \(what) \"\(name)\"" + hint(for: name, among: names),
            remedy: "choose one of: \(names.joined(separator: ", "))")
    }
}
