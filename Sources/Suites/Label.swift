import Primitives

/// The names that entries of a suite go by in tables and in `exclude`.
enum Label {
    /// The longest label.
    static let longest = 200

    /// ` key=value` for each of `names`, in their order.
    static func suffix(_ names: [String], of arguments: Arguments) -> String {
        names.compactMap { name in
            arguments.values[name].map { " \(name)=\(display($0))" }
        }.joined()
    }

    /// ` key=value` for each parameter that varies over the grids of several components in a row.
    ///
    /// Where two of them vary a parameter of the same name, ` id.key=value`.
    static func suffix(_ variants: [ParameterGrid.Variant]) -> String {
        let varying = variants.flatMap(\.varying)
        return variants.reduce(into: "") { suffix, variant in
            for key in variant.varying {
                let isShared = varying.count { $0 == key } > 1
                let value = variant.use.arguments.values[key].map(display) ?? ""
                suffix += " " + (isShared ? "\(variant.use.id).\(key)" : key) + "=" + value
            }
        }
    }

    /// A value as labels show it.
    static func display(_ value: ParameterValue) -> String {
        if case .schedule(let schedule) = value { display(schedule) } else { value.display }
    }

    /// A schedule by its kind and the values it goes through.
    static func display(_ schedule: Schedule) -> String {
        func number(_ value: Double) -> String { JSONValue.canonicalNumber(value) }
        func numbers(_ values: [Double]) -> String { values.map(number).joined(separator: "→") }
        switch schedule {
        case .constant(let value): return number(value)
        case .linear(let from, let to, _, _, _): return "linear(\(numbers([from, to])))"
        case .cosine(let from, let to, _, _, _): return "cosine(\(numbers([from, to])))"
        case .step(let value, let factor, let at, _):
            return "step(\(number(value)) ×\(number(factor)) at \(at.map(number).joined(separator: ", ")))"
        case .warmup(let length, let then, _): return "warmup(\(number(length)), \(display(then)))"
        case .piecewise(let points, _, _): return "piecewise(\(numbers(points.map(\.value))))"
        case .window(let value, _, let begin, let end, _):
            return "window(\(number(value)) in \(number(begin))…\(end.map(number) ?? "end"))"
        case .form(let form): return form.label
        }
    }

    /// Reports a label that cannot be shown in a table.
    static func check(_ label: String, at place: Place, _ findings: inout Findings) -> Bool {
        let isPrintable = label.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        let isTrimmed = label.first != " " && label.last != " "
        if !label.isEmpty, isPrintable, isTrimmed, label.count <= longest { return true }
        findings.report(
            "\"\(label.clipped())\" cannot be a label", at: place,
            remedy: "use 1 to \(longest) characters on one line, without spaces at the ends")
        return false
    }

    /// Reports labels that stand twice in one list.
    static func checkUnique(
        _ labels: [(label: String, place: Place)], in list: String, _ findings: inout Findings
    )
        -> Bool
    {
        var first: [String: Place] = [:]
        var isUnique = true
        for (label, place) in labels {
            guard let earlier = first.updateValue(place, forKey: label) else { continue }
            first[label] = earlier
            isUnique = false
            findings.report(
                "the label \"\(label.clipped())\" stands twice in \(list), first at line \(earlier.line)",
                at: place,
                remedy: "give one of them another \(list == "methods" ? "name" : "id")")
        }
        return isUnique
    }
}
