import Primitives
import TensorCore

/// What a method sees of the step it is part of: its own hyperparameters, streams and states.
public struct MethodContext {
    let step: StepBuilder
    let id: String
    let arguments: Arguments

    /// The graph under construction.
    public var graph: Graph { step.graph }
    /// Rows of the batch.
    public var batchSize: Int { step.batchSize }
    /// Where each parameter lies in the flat vector.
    public var layout: ParameterLayout { step.layout }

    /// This step's value of the method's hyperparameter `name`, a scalar that follows its schedule.
    public func hyperparameter(_ name: String) -> Tensor {
        step.hyperparameter("\(id).\(name)", arguments.schedule(name))
    }

    /// This step's learning rate, whatever the optimiser.
    public var learningRate: Tensor {
        step.hyperparameter(
            "\(step.optimizerUse.id).learning_rate", step.optimizerUse.arguments.schedule("learning_rate"))
    }

    /// The name of one of the method's own random streams.
    public func stream(_ name: String) -> String { "\(id)/\(name)" }

    /// A state of `count` numbers that lives between steps, all `initial` at first.
    public func state(_ name: String, count: Int, initial: Float = 0) -> Tensor {
        step.state("\(id)/\(name)", count: count, initial: initial)
    }

    /// Sets the state `name` for the next step.
    public func assign(_ value: Tensor, to name: String) { step.assign(value, to: "\(id)/\(name)") }

    /// 1 at weights and 0 at biases, as long as the flat parameter vector.
    public var weightMask: Tensor { step.weightMask }
}
