import Methods
import Numerics
import Primitives
import Synchronization
import TensorCore
import Testing

@testable import Training

/// The phases in which the tracer called, in order, once each.
private final class Calls: Sendable {
    @TaskLocal static var current: Calls?
    private let list = Mutex<[String]>([])

    static func note(_ phase: StepPhase, _ id: String) {
        let entry = "\(phase.rawValue) \(id)"
        current?.list.withLock { if !$0.contains(entry) { $0.append(entry) } }
    }

    var entries: [String] { list.withLock { $0 } }
}

private func declaration(_ id: String, isOptimizer: Bool = false) -> ComponentDeclaration {
    ComponentDeclaration(
        id: id, family: "test", summary: "Notes that it was called.",
        parameters: isOptimizer
            ? [.hyperparameter("learning_rate", in: .nonNegative, default: 0.1, "The step size.")] : [],
        isOptimizer: isOptimizer)
}

/// A method of every seam of a step that changes nothing.
private struct Everything: BatchTransform, Reparameterization, ActivationTransform, LossTransform,
    MeanLossTransform, Penalty, ObjectiveTerm, GradientTransform, OptimizerTransform, UpdateTransform,
    AfterStep
{
    static let declaration = TrainingTests.declaration("everything")
    init(arguments: Arguments) {}
    func note(_ phase: StepPhase, _ context: MethodContext) { Calls.note(phase, context.id) }

    func transform(_ batch: Batch, _ context: MethodContext) -> Batch {
        note(.batch, context)
        return batch
    }
    func effective(
        _ value: Tensor, of parameter: ParameterSpecification, stored: ParameterView, _ context: MethodContext
    ) -> Tensor {
        note(.reparameterization, context)
        return value
    }
    func transform(_ activation: Tensor, at site: ActivationSite, _ context: MethodContext) -> Tensor {
        note(.architecture, context)
        return activation
    }
    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        note(.loss, context)
        return inner(pass)
    }
    func transform(_ loss: Tensor, _ context: MethodContext) -> Tensor {
        note(.meanLoss, context)
        return loss
    }
    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        note(.addedTerms, context)
        return context.graph.scalar(0)
    }
    func term(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        note(.addedTerms, context)
        return context.graph.scalar(0)
    }
    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        note(.gradient, context)
        return objective.gradient(at: parameters)
    }
    func update(
        _ parameters: Tensor, gradient: Tensor, using inner: (Tensor, Tensor) -> Tensor,
        _ context: MethodContext
    ) -> Tensor {
        note(.aroundOptimizer, context)
        return inner(parameters, gradient)
    }
    func transform(_ updated: Tensor, from parameters: Tensor, gradient: Tensor, _ context: MethodContext)
        -> Tensor
    {
        note(.update, context)
        return updated
    }
    func afterStep(_ parameters: Tensor, from before: Tensor, _ context: MethodContext) -> Tensor {
        note(.afterStep, context)
        return parameters
    }
}

private struct Noting: Optimizer {
    static let declaration = TrainingTests.declaration("noting", isOptimizer: true)
    init(arguments: Arguments) {}
    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        Calls.note(.optimizer, context.id)
        return parameters - context.learningRate * gradient
    }
}

@Suite("The order within a step")
struct StepPhaseTests {
    private func blueprint() -> CellBlueprint {
        let use = Fixture.use(Everything.declaration)
        return Fixture.blueprint(
            Fixture.data(), ["hidden": .integers([4])],
            optimizer: (Noting.self, Fixture.use(Noting.declaration)),
            methods: ["first", "second"].map {
                (Everything.self, ComponentUse(id: $0, version: 1, arguments: use.arguments))
            })
    }

    @Test("is the order in which the tracer calls the methods, and within a phase the stack's")
    func order() {
        let calls = Calls()
        Calls.$current.withValue(calls) {
            _ = StepProgram.trace(blueprint(), batchSize: 8, data: Fixture.data(), active: [])
        }
        let expected = StepPhase.allCases.flatMap { phase in
            phase == .optimizer
                ? ["optimizer noting"] : ["\(phase.rawValue) first", "\(phase.rawValue) second"]
        }
        #expect(calls.entries == expected)
    }

    @Test("the phases of a cell name its methods; seams are named for every protocol")
    func acting() {
        let acting = StepPhase.acting(in: blueprint())
        #expect(acting.map(\.phase) == StepPhase.allCases)
        for (phase, ids) in acting {
            #expect(ids == (phase == .optimizer ? ["noting"] : ["first", "second"]), "\(phase)")
        }
        #expect(
            StepPhase.seams(of: Everything.self) == [
                "batch", "reparameterisation", "architecture", "loss", "mean loss", "penalty", "objective",
                "gradient", "update", "after step",
            ])
        let stack = Fixture.blueprint(
            Fixture.data(),
            methods: ["mixup", "sam", "l2"].map {
                let type = MethodCatalogue.type(named: $0)!
                return (type, Fixture.use(type.declaration))
            })
        #expect(
            StepPhase.acting(in: stack).map { "\($0.phase.title): \($0.ids.joined(separator: " "))" } == [
                "batch: mixup", "penalties and added terms: l2", "gradient: sam", "optimiser: sgd",
            ])
    }
}
