import Primitives

extension DatasetRecipe {
    /// Everything that it says, as JSON.
    var json: JSONValue {
        func whole(_ use: ComponentUse) -> JSONValue {
            [
                "id": .string(use.id), "version": .integer(use.version), "parameters": use.arguments.complete,
            ]
        }
        return [
            "label": .string(label), "dataset": whole(use), "base_directory": .string(baseDirectory),
            "corruptions": .array(corruptions.map(whole)), "split": whole(split),
            "preprocessing": .array(preprocessing.map(whole)), "suite": .string(suitePath),
        ]
    }

    /// Reads what `json` gave; throws `.internal` for anything else.
    init(json: JSONValue, vocabulary: Vocabulary) throws(BenchError) {
        func use(_ json: JSONValue?, _ declarations: [ComponentDeclaration]) throws(BenchError)
            -> ComponentUse
        {
            guard let id = json?["id"]?.text, let version = json?["version"]?.integer,
                case .object(let values)? = json?["parameters"],
                let declaration = declarations.first(where: { $0.id == id })
            else { throw Self.unreadable("a component") }
            do throws(ParameterError) {
                return ComponentUse(
                    id: id, version: version,
                    arguments: try Arguments(reading: values, for: declaration.parameters))
            } catch {
                throw Self.unreadable("\(id): \(error.message)")
            }
        }
        func uses(_ name: String, _ declarations: [ComponentDeclaration]) throws(BenchError) -> [ComponentUse]
        {
            guard case .array(let elements)? = json[name] else { throw Self.unreadable(name) }
            return try elements.map { element throws(BenchError) in try use(element, declarations) }
        }
        guard let label = json["label"]?.text, let base = json["base_directory"]?.text,
            let suite = json["suite"]?.text
        else { throw Self.unreadable("a part is missing") }
        try self.init(
            label: label, use: use(json["dataset"], vocabulary.datasets), baseDirectory: base,
            corruptions: uses("corruptions", vocabulary.corruptions),
            split: use(json["split"], vocabulary.splits),
            preprocessing: uses("preprocessing", vocabulary.preprocessing), suitePath: suite)
    }

    private static func unreadable(_ what: String) -> BenchError {
        BenchError(.internal, "a worker cannot read what a dataset is made of: \(what)")
    }
}
