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

    private let trunk: ResidualTrunk
    private let branches: Int

    init(arguments: Arguments, inputs: InputLayout, outputWidth: Int) {
        let branches = arguments.integer("branches")
        self.branches = branches
        trunk = ResidualTrunk(arguments, inputs: inputs, outputWidth: outputWidth) { index in
            (0..<branches).map { Self.branch($0, of: index) }
        }
    }

    var parameters: [ParameterSpecification] { trunk.parameters }

    var states: [ModelState] { trunk.states }

    var minimumBatchRows: Int { trunk.minimumBatchRows }

    func forward(_ inputs: Tensor, _ context: ForwardContext) -> Tensor {
        trunk.forward(inputs, context) { index, normed in
            let outputs = (0..<branches).map { branch in
                let name = Self.branch(branch, of: index)
                return trunk.branch(name, normed, site: name, context)
            }
            return outputs.dropFirst().reduce(outputs[0], +) / Float(branches)
        }
    }

    private static func branch(_ branch: Int, of block: Int) -> String { "block.\(block).branch.\(branch)" }
}
