import Primitives
import TensorCore
import Training

/// A small convolutional network over a line or an image.
struct ConvolutionalNetwork: Model {
    static let declaration = ComponentDeclaration(
        id: "cnn", family: "convolutional",
        summary: "Convolutions over a sequence or an image, each followed by pooling, then an affine output.",
        formula:
            "h_l = pool(φ(norm(K_l ∗ h_{l−1} + b_l))),  z = A(mean over places of h_L), or A(h_L); A affine",
        citations: [
            "LeCun, Bottou, Bengio & Haffner 1998, Gradient-based learning applied to document recognition, section II",
            "Lin, Chen & Yan 2014, Network in network, section 3.2 (head: average)",
            "Ioffe & Szegedy 2015, Batch normalization, section 3.2 (one mean and variance per channel)",
        ] + Initializer.citations,
        parameters: [
            ParameterDeclaration(
                "shape", .integers(1...65_536, count: 1...3), optional: true,
                "The inputs of a row: [length], [height, width] or [height, width, channels], the last varying fastest; "
                    + "none: the shape that the dataset states."),
            ParameterDeclaration(
                "channels", .integers(1...65_536, count: 1...16), default: .integers([16, 32]),
                "Channels of the convolutions, from the input on."),
            ParameterDeclaration(
                "kernel", .integer(1...63), default: .integer(3),
                "Extent of each kernel along each axis; the input is padded with zeros so that its extents stay."
            ),
            ParameterDeclaration(
                "pooling", .choice(Pooling.allCases.map(\.rawValue)), default: .text("max"),
                "What halves each extent after each convolution, over windows of 2; an odd last place is left out."
            ),
            ParameterDeclaration(
                "head", .choice(Head.allCases.map(\.rawValue)), default: .text("flatten"),
                "What the output sees: flatten (every place of every channel) or average (each channel's mean)."
            ),
        ] + Norm.declarations([.none, .batch], default: .none) + [
            Activation.declaration,
            Initializer.declaration,
        ],
        remarks: [
            "A convolution before a batch norm has no bias of its own.",
            "The fans that initialization takes are those of a place: kernel positions times channels.",
            "A CSV file's columns are the inputs in their order. Columns that never vary are dropped unless the dataset "
                + "says constant_columns: keep.",
        ] + Norm.remarks)

    private enum Pooling: String, CaseIterable { case max, average, none }
    private enum Head: String, CaseIterable { case average, flatten }

    /// One convolution with what follows it.
    private struct Layer {
        let name: String
        /// kernel extents, inputs, outputs.
        let weight: Shape
        /// The places that it computes.
        let places: Int
        let norm: Norm
    }

    private let activation: Activation
    private let pooling: Pooling
    private let head: Head
    /// Of a row: spatial extents, then channels.
    private let inputShape: [Int]
    private let layers: [Layer]
    let parameters: [ParameterSpecification]
    let forwardCost: ForwardCost

    init(arguments: Arguments, inputs: InputLayout, outputWidth: Int) throws(Diagnostic) {
        guard let shape = arguments.optionalIntegers("shape") ?? inputs.shape else {
            throw Diagnostic(
                "shape is not given, and the dataset states none",
                remedy: "set shape: [length] or [height, width]")
        }
        let count = shape.reduce(1.0) { $0 * Double($1) }
        guard count == Double(inputs.width) else {
            throw Diagnostic(
                "shape \(shape) means \(JSONValue.canonicalNumber(count)) inputs, but there are \(inputs.width)",
                remedy:
                    "give the shape of the data; columns that were dropped because they never vary stay with "
                    + "constant_columns: keep on the dataset")
        }
        activation = Activation(arguments)
        pooling = Pooling(rawValue: arguments.text("pooling"))!
        head = Head(rawValue: arguments.text("head"))!
        inputShape = shape.count == 3 ? shape : shape + [1]
        let kind = Norm.Kind(rawValue: arguments.text("norm"))!
        let initializer = Initializer(arguments, for: activation)
        let kernel = arguments.integer("kernel")

        var extents = Array(inputShape.dropLast())
        var channels = inputShape.last!
        var layers: [Layer] = []
        var parameters: [ParameterSpecification] = []
        var (multiplications, activations) = (0.0, 0.0)
        for (index, outputs) in arguments.integers("channels").enumerated() {
            let name = "convolution.\(index)"
            let window = extents.map { _ in kernel }
            let layer = Layer(
                name: name, weight: Shape(window + [channels, outputs]), places: extents.reduce(1, *),
                norm: Norm(kind, "\(name).norm", width: outputs, arguments))
            layers.append(layer)
            let positions = window.reduce(1, *)
            parameters.append(
                ParameterSpecification(
                    "\(name).weight", layer.weight, .weight,
                    .drawn(initializer, fanIn: positions * channels, fanOut: positions * outputs),
                    isScaleInvariant: kind == .batch))
            if kind == .none { parameters.append(.bias("\(name).bias", outputs)) }
            parameters += layer.norm.parameters
            // The patches under the kernel are laid out in memory.
            multiplications += Double(layer.places) * Double(layer.weight.count)
            activations += Double(layer.places) * Double(positions * channels + 3 * outputs)
            channels = outputs
            if pooling == .none { continue }
            guard extents.allSatisfy({ $0 >= 2 }) else {
                throw Diagnostic(
                    "pooling halves shape \(shape) once per convolution, and \(extents) cannot be halved after "
                        + "convolution \(index + 1)",
                    remedy: "give fewer channels, or pooling: none")
            }
            extents = extents.map { $0 / 2 }
        }
        let width = channels * (head == .flatten ? extents.reduce(1, *) : 1)
        parameters += affineParameters("output", width, outputWidth, initializer)
        self.layers = layers
        self.parameters = parameters
        forwardCost = ForwardCost(
            multiplications: multiplications + Double(width * outputWidth),
            activations: activations + Double(width + outputWidth))
    }

    var states: [ModelState] { layers.flatMap(\.norm.states) }

    var minimumBatchRows: Int { layers.contains { $0.norm.kind == .batch && $0.places == 1 } ? 2 : 1 }

    func forward(_ inputs: Tensor, _ context: ForwardContext) -> Tensor {
        let rows = inputs.shape[0]
        var value = context.hook(inputs, at: .input).reshaped(Shape([rows] + inputShape))
        let window = inputShape.dropLast().map { _ in 2 }
        for (index, layer) in layers.enumerated() {
            value = convolution(value, context.parameters["\(layer.name).weight"], padding: .same)
            if layer.norm.kind == .none { value = value + context.parameters["\(layer.name).bias"] }
            value = context.hook(activation(layer.norm(value, context)), at: .hidden(index))
            switch pooling {
            case .max: value = maximumPool(value, window: window)
            case .average: value = averagePool(value, window: window)
            case .none: break
            }
        }
        switch head {
        case .average: value = globalAveragePool(value)
        case .flatten: value = value.reshaped([rows, value.shape.count / rows])
        }
        return affine("output", value, context)
    }
}
