import Primitives
import TensorCore
import Training

/// Residual blocks of parallel branches.
struct MultiBranchMultilayerPerceptron: Model {
    static let declaration = ComponentDeclaration(
        id: "multi-branch-mlp", family: "feed-forward",
        summary:
            "Residual blocks of parallel two-layer branches, whose mean is added, with a norm before each block.",
        formula:
            "h_0 = x W + b,  h_l = h_{l−1} + (1/B) Σ_j A₂ⱼ φ(A₁ⱼ norm(h_{l−1})),  z = A φ(norm(h_L)),  A affine",
        citations: [
            "Gastaldi 2017, Shake-Shake regularization, section 1 (blocks of two branches)",
            "Gorishniy, Rubachev, Khrulkov & Babenko 2021, Revisiting deep learning models for tabular data, section 3.2",
        ],
        parameters: [
            ParameterDeclaration(
                "width", .integer(1...65_536), default: .integer(64), "Units between blocks."),
            ParameterDeclaration(
                "blocks", symbol: "L", .integer(0...64), default: .integer(2), "Residual blocks."),
            ParameterDeclaration(
                "branches", symbol: "B", .integer(1...16), default: .integer(2),
                "Parallel branches of a block."),
            ParameterDeclaration(
                "hidden_factor", .real(.closed(0.01, 100)), default: .real(1),
                "Hidden units of a branch over width, rounded down, at least 1."),
        ] + Norm.declarations([.none, .batch, .layer], default: .batch) + [
            Activation.declaration,
            Initializer.declaration,
        ],
        remarks: [
            "With one branch it is residual-mlp under other names of its parameters.",
            "The branches of a block share the norm before it and start from different draws.",
        ] + Norm.remarks)

    private let activation: Activation
    private let blocks: [Norm]
    private let branches: Int
    private let head: Norm
    let parameters: [ParameterSpecification]

    init(arguments: Arguments, inputs: InputLayout, outputWidth: Int) {
        let width = arguments.integer("width")
        let hidden = max(1, Int(Double(width) * arguments.real("hidden_factor")))
        let kind = Norm.Kind(rawValue: arguments.text("norm"))!
        activation = Activation(arguments)
        branches = arguments.integer("branches")
        let initializer = Initializer(arguments, for: activation)
        blocks = (0..<arguments.integer("blocks")).map {
            Norm(kind, "block.\($0).norm", width: width, arguments)
        }
        head = Norm(kind, "output.norm", width: width, arguments)
        var parameters = affineParameters("input", inputs.width, width, initializer)
        for (index, norm) in blocks.enumerated() {
            parameters += norm.parameters
            for branch in 0..<branches {
                let name = "block.\(index).branch.\(branch)"
                parameters += affineParameters("\(name).hidden", width, hidden, initializer)
                parameters += affineParameters("\(name).output", hidden, width, initializer)
            }
        }
        self.parameters =
            parameters + head.parameters + affineParameters("output", width, outputWidth, initializer)
    }

    var states: [ModelState] { blocks.flatMap(\.states) + head.states }

    var minimumBatchRows: Int { head.kind == .batch ? 2 : 1 }

    func forward(_ inputs: Tensor, _ context: ForwardContext) -> Tensor {
        var value = affine("input", context.hook(inputs, at: .input), context)
        for (index, norm) in blocks.enumerated() {
            let normed = norm(value, context)
            var sum: Tensor?
            for branch in 0..<branches {
                let name = "block.\(index).branch.\(branch)"
                let hidden = context.hook(
                    activation(affine("\(name).hidden", normed, context)),
                    at: ActivationSite("\(name).hidden", .hidden))
                let output = context.hook(
                    affine("\(name).output", hidden, context), at: ActivationSite(name, .branch))
                sum = sum.map { $0 + output } ?? output
            }
            value = value + sum! / Float(branches)
        }
        return affine("output", activation(head(value, context)), context)
    }
}
