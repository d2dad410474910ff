import TensorCore

/// Seam "penalty": a scalar of the parameters added to the mean loss.
public protocol Penalty: Method {
    /// The penalty at `parameters` (the flat vector of what is stored).
    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor
}

/// Seam "objective": a scalar added to the mean loss that may look at logits and activations and run the model
/// again, on other inputs or with other random draws.
public protocol ObjectiveTerm: Method {
    /// What is added.
    func term(_ pass: ForwardPass, _ context: MethodContext) -> Tensor
}
