import Primitives

/// Collects what is wrong with a suite, so that everything is reported at once.
struct Findings {
    /// More than this many are summed up in one line.
    static let most = 100

    let file: String
    private var reported: Set<Diagnostic> = []
    private(set) var diagnostics: [Diagnostic] = []
    /// How often something was reported, repetitions included: whoever sees it grow knows of a fault.
    private(set) var count = 0

    init(file: String) { self.file = file }

    /// Whether nothing is wrong.
    var isEmpty: Bool { diagnostics.isEmpty }

    /// Notes an error; the same one twice counts once.
    mutating func report(_ message: String, at place: Place?, remedy: String? = nil) {
        let location = Diagnostic.Location(file: file, line: place?.line, column: place?.column)
        let diagnostic = Diagnostic(message.clipped(to: 400), at: location, remedy: remedy?.clipped(to: 600))
        count += 1
        if reported.insert(diagnostic).inserted { diagnostics.append(diagnostic) }
    }

    /// All findings as one error, in the order of the file; nil when there are none.
    var error: BenchError? {
        guard !diagnostics.isEmpty else { return nil }
        func key(_ index: Int) -> (Int, Int, Int) {
            let location = diagnostics[index].location
            return (location?.line ?? 0, location?.column ?? 0, index)
        }
        var sorted = diagnostics.indices.sorted { key($0) < key($1) }.map { diagnostics[$0] }
        if sorted.count > Self.most {
            let rest = sorted.count - Self.most
            sorted.removeLast(rest)
            sorted.append(Diagnostic("\(rest) more errors", at: .init(file: file)))
        }
        return BenchError(.usage, sorted)
    }
}

extension String {
    /// At most `count` characters of it, without control characters: fit for a message.
    func clipped(to count: Int = 60) -> String {
        let head = unicodeScalars.prefix(count + 1).map { scalar -> Character in
            scalar.value < 0x20 || scalar.value == 0x7F ? " " : Character(scalar)
        }
        return head.count > count ? String(head.prefix(count)) + "…" : String(head)
    }
}
