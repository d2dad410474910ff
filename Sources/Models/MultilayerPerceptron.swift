import Primitives
import TensorCore
import Training

/// Fully connected layers of any widths.
struct MultilayerPerceptron: Model {
    static let declaration = ComponentDeclaration(
        id: "mlp", family: "feed-forward",
        summary: "Fully connected hidden layers of any widths, then an affine output.",
        formula: "h_l = φ(h_{l−1} W_l + b_l), z = h_L W + b",
        citations: [
            "He, Zhang, Ren & Sun 2015, Delving deep into rectifiers, eq. 10 (he)",
            "Glorot & Bengio 2010, Understanding the difficulty of training deep feedforward neural networks (glorot)",
            "LeCun, Bottou, Orr & Müller 1998, Efficient BackProp (lecun)",
        ],
        parameters: [
            ParameterDeclaration(
                "hidden", .integers(1...65_536, count: 0...64), default: .integers([64, 64]),
                "Widths of the hidden layers, from the input on."),
            ParameterDeclaration(
                "activation", symbol: "φ", .choice(Activation.allCases.map(\.rawValue)),
                default: .text("relu"),
                "The function after each hidden layer."),
            ParameterDeclaration(
                "initialization", .choice(["auto"] + Initializer.allCases.map(\.rawValue)),
                default: .text("auto"),
                "How weights start; auto: he-normal for relu and gelu, glorot-uniform for tanh, lecun-normal for selu. "
                    + "Biases start at 0."),
        ])

    private let widths: [Int]
    private let activation: Activation
    let parameters: [ParameterSpecification]

    init(arguments: Arguments, inputs: InputLayout, outputWidth: Int) {
        widths = arguments.integers("hidden")
        activation = Activation(rawValue: arguments.text("activation"))!
        let initializer = Initializer(rawValue: arguments.text("initialization")) ?? activation.initializer
        var specifications: [ParameterSpecification] = []
        var fanIn = inputs.width
        for (index, width) in (widths + [outputWidth]).enumerated() {
            let name = Self.layer(index, of: widths.count)
            specifications.append(.weight("\(name).weight", fanIn, width, initializer))
            specifications.append(.bias("\(name).bias", width))
            fanIn = width
        }
        parameters = specifications
    }

    func forward(_ inputs: Tensor, _ context: ForwardContext) -> Tensor {
        var value = context.hook(inputs, at: .input)
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
