import TensorCore

/// Seam "evaluation parameters": what is evaluated (and validated) in place of the trained parameters: an average.
///
/// One per cell, an optimiser that averages counted (declare the role "evaluation parameters" as exclusive).
public protocol EvaluationParameters: Method {
    /// The flat vector that evaluation uses instead of `parameters`.
    func evaluationParameters(_ parameters: Tensor, _ context: MethodContext) -> Tensor
}

/// Seam "outputs": what becomes of the outputs in evaluation; the first of the stack is outermost.
public protocol OutputTransform: Method {
    /// rows × output width (or as many columns as the targets have, where the method widened the outputs).
    func outputs(
        _ inputs: Tensor, using inner: (Tensor) -> Tensor, _ model: EvaluationModel, _ context: MethodContext
    ) -> Tensor
}

/// Seam "output width": a loss that needs more outputs than the task has targets.
public protocol OutputWidth: Method {
    /// How many outputs the model has, for targets of `width` columns.
    func outputWidth(_ width: Int) -> Int
}

/// The trained model, as evaluation may run it.
public struct EvaluationModel {
    let run: (_ inputs: Tensor, _ pass: String?) -> ForwardPass

    /// Its outputs, without any method of the seam "architecture".
    public func outputs(_ inputs: Tensor) -> Tensor { pass(inputs).outputs }

    /// The same run with its activations and parameters; the targets are zeros.
    public func pass(_ inputs: Tensor) -> ForwardPass { run(inputs, nil) }

    /// Its outputs with the methods of the seam "architecture" acting as in training.
    ///
    /// Norms keep to their running statistics. Every name of a pass has its own random draws.
    public func stochasticOutputs(_ inputs: Tensor, pass: String) -> Tensor { run(inputs, pass).outputs }
}
