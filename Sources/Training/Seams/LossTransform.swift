import TensorCore

/// Seam "loss": what each row contributes, before the mean.
///
/// The terms have as many rows as the batch; their sum over everything (each row times its weight, where there are
/// weights) divided by the rows is the loss. Innermost they are −t log softmax(z), rows × classes, or the squared
/// error, rows × 1. The first of the stack is outermost.
public protocol LossTransform: Method {
    /// The terms; `inner` gives those of the next method of the stack, for this pass or a changed copy of it.
    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
}

/// Seam "mean loss": a function of the scalar that the terms give, before penalties are added.
public protocol MeanLossTransform: Method {
    /// The loss instead.
    func transform(_ loss: Tensor, _ context: MethodContext) -> Tensor
}
