/// Looks at the training steps of a cell, one by one, without changing a bit of what is trained.
public struct StepObserver: Sendable {
    /// It sees the first of so many steps, and the last of every epoch.
    public var every: Int
    /// Told of a step that it sees.
    public var observe: @Sendable (StepObservation) -> Void

    /// An observer of every step, or of the first of `every`.
    public init(every: Int = 1, observe: @escaping @Sendable (StepObservation) -> Void) {
        precondition(every > 0, "an observer of no step")
        self.every = every
        self.observe = observe
    }
}

/// What an observer sees of a training step.
public struct StepObservation: Sendable, Hashable {
    /// A scalar that a method recorded.
    public struct Scalar: Sendable, Hashable {
        /// The method's id, a slash, and its name for the scalar.
        public var name: String
        /// Its value in this step.
        public var value: Float
    }

    /// The epoch that it belongs to, from 1, over all fits of the cell.
    public var epoch: Int
    /// Its number, from 1, over all fits of the cell.
    public var step: Int
    /// Rows of the batch.
    public var rows: Int
    /// The loss on the batch before the step, penalties included.
    public var loss: Float
    /// The Euclidean norm of all parameters after the step.
    public var parameterNorm: Double
    /// The Euclidean norm of their change.
    public var updateNorm: Double
    /// The Euclidean norm of the gradient that the optimiser is given, after all methods that form or change it.
    public var gradientNorm: Double
    /// What methods recorded in this step.
    public var scalars: [Scalar]
}
