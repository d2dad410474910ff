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

    init(arguments: Arguments, inputWidth: Int, outputWidth: Int) {
        parameters = [
            ParameterSpecification(
                "output.weight", [inputWidth, outputWidth], .weight,
                Initializer(rawValue: arguments.text("initialization"))!),
            ParameterSpecification("output.bias", [outputWidth], .bias, .zeros),
        ]
    }

    func forward(_ inputs: Tensor, _ parameters: ParameterView, hook: (Tensor, ActivationSite) -> Tensor)
        -> Tensor
    {
        matmul(hook(inputs, .input), parameters["output.weight"]) + parameters["output.bias"]
    }
}
