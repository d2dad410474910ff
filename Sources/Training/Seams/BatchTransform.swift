import TensorCore

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

    /// The rows that `index` (whole numbers as floats) names, in that order.
    public func gatheringRows(_ index: Tensor) -> Batch {
        Batch(
            inputs: inputs.gatheringRows(index), targets: targets.gatheringRows(index),
            weights: weights?.gatheringRows(index))
    }
}

/// Seam "batch": (inputs, targets) → (inputs, targets), of as many rows.
///
/// It may ask the model (`MethodContext.forward`), for adversarial inputs say; then it must stop the gradient of
/// what it returns, which would otherwise flow back into the parameters.
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
