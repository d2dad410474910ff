import Primitives

/// What several planted changes need.
enum Planting {
    /// A use of the component `id` of a catalogue; it and the parameters are there.
    static func use(_ id: String, _ given: [String: ParameterValue], in catalogue: [ComponentDeclaration])
        -> ComponentUse
    {
        guard let declaration = catalogue.first(where: { $0.id == id }),
            let use = try? ComponentUse(declaration, given)
        else { preconditionFailure("no component \(id) with these parameters") }
        return use
    }

    /// `use` with the parameter `name` changed; nil where it has none, or none that `change` is for.
    static func changing(
        _ name: String, of use: ComponentUse, in catalogue: [ComponentDeclaration],
        _ change: (ParameterValue) -> ParameterValue?
    ) -> ComponentUse? {
        guard let declaration = catalogue.first(where: { $0.id == use.id }),
            let value = use.arguments.values[name], let other = change(value)
        else { return nil }
        var values = use.arguments.values
        values[name] = other
        guard let arguments = try? Arguments(values, for: declaration.parameters) else { return nil }
        return ComponentUse(id: use.id, version: use.version, arguments: arguments)
    }
}
