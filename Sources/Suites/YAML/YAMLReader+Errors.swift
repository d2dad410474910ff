import Primitives
import Yams

extension YAMLReader {
    /// Says in our words what the YAML parser found.
    static func report(_ error: YamlError, _ source: SourceText, _ findings: inout Findings) {
        func place(_ mark: Mark) -> Place { Place(line: mark.line, column: mark.column) }
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
            if source.scalar(at: place(mark)) == "\t" {
                findings.report(
                    "a tab cannot be used for indentation", at: place(mark), remedy: "indent with spaces")
                return
            }
            var message = "not valid YAML: \(problem)"
            if let context {
                message += " \(context.text)"
                if context.mark.line > 0, context.mark.line != mark.line {
                    message += " from line \(context.mark.line)"
                }
            }
            findings.report(message, at: place(mark))
        case .composer(_, let problem, let mark, _):
            if problem.contains("another document") {
                findings.report(
                    "a second document starts here", at: place(mark), remedy: "a suite is one YAML document")
            } else {
                findings.report("not valid YAML: \(problem)", at: place(mark))
            }
        case .duplicatedKeysInMapping(let duplicates, let context):
            let key = duplicates.sorted().first ?? ""
            let first = place(context.mark)
            let second = source.repetition(of: key, after: first)
            findings.report(
                "duplicate key \"\(key.clipped())\""
                    + (second == nil ? "" : " (first at line \(first.line))"),
                at: second ?? first, remedy: "keep one of them")
        case .memory:
            findings.report("nested too deeply", at: nil, remedy: "at most \(deepest) levels are allowed")
        default:
            findings.report("not valid YAML: \(error)", at: nil)
        }
    }
}
