import TensorCore

/// One run of the model within a step, and what it made.
public struct ForwardPass {
    /// The inputs that the model saw.
    public var inputs: Tensor
    /// rows × classes (probabilities), or rows × 1 (standardised values).
    public var targets: Tensor
    /// rows × 1, how much each row counts; nil where all count the same.
    public var weights: Tensor?
    /// Logits, rows × classes, or predictions.
    public var outputs: Tensor
    /// What flowed on from each site, in the order of the pass.
    public var activations: [(site: ActivationSite, value: Tensor)]
    /// The flat vector of stored parameters that the pass ran at.
    public var flatParameters: Tensor
    /// Which rows of the step's batch these are; nil for all of them in order.
    let rows: Tensor?
    /// The name of the pass: empty for the one whose loss is descended.
    public let name: String
    let step: StepBuilder

    /// Where the model's parameters are, as effective values by name.
    public var parameters: ParameterView { step.view(flatParameters, pass: name) }

    /// The same model at the same parameters, on other inputs or under another name: then with its own draws.
    ///
    /// Running statistics are those of the first pass.
    public func again(inputs: Tensor? = nil, named other: String? = nil) -> ForwardPass {
        let batch = Batch(inputs: inputs ?? self.inputs, targets: targets, weights: weights)
        let full = other.map { self.name.isEmpty ? $0 : "\(self.name)+\($0)" } ?? self.name
        return step.forward(flatParameters, batch, pass: full, rows: rows)
    }

    /// The values of a tensor with a row for every row of the step's batch, for the rows of this pass.
    public func restrict(_ tensor: Tensor) -> Tensor { rows.map { tensor.gatheringRows($0) } ?? tensor }

    /// What the rows of this pass contribute to its loss: the methods of the seam "loss" applied, those of the mean
    /// loss and weights not.
    public var terms: Tensor { step.terms(self) }

    /// The loss of this pass before penalties, a scalar: all methods of the loss seams applied.
    public var meanLoss: Tensor { step.meanLoss(self) }

    /// The plain terms of the task's loss: −t log softmax(z), rows × classes, or the squared error, rows × 1.
    public var plainTerms: Tensor { Loss.terms(outputs, targets, step.facts.task) }

    /// Everything 0 while `isOn` is: what a method computes of it then cannot be anything but finite, and no
    /// gradient gets through.
    func gated(by isOn: Tensor) -> ForwardPass {
        func gate(_ value: Tensor) -> Tensor { select(isOn, value, value.graph.scalar(0)) }
        var result = self
        result.outputs = gate(outputs)
        result.flatParameters = gate(flatParameters)
        result.activations = activations.map { ($0.site, gate($0.value)) }
        return result
    }
}
