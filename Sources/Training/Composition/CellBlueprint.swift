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

    /// A blueprint.
    public init(
        model: any Model, modelUse: ComponentUse, optimizer: (method: any Optimizer, use: ComponentUse),
        methods: [(method: any Method, use: ComponentUse)], task: LearningTask
    ) {
        self.model = model
        self.modelUse = modelUse
        self.optimizer = optimizer
        self.methods = methods
        self.task = task
    }

    /// The same model and optimiser, alone.
    var withoutMethods: CellBlueprint {
        CellBlueprint(model: model, modelUse: modelUse, optimizer: optimizer, methods: [], task: task)
    }

    /// Forward-backward passes per step: the product of what the stack's methods declare.
    public static func costInPasses(_ declarations: [ComponentDeclaration]) -> Double {
        declarations.reduce(1) { $0 * $1.costInPasses }
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
