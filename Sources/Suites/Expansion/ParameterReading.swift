import Primitives

extension ParameterDeclaration {
    /// The values that `node` gives this parameter: one, or the several of a grid; nil when reported.
    func gridValues(reading node: YAMLNode, _ findings: inout Findings) -> [ParameterValue]? {
        guard let elements = gridElements(of: node) else {
            return value(reading: node, &findings).map { [$0] }
        }
        guard !elements.isEmpty else {
            findings.report(
                "the list for \"\(name)\" is empty", at: node.place, remedy: "give at least one value")
            return nil
        }
        let values = elements.map { value(reading: $0, &findings) }
        return values.contains(nil) ? nil : values.compactMap { $0 }
    }

    /// The elements, when `node` is a list of values rather than a value.
    private func gridElements(of node: YAMLNode) -> [YAMLNode]? {
        guard let elements = node.elements else { return nil }
        switch domain {
        case .integers, .reals, .texts: return elements.contains { $0.elements != nil } ? elements : nil
        default: return elements
        }
    }

    /// Reports that a parameter without a default is not given.
    func reportMissing(in what: String, at place: Place, _ findings: inout Findings) {
        findings.report("\(what) needs the parameter \"\(name)\"", at: place, remedy: "\(name): \(summary)")
    }

    /// The one value that `node` gives this parameter; nil when reported.
    func value(reading node: YAMLNode, _ findings: inout Findings) -> ParameterValue? {
        guard !node.isFaulty else { return nil }
        do throws(ParameterError) {
            return try value(reading: node.json)
        } catch {
            let isAboutKey = error.message.hasPrefix("unknown key")
            let inside = error.path.isEmpty ? "" : " in \"\(name)\""
            var message = error.message
            if error.path.isEmpty, message.hasSuffix("found \(node.json.kindName)") {
                message.removeLast(node.json.kindName.count)
                message += node.kindName
            }
            var remedy = error.remedy
            if case .text = domain { remedy = remedy ?? node.quotingRemedy }
            if case .real = domain, node.text != nil { remedy = remedy ?? "write a number without quotes" }
            findings.report(
                message + inside, at: node.place(of: error.path, wantsKey: isAboutKey), remedy: remedy)
            return nil
        }
    }
}

/// The parameters that a mapping gives where no grid is allowed: training settings, optimisers, splits.
struct GivenParameters {
    /// By name; only ever looked up.
    var values: [String: ParameterValue] = [:]

    /// Reads the parameters in `fields`; nil when something is wrong.
    init?(_ fields: Fields, of declaration: ComponentDeclaration, _ findings: inout Findings) {
        var isSound = true
        for parameter in declaration.parameters {
            guard let node = fields[parameter.name] else { continue }
            if let value = parameter.value(reading: node, &findings) {
                values[parameter.name] = value
            } else {
                isSound = false
            }
        }
        if !isSound { return nil }
    }

    /// Reports parameters without a default that are not given.
    static func isComplete(
        _ given: [String: ParameterValue], for declaration: ComponentDeclaration, what: String,
        at place: Place,
        _ findings: inout Findings
    ) -> Bool {
        let missing = declaration.parameters.filter { $0.defaultValue == nil && given[$0.name] == nil }
        for parameter in missing { parameter.reportMissing(in: what, at: place, &findings) }
        return missing.isEmpty
    }
}
