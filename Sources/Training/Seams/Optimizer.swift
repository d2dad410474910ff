import TensorCore

/// Seam "update": from parameters and gradient to new parameters.
///
/// One per cell. Values and gradients elsewhere are at `MethodContext.objective`.
public protocol Optimizer: Method {
    /// The parameters after the step. Its declaration must have a parameter `learning_rate`.
    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor
}

/// Seam "update", outside the optimiser: which gradient it gets, when, and what becomes of its step.
///
/// The first of the stack is outermost.
public protocol OptimizerTransform: Method {
    /// The parameters after the step; `inner` is the optimiser, or the next method of the stack.
    func update(
        _ parameters: Tensor, gradient: Tensor, using inner: (Tensor, Tensor) -> Tensor,
        _ context: MethodContext
    ) -> Tensor
}

/// Seam "update", after the optimiser: what else happens to the parameters within the step.
public protocol UpdateTransform: Method {
    /// The parameters after the step; `updated` is what came out before this method, `parameters` went in.
    func transform(_ updated: Tensor, from parameters: Tensor, gradient: Tensor, _ context: MethodContext)
        -> Tensor
}

/// Seam "after step": sees the parameters that the step ends with, and may replace them; where averages are kept.
///
/// `MethodContext.clock(.isLastStepOfEpoch)` makes it "after epoch".
public protocol AfterStep: Method {
    /// The parameters that the next step starts from; usually `parameters` as they are.
    func afterStep(_ parameters: Tensor, from before: Tensor, _ context: MethodContext) -> Tensor
}
