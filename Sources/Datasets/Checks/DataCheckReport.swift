import Primitives

/// What the checks found in one or several datasets, and whether a run may go on.
public struct DataCheckReport: Sendable {
    /// A finding with the dataset it is about.
    public struct Entry: Sendable, Hashable {
        /// The dataset's name: its label in a suite.
        public let dataset: String
        /// What was found.
        public let finding: DataFinding
    }

    /// The datasets that were looked at, in order.
    public let datasets: [String]
    /// The findings: by dataset, then errors before warnings before notes, then in the order of the catalogue.
    public let entries: [Entry]

    /// Looks at `subjects` with `checks` of the catalogue (all by default) at their default thresholds.
    ///
    /// What reading the data brought to light (`Dataset.notes`) is among the findings of the check "reading"
    /// where `includesNotes` asks for it. `allowing` names, by dataset, the checks whose findings are accepted.
    public init(
        _ subjects: [CheckSubject], includesNotes: Bool = false, allowing: [String: Set<String>] = [:]
    ) {
        let checks = DataCheckCatalogue.standard
        let identical = IdenticalDatasets.findings(subjects)
        datasets = subjects.map(\.dataset.name)
        // The entries of a grid of corruptions share their rows, and so what is found of them.
        var found: [[DataFinding]] = []
        for (index, subject) in subjects.enumerated() {
            let twin = subjects[..<index].firstIndex { $0.isTwin(of: subject) }
            found.append(twin.map { found[$0] } ?? checks.flatMap { $0.findings(subject) })
        }
        entries = subjects.indices.flatMap { index -> [Entry] in
            let subject = subjects[index]
            var findings: [DataFinding] = []
            if includesNotes {
                findings += subject.dataset.notes.map { note in
                    var finding = DataFinding(
                        "reading", note.severity, note.message, remedy: note.remedy ?? "")
                    finding.diagnostic = note
                    return finding
                }
            }
            findings += found[index]
            findings += identical.filter { $0.subject == index }.map(\.finding)
            let allowed = allowing[subject.dataset.name] ?? []
            findings.removeAll { allowed.contains($0.check) }
            let ranked = findings.enumerated().sorted {
                let (a, b) = ($0.element.diagnostic.severity.rank, $1.element.diagnostic.severity.rank)
                return a == b ? $0.offset < $1.offset : a < b
            }
            return ranked.map { Entry(dataset: subject.dataset.name, finding: $0.element) }
        }
    }

    /// How many findings have that severity.
    public func count(_ severity: Diagnostic.Severity) -> Int {
        entries.count { $0.finding.diagnostic.severity == severity }
    }

    /// The worst severity; nil where nothing was found.
    public var worst: Diagnostic.Severity? {
        entries.map(\.finding.diagnostic.severity).min { $0.rank < $1.rank }
    }

    /// `success`, or `data` where there is an error; where `isStrict`, a warning counts as one.
    public func exitCode(isStrict: Bool = false) -> ExitCode {
        count(.error) > 0 || (isStrict && count(.warning) > 0) ? .data : .success
    }

    /// The findings that forbid a run as one error; nil where there are none.
    public func refusal(isStrict: Bool = false) -> BenchError? {
        guard exitCode(isStrict: isStrict) == .data else { return nil }
        return BenchError(
            .data,
            entries.filter {
                $0.finding.diagnostic.severity == .error
                    || isStrict && $0.finding.diagnostic.severity == .warning
            }
            .map { Self.located($0) })
    }

    /// The warnings, for a run that goes on: `dataset: check: warning: …`, a line or two each.
    public var warnings: [String] {
        entries.filter { $0.finding.diagnostic.severity == .warning }.map {
            "\($0.dataset): \($0.finding.check): " + Self.body($0.finding.diagnostic)
        }
    }

    /// For a person: a line or two per finding, then how many there are.
    public var text: String {
        var lines: [String] = []
        for (index, name) in datasets.enumerated() {
            // Datasets may have one name; each has its entries once.
            let own = entries.filter { $0.dataset == name }
            guard datasets.firstIndex(of: name) == index else { continue }
            if own.isEmpty { lines.append("\(name): nothing found") }
            lines += own.map { "\(name): \($0.finding.check): " + Self.body($0.finding.diagnostic) }
        }
        let counts = [(Diagnostic.Severity.error, "error"), (.warning, "warning"), (.note, "note")].map {
            CheckText.count(count($0), $1)
        }
        lines.append(
            "\(CheckText.count(datasets.count, "dataset")), \(DataCheckCatalogue.checks.count + 1) checks: "
                + counts.joined(separator: ", "))
        return lines.joined(separator: "\n") + "\n"
    }

    /// For a program: `{"datasets": […], "errors": n, "warnings": n, "notes": n, "findings": […]}`.
    public var json: String {
        let findings = entries.map { entry -> JSONValue in
            let diagnostic = entry.finding.diagnostic
            return [
                "dataset": .string(entry.dataset), "check": .string(entry.finding.check),
                "severity": .string(diagnostic.severity.rawValue),
                "columns": .array(entry.finding.columns.map(JSONValue.string)),
                "message": .string(diagnostic.message),
                "remedy": diagnostic.remedy.map(JSONValue.string) ?? .null,
                "file": diagnostic.location.map { .string($0.file) } ?? .null,
                "line": diagnostic.location?.line.map(JSONValue.integer) ?? .null,
            ]
        }
        let document: JSONValue = [
            "datasets": .array(datasets.map(JSONValue.string)), "errors": .integer(count(.error)),
            "warnings": .integer(count(.warning)), "notes": .integer(count(.note)),
            "findings": .array(findings),
        ]
        return document.canonical + "\n"
    }

    private static func body(_ diagnostic: Diagnostic) -> String {
        var diagnostic = diagnostic
        diagnostic.location = nil
        return diagnostic.description
    }

    private static func located(_ entry: Entry) -> Diagnostic {
        var diagnostic = entry.finding.diagnostic
        diagnostic.message = "dataset \"\(entry.dataset)\": \(entry.finding.check): " + diagnostic.message
        diagnostic.severity = .error
        return diagnostic
    }
}

extension Diagnostic.Severity {
    /// 0 for the worst.
    fileprivate var rank: Int {
        switch self {
        case .error: 0
        case .warning: 1
        case .note: 2
        }
    }
}
