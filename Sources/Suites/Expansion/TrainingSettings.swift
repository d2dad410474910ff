import Primitives

/// An optimiser with the parameters that a suite gives it.
struct OptimizerSettings: Sendable {
    var declaration: ComponentDeclaration
    var given: [String: ParameterValue]

    /// Reads a bare id, or a mapping with `id` and parameters; nil when something is wrong.
    ///
    /// Parameters without a default may be left out where `base` (an optimiser of the same id) gives them.
    init?(
        _ node: YAMLNode, catalogue: [ComponentDeclaration], over base: OptimizerSettings?,
        _ findings: inout Findings
    ) {
        if case .faulty = node.content { return nil }
        let optimizers = catalogue.filter(\.isOptimizer)
        if case .mapping = node.content, node.field("id") == nil {
            findings.report(
                "an optimiser needs the key \"id\"", at: node.place,
                remedy: ComponentLookup.list(optimizers.map(\.id)) ?? ComponentLookup.listing("optimiser"))
            return nil
        }
        let idNode = node.field("id") ?? node
        if let id = idNode.text, let other = catalogue.first(where: { $0.id == id }), !other.isOptimizer {
            findings.report(
                "\"\(id)\" is not an optimiser", at: idNode.place,
                remedy: ComponentLookup.list(optimizers.map(\.id)) ?? ComponentLookup.listing("optimiser"))
            return nil
        }
        guard let declaration = ComponentLookup.find(idNode, "optimiser", in: optimizers, &findings) else {
            return nil
        }
        self.declaration = declaration
        given = [:]
        let what = "optimiser \"\(declaration.id)\""
        if node.text == nil {
            let known = ["id"] + declaration.parameters.map(\.name)
            guard let fields = Fields(node, of: what, known: known, &findings),
                let parameters = GivenParameters(fields, of: declaration, &findings)
            else { return nil }
            given = parameters.values
        }
        if base?.declaration.id == declaration.id { return }
        guard GivenParameters.isComplete(given, for: declaration, what: what, at: node.place, &findings)
        else {
            return nil
        }
    }

    /// The optimiser with its defaults.
    init(_ declaration: ComponentDeclaration) {
        self.declaration = declaration
        given = [:]
    }

    /// The optimiser with defaults filled in.
    var use: ComponentUse { ComponentUse(checked: declaration, given) }
}

/// What a suite says about training, before overrides.
struct TrainingSettings: Sendable {
    var declaration: ComponentDeclaration
    var given: [String: ParameterValue]
    var optimizer: OptimizerSettings

    /// The settings with defaults filled in.
    var use: ComponentUse { ComponentUse(checked: declaration, given) }

    /// The settings after `overrides`, in their order.
    ///
    /// An optimiser of the same id keeps the parameters that an override does not give.
    func applying(_ overrides: some Sequence<TrainingOverride>) -> TrainingSettings {
        var result = self
        for override in overrides {
            result.given.merge(override.training) { $1 }
            guard let replacement = override.optimizer else { continue }
            let bases = [result.optimizer, optimizer]
            let base = bases.first { $0.declaration.id == replacement.declaration.id }
            result.optimizer = OptimizerSettings(replacement.declaration)
            result.optimizer.given = (base?.given ?? [:]).merging(replacement.given) { $1 }
        }
        return result
    }
}

/// One entry of `overrides`: the cells it is for and what it changes there.
struct TrainingOverride: Sendable {
    var rule: CellRule
    var training: [String: ParameterValue]
    var optimizer: OptimizerSettings?
}

extension ComponentUse {
    /// A use of parameters that were read and found complete.
    init(checked declaration: ComponentDeclaration, _ given: [String: ParameterValue]) {
        do throws(ParameterError) {
            try self.init(declaration, given)
        } catch {
            preconditionFailure("the parameters of \(declaration.id) were checked: \(error.message)")
        }
    }
}
