import TensorCore

/// What a forward pass sees beside its inputs: the parameters, the mode, the hook, and the model's states.
public struct ForwardContext {
    /// Whether the pass is part of a training step.
    public enum Mode: Sendable, Hashable {
        /// On a batch; batch statistics are those of the batch.
        case training
        /// On any rows: a row's outputs may not depend on the other rows.
        case evaluation
    }

    /// Whether this is training or evaluation.
    public let mode: Mode
    /// The parameters.
    public let parameters: ParameterView
    /// The batch's share in running statistics, a scalar; nil for the share that the model has while training.
    public let statisticsShare: Tensor?
    private let states: [ModelState]
    private let transform: (Tensor, ActivationSite) -> Tensor
    private let record: ((Tensor, String) -> Void)?

    /// The context of one pass of `model` at `parameters`.
    ///
    /// `transform` is what stands at the sites; `record` takes the new values of states, or is nil where the
    /// pass is not the one that updates them.
    public init(
        _ model: any Model, _ mode: Mode, _ parameters: ParameterView, statisticsShare: Tensor? = nil,
        transform: @escaping (Tensor, ActivationSite) -> Tensor = { value, _ in value },
        record: ((Tensor, String) -> Void)? = nil
    ) {
        self.mode = mode
        self.parameters = parameters
        self.statisticsShare = statisticsShare
        self.states = model.states
        self.transform = transform
        self.record = record
    }

    /// What flows on from `site`: the activation, as the methods of the stack changed it.
    public func hook(_ activation: Tensor, at site: ActivationSite) -> Tensor { transform(activation, site) }

    /// The model's state `name`, as it was before the step.
    public func state(_ name: String) -> Tensor {
        let state = specification(name)
        return parameters.flat.graph.state(state.buffer, state.shape)
    }

    /// Gives the state `name` its value for the next step; only while training.
    ///
    /// A step may run the model several times, at other parameters too (SAM). The first pass, at the current
    /// parameters, updates the states; what the others assign is dropped.
    public func assign(_ value: Tensor, to name: String) {
        precondition(mode == .training, "the state \(name) was assigned in evaluation")
        precondition(value.shape == specification(name).shape, "the state \(name) has another shape")
        record?(value, name)
    }

    private func specification(_ name: String) -> ModelState {
        guard let state = states.first(where: { $0.name == name }) else {
            preconditionFailure("no state \(name)")
        }
        return state
    }
}

/// A tensor that a model keeps between steps and that is not trained: the running statistics of a norm.
///
/// It passes from stage to stage with the parameters, evaluation reads it, and it is part of the digest of
/// what was trained.
public struct ModelState: Sendable, Hashable {
    /// A name that is unique in the model, for example `block.0.norm.running_mean`.
    public let name: String
    /// Its shape, which cannot depend on the batch.
    public let shape: Shape
    /// Its value before the first step, in every element.
    public let initial: Float

    /// A state.
    public init(_ name: String, _ shape: Shape, initial: Float) {
        self.name = name
        self.shape = shape
        self.initial = initial
    }

    /// The name of its buffer; no method is called `model`, so no method's state has it.
    var buffer: String { "model/\(name)" }
}
