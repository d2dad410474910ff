import Primitives
import TensorCore
import Training

/// The ResNet for tabular data.
struct ResidualMultilayerPerceptron: Model {
    static let declaration = ComponentDeclaration(
        id: "residual-mlp", family: "feed-forward",
        summary: "Residual blocks of two layers each, with a norm before each block: the ResNet for tables.",
        formula: "h_0 = x W + b,  h_l = h_{l−1} + A₂ φ(A₁ norm(h_{l−1})),  z = A φ(norm(h_L)),  A affine",
        citations: [
            "Gorishniy, Rubachev, Khrulkov & Babenko 2021, Revisiting deep learning models for tabular data, section 3.2",
            "Ioffe & Szegedy 2015, Batch normalization, algorithms 1 and 2",
            "Ba, Kiros & Hinton 2016, Layer normalization, eq. 4",
        ],
        parameters: [
            ParameterDeclaration(
                "width", .integer(1...65_536), default: .integer(64), "Units between blocks."),
            ParameterDeclaration(
                "blocks", symbol: "L", .integer(0...64), default: .integer(2), "Residual blocks."),
            ParameterDeclaration(
                "hidden_factor", .real(.closed(0.01, 100)), default: .real(2),
                "Hidden units of a block over width, rounded down, at least 1."),
        ] + Norm.declarations([.none, .batch, .layer], default: .batch) + [
            Activation.declaration,
            Initializer.declaration,
        ],
        remarks: [
            "Dropout acts on the hidden units of each block (the paper's first dropout; its second, on the block's "
                + "output, is 0 in its default).",
            "The paper initialises as PyTorch does by default, uniformly with variance 1/(3 n); here initialization "
                + "says how.",
        ] + Norm.remarks)

    private let activation: Activation
    private let blocks: [Norm]
    private let head: Norm
    let parameters: [ParameterSpecification]

    init(arguments: Arguments, inputs: InputLayout, outputWidth: Int) {
        let width = arguments.integer("width")
        let hidden = max(1, Int(Double(width) * arguments.real("hidden_factor")))
        let kind = Norm.Kind(rawValue: arguments.text("norm"))!
        activation = Activation(arguments)
        let initializer = Initializer(arguments, for: activation)
        blocks = (0..<arguments.integer("blocks")).map {
            Norm(kind, "block.\($0).norm", width: width, arguments)
        }
        head = Norm(kind, "output.norm", width: width, arguments)
        var parameters = affineParameters("input", inputs.width, width, initializer)
        for (index, norm) in blocks.enumerated() {
            parameters += norm.parameters
            parameters += affineParameters("block.\(index).hidden", width, hidden, initializer)
            parameters += affineParameters("block.\(index).output", hidden, width, initializer)
        }
        self.parameters =
            parameters + head.parameters + affineParameters("output", width, outputWidth, initializer)
    }

    var states: [ModelState] { blocks.flatMap(\.states) + head.states }

    var minimumBatchRows: Int { head.kind == .batch ? 2 : 1 }

    func forward(_ inputs: Tensor, _ context: ForwardContext) -> Tensor {
        var value = affine("input", context.hook(inputs, at: .input), context)
        for (index, norm) in blocks.enumerated() {
            let name = "block.\(index)"
            let hidden = activation(affine("\(name).hidden", norm(value, context), context))
            let branch = affine(
                "\(name).output", context.hook(hidden, at: ActivationSite("\(name).hidden", .hidden)), context
            )
            value = value + context.hook(branch, at: ActivationSite("\(name).branch", .branch))
        }
        return affine("output", activation(head(value, context)), context)
    }
}
