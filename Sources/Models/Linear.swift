import Primitives
import TensorCore
import Training

/// No hidden layer: softmax (multinomial logistic) or linear regression.
struct Linear: Model {
    static let declaration = ComponentDeclaration(
        id: "linear", family: "linear", summary: "One affine map: multinomial logistic or linear regression.",
        formula: "z = x W + b",
        parameters: [
            ParameterDeclaration(
                "initialization", .choice(Initializer.allCases.map(\.rawValue)), default: .text("zeros"),
                "How W starts; b starts at 0.")
        ])

    let parameters: [ParameterSpecification]

    init(arguments: Arguments, inputs: InputLayout, outputWidth: Int) {
        parameters = affineParameters(
            "output", inputs.width, outputWidth, Initializer(rawValue: arguments.text("initialization"))!)
    }

    func forward(_ inputs: Tensor, _ context: ForwardContext) -> Tensor {
        affine("output", context.hook(inputs, at: .input), context)
    }
}
