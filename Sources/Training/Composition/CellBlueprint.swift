import Datasets
import Primitives
import TensorCore

/// One cell's parts, made from its specification by the catalogues.
public struct CellBlueprint: Sendable {
    /// The network.
    public let model: any Model
    /// The optimiser, with its use in the specification.
    public let optimizer: (method: any Optimizer, use: ComponentUse)
    /// The stack, in order, with its uses in the specification.
    public let methods: [(method: any Method, use: ComponentUse)]
    /// What is learnt.
    public let task: LearningTask
    /// The model's use in the specification.
    public let modelUse: ComponentUse
    /// What is measured beside the metrics.
    public let probes: [ProbeUse]

    /// The metrics that are recorded beside the standard ones, by name.
    public let metrics: [String]
    /// What the trained model is put to on the test part.
    public let evaluations: [EvaluationUse]

    /// A blueprint.
    public init(
        model: any Model, modelUse: ComponentUse, optimizer: (method: any Optimizer, use: ComponentUse),
        methods: [(method: any Method, use: ComponentUse)], task: LearningTask, probes: [ProbeUse] = [],
        metrics: [String] = [], evaluations: [EvaluationUse] = []
    ) {
        self.model = model
        self.modelUse = modelUse
        self.optimizer = optimizer
        self.methods = methods
        self.task = task
        self.probes = probes
        self.metrics = metrics
        self.evaluations = evaluations
    }

    /// The same model alone; its optimiser has no part in evaluation.
    var withoutMethods: CellBlueprint {
        CellBlueprint(model: model, modelUse: modelUse, optimizer: optimizer, methods: [], task: task)
    }

    /// The optimiser and the methods, in the order in which they are asked: the optimiser last.
    public var everyone: [(method: any Method, use: ComponentUse)] {
        methods + [(optimizer.method as any Method, optimizer.use)]
    }

    /// The model's parameters, then those that methods add, in the order of the stack.
    public var layout: ParameterLayout {
        everyone.reduce(ParameterLayout(model.parameters)) { layout, entry in
            guard let method = entry.method as? any ParameterAddition else { return layout }
            return ParameterLayout(
                layout.specifications + method.addedParameters(for: model.parameters))
        }
    }

    /// The parameters before the first step.
    public func initialParameters(seed: Int) -> [Float] {
        var values = InitialParameters(layout, seed: seed)
        for case (let method as any ParameterAddition, _) in everyone { method.initialize(&values) }
        return values.values
    }

    /// The stages that the cell runs: one fit, as the methods of the stack change it.
    ///
    /// A temperature is fitted once, at the end: no other stage should see it or follow it.
    public func pipeline(_ settings: TrainingSettings) -> [any Stage] {
        let stages = everyone.reduce([Fit(settings)] as [any Stage]) { stages, entry in
            (entry.method as? any PipelineTransform)?.pipeline(stages, settings) ?? stages
        }
        return stages.filter { !($0 is TemperatureFit) } + stages.filter { $0 is TemperatureFit }.suffix(1)
    }

    /// Forward-backward passes per step: the product of what the stack's methods declare for their arguments.
    public var costInPasses: Double { everyone.reduce(1) { $0 * $1.method.costInPasses } }

    /// How many outputs the model needs for targets of `width` columns.
    public static func outputWidth(_ width: Int, _ methods: [any Method]) -> Int {
        methods.reduce(width) { ($1 as? any OutputWidth)?.outputWidth($0) ?? $0 }
    }

    /// Why a method of the cell cannot work with the rest of it: the first that refuses, with its reason.
    public func refusal(
        _ settings: TrainingSettings, inputs: InputLayout, targetWidth: Int, hasValidation: Bool = true,
        trainingRows: Int? = nil
    ) -> (use: ComponentUse, reason: Diagnostic)? {
        let composition = Composition(
            model: model, modelUse: modelUse, inputs: inputs, task: task.kind, targetWidth: targetWidth,
            hasValidation: hasValidation, optimizer: optimizer.use, methods: methods.map(\.use),
            settings: settings,
            sites: ActivationSite.of(model, inputs: inputs),
            batchRows: trainingRows.map { min($0, settings.batchSize) })
        for (method, use) in everyone {
            if let reason = method.refusal(in: composition) { return (use, reason) }
        }
        return nil
    }

    /// Which methods with a period do their special work in step `step` of a fit.
    func active(inStep step: Int) -> Set<String> {
        Set(everyone.filter { $0.method.period > 1 && step % $0.method.period == 0 }.map(\.use.id))
    }

    /// What the traced programs depend on, scalars and seeds left out: the key of the plan cache.
    func structureKey(batchSize: Int, rows: Int, inputs: InputLayout, outputWidth: Int) -> String {
        func structure(_ use: ComponentUse) -> String {
            let fixed = use.arguments.values.filter {
                if case .schedule = $0.value { false } else { true }
            }
            return JSONValue.object(["id": .string(use.id), "fixed": .object(fixed.mapValues(\.canonical))])
                .canonical
        }
        let kind = if case .regression = task { "regression" } else { "classification" }
        return
            ([structure(modelUse), structure(optimizer.use)] + methods.map { structure($0.use) }
            + [kind, "\(batchSize)", "\(rows)", inputs.structure, "\(outputWidth)"]).joined(separator: "\n")
    }
}
