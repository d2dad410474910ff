import Primitives

/// The hyperparameters that a suite varies: methods that differ in one number of one component, and in
/// nothing else.
///
/// Read from the resolved suite that the store keeps, where every parameter stands with its value.
struct ParameterFamilies {
    /// Methods that differ in one number.
    struct Family {
        /// What they have in common, in words: the rest of the stack and of the parameters.
        var name: String
        /// The methods by the number, ascending; no number stands twice.
        var members: [(value: Double, label: String)]
    }

    /// A number that is varied, with the families that vary it.
    struct Parameter {
        /// The component's id.
        var component: String
        /// The parameter's name.
        var name: String
        /// The families, in the suite's order; several where something else is varied as well.
        var families: [Family]
    }

    /// Fewer values draw no curve.
    static let fewest = 3

    /// The varied parameters, in the suite's order.
    let parameters: [Parameter]

    /// From the resolved suite.
    init(_ resolved: JSONValue) {
        guard case .array(let methods)? = resolved["methods"] else {
            parameters = []
            return
        }
        let places = methods.flatMap(Self.places)
        let families = Grouping(places) { $0.rest }.groups.compactMap { group -> (Place, Family)? in
            let distinct = Grouping(group.values.sorted { $0.value < $1.value }) { $0.value }.groups
            guard distinct.count >= Self.fewest, let first = group.values.first else { return nil }
            let members = distinct.map { (value: $0.key, label: $0.values[0].label) }
            return (first, Family(name: first.words, members: members))
        }
        parameters = Grouping(families) { "\($0.0.component) \($0.0.parameter)" }.groups.map { group in
            Parameter(
                component: group.values[0].0.component, name: group.values[0].0.parameter,
                families: group.values.map(\.1))
        }
    }

    /// A number in a method.
    private struct Place {
        var label: String
        var component: String
        var parameter: String
        var value: Double
        /// The method without its label and that number, as canonical text.
        var rest: String
        /// What is left of it, in words.
        var words: String
    }

    /// Every number in a method's stack and optimiser.
    private static func places(in method: JSONValue) -> [Place] {
        guard let label = method["label"]?.text else { return [] }
        var uses: [JSONValue] = []
        if case .array(let stack)? = method["stack"] { uses = stack }
        let optimizer = method["optimizer"] ?? .null
        uses.append(optimizer)
        var places: [Place] = []
        for (index, use) in uses.enumerated() {
            guard let id = use["id"]?.text, case .object(let members)? = use["parameters"] else { continue }
            for name in members.keys.sorted() {
                guard let value = members[name]?.number, value.isFinite else { continue }
                var others = members
                others[name] = .string("varied")
                var masked = uses
                masked[index] = [
                    "id": .string(id), "parameters": .object(others), "version": use["version"] ?? .null,
                ]
                let rest: JSONValue = [
                    "place": .integer(index), "name": .string(name), "uses": .array(masked),
                ]
                let words = uses.indices.filter { $0 != index }.compactMap { SuiteText.component(uses[$0]) }
                others[name] = nil
                let own = SuiteText.parameters(.object(others))
                places.append(
                    Place(
                        label: label, component: id, parameter: name, value: value, rest: rest.canonical,
                        words: ([([id] + own).joined(separator: " ")] + words).joined(separator: " + ")))
            }
        }
        return places
    }
}
