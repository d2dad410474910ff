import Primitives
import TensorCore
import Training

// What losses and targets share.

extension Tensor {
    /// 1 − e^x without cancellation near 0, by the hyperbolic tangent of half the argument.
    func oneMinusExponential() -> Tensor {
        // Far from 0 the tangent tends to ±1, and nothing cancels in the plain difference.
        let half = (0.5 * TensorCore.minimum(atLeast(-2), graph.scalar(2))).hyperbolicTangent()
        return select(absolute() .> graph.scalar(1), 1 - exponential(), -2 * half / (1 - half))
    }

    /// ln Σ e^x over the last axis, which is kept with extent 1.
    func logSumExponentials() -> Tensor {
        let top = maximumOverLastAxis().stoppingGradient()
        return top + (self - top).exponential().sumOverLastAxis().logarithm()
    }

    /// The larger of each element and a constant.
    func atLeast(_ bound: Float) -> Tensor { TensorCore.maximum(self, graph.scalar(bound)) }

    /// max(x, 0).
    func positivePart() -> Tensor { atLeast(0) }

    /// 1 where an element is the largest of its row, else 0; shared where elements tie.
    func topOfRow() -> Tensor {
        let isTop = stoppingGradient() .== maximumOverLastAxis().stoppingGradient()
        return isTop / isTop.sumOverLastAxis()
    }
}

extension ForwardPass {
    /// log softmax of the outputs, rows × classes.
    var logProbabilities: Tensor { outputs.logSoftmax() }

    /// Softmax of the outputs, rows × classes.
    var probabilities: Tensor { logProbabilities.exponential() }

    /// The last hidden layer's activations, rows × units; nil where there is no hidden layer.
    var lastHidden: Tensor? {
        guard let value = activations.last(where: { $0.site.kind == .hidden })?.value else { return nil }
        return value.reshaped([value.shape[0], value.shape.count / value.shape[0]])
    }

    /// The same run with other outputs.
    func with(outputs: Tensor) -> ForwardPass {
        var result = self
        result.outputs = outputs
        return result
    }

    /// The same run against other targets.
    func with(targets: Tensor) -> ForwardPass {
        var result = self
        result.targets = targets
        return result
    }

    /// The mean over rows of what each contributes, each times its weight where there are weights.
    func meanOverRows(_ terms: Tensor) -> Tensor {
        (weights.map { $0 * terms } ?? terms).sum() / Float(outputs.shape[0])
    }
}

extension MethodContext {
    /// How many training rows each class has, 1 × classes; at least 1, so that an absent class has no infinite weight.
    var classCounts: Tensor { (Float(trainingRows) * classShares).atLeast(1) }

    /// The logarithm of each class's share, 1 × classes; an absent class counts as one of one row.
    var logClassShares: Tensor { (classCounts / Float(trainingRows)).logarithm() }

    /// Lets what `body` assigns take effect only in steps in which the method is on.
    func assigningWhileOn(_ body: () -> Void) {
        guard let isOn else { return body() }
        _ = assigning(where: isOn) {
            body()
            return isOn
        }
    }
}

/// A loss that does not ask for what the rest of the stack makes of the terms.
///
/// What follows it in the stack would silently have no effect, so it refuses that.
protocol RowLoss: LossTransform {}

extension RowLoss {
    func refusal(in composition: Composition) -> Diagnostic? { lostLoss(in: composition) }

    /// The complaint about a method of the seam "loss" that stands inside this one; nil where there is none.
    func lostLoss(in composition: Composition) -> Diagnostic? {
        let id = Self.declaration.id
        let inside = composition.methods.drop { $0.id != id }.dropFirst().first {
            MethodCatalogue.type(named: $0.id) is any LossTransform.Type
        }
        return inside.map {
            Diagnostic(
                "\(id) computes the loss of a row anew, so that \($0.id), which is listed after it, would have no effect",
                remedy: "list \($0.id) before \(id)")
        }
    }
}

/// A loss in place of cross-entropy or the squared error, or mixed with it.
protocol ReplacingLoss: RowLoss {
    /// What each row contributes, in the shape of the task's own terms.
    func loss(_ pass: ForwardPass, _ context: MethodContext) -> Tensor
}

extension ReplacingLoss {
    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        let share = context.hyperparameter("share")
        return share * loss(pass, context) + (1 - share) * pass.plainTerms
    }
}

extension ParameterDeclaration {
    /// How much of a replacing loss there is.
    static let share = ParameterDeclaration.hyperparameter(
        "share", symbol: "s", in: .closed(0, 1), default: 1, neutral: 0,
        "The loss's share; the rest is the task's own loss.")
}

extension Composition {
    /// The method of the stack that gives the model other outputs than predictions; nil where there is none.
    var widening: (any Method)? {
        methods.lazy.compactMap { use in MethodCatalogue.type(named: use.id)?.init(arguments: use.arguments) }
            .first { ($0 as? any OutputWidth)?.outputWidth(targetWidth) ?? targetWidth != targetWidth }
    }

    /// Why a method that compares outputs with targets cannot work with outputs that are no predictions.
    func refusalOfWidenedOutputs() -> Diagnostic? {
        widening.map {
            let id = type(of: $0).declaration.id
            return Diagnostic(
                "it compares outputs with targets, but those of \(id) are not predictions",
                remedy: "leave one of the two out")
        }
    }
}

/// Parts of a cell that only one of these methods can have.
enum TargetRole {
    /// A loss of a row that is computed from outputs and targets alone, whatever the rest of the stack makes of them.
    static let rowLoss = "row loss"
    /// What the rows of a class count.
    static let classWeights = "class weights"
}

/// The layer that makes the outputs, in models whose last hidden activations are all it multiplies.
enum OutputLayer {
    static let weight = "output.weight"
    static let bias = "output.bias"

    /// Why the last hidden activations are not what the output layer sees; nil where they are.
    static func refusal(in composition: Composition) -> Diagnostic? {
        let isKnown = ["mlp", "embedding-mlp"].contains(composition.modelUse.id)
        if isKnown, composition.sites.contains(where: { $0.kind == .hidden }) { return nil }
        return Diagnostic(
            "the last hidden activations of \(composition.modelUse.id) are not what its output layer multiplies",
            remedy: "use the model mlp with a hidden layer")
    }
}
