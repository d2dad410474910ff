import Primitives

extension CellSpecification {
    /// Reads a canonical form back.
    ///
    /// `datasetArguments` are all arguments of the dataset, with those that are no part of the identity (a path);
    /// where nil, those of the canonical form must do. Throws `.usage` with the reason where this program cannot
    /// make that cell: another layout, another numerics version, a component that it lacks or has in another
    /// version; `.data` where the text is no specification at all.
    public init(
        reading json: JSONValue, datasetArguments: JSONValue? = nil, numericsVersion current: Int,
        vocabulary: Vocabulary
    ) throws(BenchError) {
        guard case .object(let members) = json, let layout = members["layout"]?.integer,
            let numerics = members["numerics"]?.integer, let seed = members["seed"]?.integer,
            let hash = members["dataset_sha256"]?.text.flatMap(Digest.init(hexadecimal:))
        else { throw Self.damaged("it lacks a part") }
        guard layout == Self.layoutVersion else {
            throw Self.foreign(
                "its specification has layout \(layout), this program's have \(Self.layoutVersion)")
        }
        guard numerics == current else {
            throw Self.foreign("it was made with numerics \(numerics), this program has numerics \(current)")
        }
        func use(
            _ json: JSONValue?, _ kind: String, _ declarations: [ComponentDeclaration],
            arguments: JSONValue? = nil
        ) throws(BenchError) -> ComponentUse {
            guard case .object(let members)? = json, let id = members["id"]?.text,
                let version = members["version"]?.integer,
                case .object(let values)? = arguments ?? members["parameters"]
            else { throw Self.damaged("its \(kind)") }
            guard let declaration = declarations.first(where: { $0.id == id }) else {
                throw Self.foreign("this program has no \(kind) \"\(id)\"")
            }
            guard declaration.version == version else {
                throw Self.foreign(
                    "it was made with version \(version) of \"\(id)\", this program has version \(declaration.version)"
                )
            }
            do throws(ParameterError) {
                return ComponentUse(
                    id: id, version: version,
                    arguments: try Arguments(reading: values, for: declaration.parameters))
            } catch {
                throw Self.foreign("\(kind) \"\(id)\": \(error.message)")
            }
        }
        func uses(_ name: String, _ kind: String, _ declarations: [ComponentDeclaration]) throws(BenchError)
            -> [ComponentUse]
        {
            guard case .array(let elements) = members[name] ?? [] else { throw Self.damaged("its \(kind)s") }
            return try elements.map { element throws(BenchError) in try use(element, kind, declarations) }
        }
        guard case .array(let named) = members["metrics"] ?? [] else { throw Self.damaged("its metrics") }
        let metrics = try named.map { name throws(BenchError) in
            guard let id = name.text else { throw Self.damaged("its metrics") }
            guard vocabulary.metrics.contains(where: { $0.id == id }) else {
                throw Self.foreign("this program has no metric \"\(id)\"")
            }
            return id
        }
        if let offset = members["training_seed_offset"], offset.integer.map({ $0 == 0 }) ?? true {
            throw Self.damaged("its offset of the training seed")
        }
        try self.init(
            dataset: use(members["dataset"], "dataset", vocabulary.datasets, arguments: datasetArguments),
            datasetHash: hash, corruptions: uses("corruptions", "corruption", vocabulary.corruptions),
            split: use(members["split"], "split", vocabulary.splits),
            preprocessing: uses("preprocessing", "preprocessing step", vocabulary.preprocessing),
            model: use(members["model"], "model", vocabulary.models),
            optimizer: use(members["optimizer"], "optimiser", vocabulary.methods),
            methods: uses("methods", "method", vocabulary.methods),
            training: use(members["training"], "training", [vocabulary.training]), seed: seed,
            numericsVersion: numerics, probes: uses("probes", "probe", vocabulary.probes),
            metrics: metrics, evaluations: uses("evaluations", "evaluation", vocabulary.evaluations))
        trainingSeedOffset = members["training_seed_offset"]?.integer ?? 0
    }

    private static func foreign(_ reason: String) -> BenchError {
        BenchError(
            .usage, "this program cannot make that cell: \(reason)",
            remedy: "use the version of the program that made it, or run its suite again")
    }

    private static func damaged(_ what: String) -> BenchError {
        BenchError(
            .data, "a stored specification is damaged: \(what)", remedy: "restore the store from a copy")
    }
}
