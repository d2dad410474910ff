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

    private let trunk: ResidualTrunk

    init(arguments: Arguments, inputs: InputLayout, outputWidth: Int) {
        trunk = ResidualTrunk(arguments, inputs: inputs, outputWidth: outputWidth) { ["block.\($0)"] }
    }

    var parameters: [ParameterSpecification] { trunk.parameters }

    var states: [ModelState] { trunk.states }

    var minimumBatchRows: Int { trunk.minimumBatchRows }

    func forward(_ inputs: Tensor, _ context: ForwardContext) -> Tensor {
        trunk.forward(inputs, context) { index, normed in
            trunk.branch("block.\(index)", normed, site: "block.\(index).branch", context)
        }
    }
}
