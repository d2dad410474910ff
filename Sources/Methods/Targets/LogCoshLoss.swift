import Primitives
import TensorCore
import Training

/// A smooth loss between the squared and the absolute error.
struct LogCoshLoss: ReplacingLoss {
    static let declaration = ComponentDeclaration(
        id: "log-cosh", family: "targets",
        summary: "The logarithm of the hyperbolic cosine of the residual: smooth, and linear for large ones.",
        formula: "log cosh r = |r| + log(1 + e^{−2|r|}) − log 2,  r = f − y",
        citations: [
            "Green 1990, Bayesian reconstructions from emission tomography data using a modified EM algorithm"
        ],
        parameters: [.share],
        seams: ["loss"], purpose: "Outliers among the targets, with a smooth slope.",
        exclusive: [TargetRole.rowLoss],
        remarks: ["Near 0 it is r²/2: half as steep as the squared error of the baseline."],
        tasks: [.regression])

    init(arguments: Arguments) {}

    func loss(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        let size = (pass.outputs - pass.targets).absolute()
        return size + (-2 * size).exponential().logarithmOfOnePlus() - 0.693_147_18
    }
}
