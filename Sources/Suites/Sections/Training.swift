import Primitives

extension SuiteSection {
    /// The training settings and the optimiser of stacks that bring none.
    static let training = SuiteSection("training") { node, reader in
        let declaration = reader.vocabulary.training
        let catalogue = reader.vocabulary.methods
        guard let standard = catalogue.first(where: { $0.id == reader.vocabulary.defaultOptimizer }) else {
            preconditionFailure(
                "the default optimiser \(reader.vocabulary.defaultOptimizer) is in no catalogue")
        }
        var settings = TrainingSettings(
            declaration: declaration, given: [:], optimizer: OptimizerSettings(standard))
        if let node {
            guard
                let given = TrainingFields(node, of: "training", over: settings, catalogue, &reader.findings)
            else {
                return
            }
            settings.given = given.training
            if let optimizer = given.optimizer { settings.optimizer = optimizer }
        }
        let place = node?.place ?? .start
        let isTrainingComplete = GivenParameters.isComplete(
            settings.given, for: declaration, what: "training", at: place, &reader.findings)
        let isOptimizerComplete = GivenParameters.isComplete(
            settings.optimizer.given, for: settings.optimizer.declaration,
            what: "optimiser \"\(settings.optimizer.declaration.id)\"", at: place, &reader.findings)
        if isTrainingComplete, isOptimizerComplete { reader.draft.training = settings }
    }
}

/// The training settings in a mapping: those of the suite, or of an override.
struct TrainingFields {
    var training: [String: ParameterValue]
    var optimizer: OptimizerSettings?

    init?(
        _ node: YAMLNode, of what: String, over base: TrainingSettings, _ catalogue: [ComponentDeclaration],
        _ findings: inout Findings
    ) {
        let known = base.declaration.parameters.map(\.name) + ["optimizer"]
        guard let fields = Fields(node, of: what, known: known, &findings) else { return nil }
        let before = findings.count
        training = GivenParameters(fields, of: base.declaration, &findings)?.values ?? [:]
        if let node = fields["optimizer"] {
            optimizer = OptimizerSettings(node, catalogue: catalogue, over: base.optimizer, &findings)
        }
        guard findings.count == before, !node.isFaulty else { return nil }
    }
}
