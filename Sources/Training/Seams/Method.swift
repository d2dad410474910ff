import Primitives
import TensorCore

/// A regulariser, optimiser, loss or augmentation: pure functions from symbolic tensors to symbolic tensors.
///
/// A method conforms to the protocol of every seam it uses. Within a step the order is fixed: batch transforms
/// in stack order; the forward pass with activation transforms in stack order at each site; the mean loss;
/// penalties in stack order; gradient transforms, the first of the stack outermost; the optimiser; update
/// transforms in stack order. At its neutral setting a method must leave every bit as it was: it draws only
/// from its own streams, and adds nothing that changes a rounding.
public protocol Method: Sendable {
    /// What the catalogue says of it.
    static var declaration: ComponentDeclaration { get }
    /// The method with checked arguments.
    init(arguments: Arguments)
}

/// Inputs and targets of one step.
public struct Batch {
    /// rows × features.
    public var inputs: Tensor
    /// rows × classes (probabilities), or rows × 1 (standardised values).
    public var targets: Tensor
    /// rows × 1, how much each row counts, 1 on average over the training rows; nil where all count the same.
    public var weights: Tensor?

    /// A batch.
    public init(inputs: Tensor, targets: Tensor, weights: Tensor? = nil) {
        self.inputs = inputs
        self.targets = targets
        self.weights = weights
    }
}

/// Seam "batch": (inputs, targets) → (inputs, targets).
public protocol BatchTransform: Method {
    /// Whether it changes the inputs, so that they cannot be numbers of levels.
    static var changesInputs: Bool { get }
    /// The batch that the model sees instead.
    func transform(_ batch: Batch, _ context: MethodContext) -> Batch
}

extension BatchTransform {
    /// Yes, unless said otherwise.
    public static var changesInputs: Bool { true }
}

/// Seam "architecture": a hook at named points of the forward pass, while training.
public protocol ActivationTransform: Method {
    /// The activation that flows on instead.
    func transform(_ activation: Tensor, at site: ActivationSite, _ context: MethodContext) -> Tensor
}

/// Seam "penalty": a scalar added to the mean loss.
public protocol Penalty: Method {
    /// The penalty at `parameters` (the flat parameter vector).
    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor
}

/// Seam "gradient": how the gradient of the objective is formed.
public protocol GradientTransform: Method {
    /// The gradient used at `parameters`; `gradient` is what the next method of the stack (at last plain
    /// differentiation) gives at any point.
    func gradient(at parameters: Tensor, using gradient: (Tensor) -> Tensor, _ context: MethodContext)
        -> Tensor
}

/// Seam "update": from parameters and gradient to new parameters.
///
/// One per cell.
public protocol Optimizer: Method {
    /// The parameters after the step. Its declaration must have a parameter `learning_rate`.
    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor
}

/// Seam "update", around the optimiser: what else happens to the parameters within the step.
public protocol UpdateTransform: Method {
    /// The parameters after the step; `updated` is what came out before this method, `parameters` went in.
    func transform(_ updated: Tensor, from parameters: Tensor, gradient: Tensor, _ context: MethodContext)
        -> Tensor
}
