import Primitives

/// One catalogue entry, for people and for programs.
public struct ComponentDescription: Sendable {
    /// Its name in suites.
    public let id: String
    /// Its family; empty for metrics.
    public let family: String
    /// What it does.
    public let summary: String
    /// The seams it uses; empty for what is no method.
    public let seams: [String]
    /// Passes per step; nil for what is no method.
    public let costInPasses: Double?
    /// The names of its parameters.
    public let parameters: [String]
    /// The tasks it can be used for.
    public let tasks: [String]
    /// Everything, for people.
    public let text: String
    /// Everything, for programs.
    public let document: JSONValue

    /// As canonical JSON.
    public var json: String { document.canonical }

    /// The description of a component.
    public init(_ component: ComponentDeclaration, kind: String) {
        id = component.id
        family = component.family
        summary = component.summary
        seams = component.seams
        costInPasses = kind == "method" ? component.costInPasses : nil
        parameters = component.parameters.map(\.name)
        tasks = component.tasks.map(\.rawValue)
        var lines = ["\(component.id) (\(kind), \(component.family))", "", component.summary]
        if let formula = component.formula { lines += ["", "formula: " + formula] }
        if kind == "method" {
            lines += [""] + MethodFacts(method: component).lines.map { "\($0.heading): \($0.text)" }
        }
        if !component.parameters.isEmpty {
            lines += ["", "parameters:"]
            for parameter in component.parameters { lines += parameter.textLines }
        }
        if !component.remarks.isEmpty { lines += ["", "remarks:"] + component.remarks.map { "  - " + $0 } }
        if !component.citations.isEmpty {
            lines += ["", "source:"] + component.citations.map { "  - " + $0 }
        }
        if kind == "method" {
            lines += ["", "in a suite:", "  methods:", "    - baseline"]
            lines.append("    " + MethodFacts(method: component).entry)
        }
        text = lines.joined(separator: "\n") + "\n"
        document = component.document(kind: kind)
    }

    /// The description of a metric.
    public init(_ metric: MetricDeclaration) {
        id = metric.id
        family = ""
        summary = metric.summary
        seams = []
        costInPasses = nil
        parameters = []
        tasks = metric.tasks.map(\.rawValue)
        let better =
            metric.target.map { "nearer to \(JSONValue.canonicalNumber($0))" } ?? metric.direction.rawValue
        var lines = ["\(metric.id) (metric, \(better) is better)", "", metric.summary, ""]
        lines.append("formula: " + metric.formula)
        lines.append("for: " + metric.tasks.map(\.rawValue).joined(separator: ", "))
        if let needs = metric.needs { lines.append("needs: " + needs) }
        if let target = metric.target {
            lines.append("should be: " + JSONValue.canonicalNumber(target))
        }
        lines.append("recorded: " + metric.recordingText)
        if !metric.citations.isEmpty { lines += ["", "source:"] + metric.citations.map { "  - " + $0 } }
        text = lines.joined(separator: "\n") + "\n"
        document = [
            "id": .string(metric.id), "kind": "metric", "summary": .string(metric.summary),
            "formula": .string(metric.formula), "direction": .string(metric.direction.rawValue),
            "tasks": .array(metric.tasks.map { .string($0.rawValue) }),
            "citations": .array(metric.citations.map(JSONValue.string)),
            "needs": metric.needs.map(JSONValue.string) ?? .null,
            "target": metric.target.map(JSONValue.real) ?? .null,
            "recorded": .string(metric.recording.rawValue),
        ]
    }
}

extension MetricDeclaration {
    /// When it is recorded, in words.
    var recordingText: String {
        switch recording {
        case .everyEpoch: "always, and of the validation part after every epoch"
        case .atEnd: "always"
        case .onRequest: "where `protocol.metrics` of a suite names it"
        }
    }
}

extension ParameterDeclaration {
    /// What can be written for it.
    var domainText: String {
        var text: String
        switch domain {
        case .real(let interval):
            text = isSchedulable ? "number or schedule in \(interval)" : "number in \(interval)"
        case .integer(let range): text = "integer in \(range.lowerBound) … \(range.upperBound)"
        case .boolean: text = "true or false"
        case .choice(let words): text = words.joined(separator: " | ")
        case .text: text = "text"
        case .texts: text = "list of texts"
        case .mapping(let words, let lists):
            text =
                "mapping from texts to " + words.joined(separator: " | ") + (lists ? " | list of texts" : "")
        case .reals(let interval, let count):
            text = "list of \(count.lowerBound) to \(count.upperBound) numbers in \(interval)"
        case .integers(let range, let count):
            text =
                "list of \(count.lowerBound) to \(count.upperBound) integers in \(range.lowerBound) … \(range.upperBound)"
        }
        if isOptional { text += ", or null" }
        return text
    }

    /// The default as a suite would write it; "required" where there is none.
    var defaultText: String { defaultValue.map(\.display) ?? "required" }

    fileprivate var textLines: [String] {
        let title = "  " + name + (symbol.map { " (\($0))" } ?? "")
        var details = "      \(domainText); default \(defaultText)"
        if defaultValue == nil { details = "      \(domainText); required" }
        if let neutralValue { details += "; neutral \(neutralValue.display)" }
        return [title + ": " + summary, details]
    }

    fileprivate var document: JSONValue {
        [
            "name": .string(name), "symbol": symbol.map(JSONValue.string) ?? .null,
            "summary": .string(summary),
            "domain": .string(domainText), "default": defaultValue?.canonical ?? .null,
            "required": .boolean(defaultValue == nil), "neutral": neutralValue?.canonical ?? .null,
            "schedulable": .boolean(isSchedulable),
        ]
    }
}

extension ComponentDeclaration {
    fileprivate func document(kind: String) -> JSONValue {
        [
            "id": .string(id), "kind": .string(kind), "family": .string(family), "summary": .string(summary),
            "formula": formula.map(JSONValue.string) ?? .null, "version": .integer(version),
            "parameters": .array(parameters.map(\.document)), "cost_in_passes": .real(costInPasses),
            "seams": .array(seams.map(JSONValue.string)), "is_optimizer": .boolean(isOptimizer),
            "tasks": .array(tasks.map { .string($0.rawValue) }),
            "remarks": .array(remarks.map(JSONValue.string)),
            "citations": .array(citations.map(JSONValue.string)), "purpose": .string(purpose),
            "exclusive": .array(exclusive.map(JSONValue.string)),
            "suite": kind == "method" ? .string(MethodSuite.path(family: family)) : .null,
        ]
    }
}
