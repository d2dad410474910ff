import Primitives
import TensorCore
import Training

/// Fully connected layers of any widths.
struct MultilayerPerceptron: Model {
    static let declaration = ComponentDeclaration(
        id: "mlp", family: "feed-forward",
        summary: "Fully connected hidden layers of any widths, then an affine output.",
        formula: "h_l = φ(h_{l−1} W_l + b_l), z = h_L W + b",
        citations: Initializer.citations,
        parameters: [
            hiddenDeclaration,
            Activation.declaration,
            Initializer.declaration,
        ])

    static let hiddenDeclaration = ParameterDeclaration(
        "hidden", .integers(1...65_536, count: 0...64), default: .integers([64, 64]),
        "Widths of the hidden layers, from the input on.")

    private let widths: [Int]
    private let activation: Activation
    let parameters: [ParameterSpecification]

    init(arguments: Arguments, inputs: InputLayout, outputWidth: Int) {
        widths = arguments.integers("hidden")
        activation = Activation(arguments)
        let initializer = Initializer(arguments, for: activation)
        var specifications: [ParameterSpecification] = []
        var fanIn = inputs.width
        for (index, width) in (widths + [outputWidth]).enumerated() {
            let name = Self.layer(index, of: widths.count)
            specifications += affineParameters(name, fanIn, width, initializer)
            fanIn = width
        }
        parameters = specifications
    }

    func forward(_ inputs: Tensor, _ context: ForwardContext) -> Tensor {
        layers(context.hook(inputs, at: .input), context)
    }

    /// The hidden layers and the output, after whatever was done to the inputs.
    func layers(_ inputs: Tensor, _ context: ForwardContext) -> Tensor {
        var value = inputs
        for index in widths.indices {
            value = affine(Self.layer(index, of: widths.count), value, context)
            value = context.hook(activation(value), at: .hidden(index))
        }
        return affine("output", value, context)
    }

    private static func layer(_ index: Int, of hidden: Int) -> String {
        index < hidden ? "hidden.\(index)" : "output"
    }
}
