import Primitives
import TensorCore
import Training

/// What residual perceptrons share: an affine map in, blocks with a norm before each, a norm and an affine map out.
struct ResidualTrunk {
    /// The parameters, in order.
    let parameters: [ParameterSpecification]
    private let activation: Activation
    private let blocks: [Norm]
    private let head: Norm

    /// The trunk with branches of these names in block `index`, each of two affine maps.
    init(
        _ arguments: Arguments, inputs: InputLayout, outputWidth: Int, branches: (_ index: Int) -> [String]
    ) {
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
            for name in branches(index) {
                parameters += affineParameters("\(name).hidden", width, hidden, initializer)
                parameters += affineParameters("\(name).output", hidden, width, initializer)
            }
        }
        self.parameters =
            parameters + head.parameters + affineParameters("output", width, outputWidth, initializer)
    }

    /// The norms' states.
    var states: [ModelState] { blocks.flatMap(\.states) + head.states }

    /// The fewest rows that a training batch can have.
    var minimumBatchRows: Int { head.kind == .batch ? 2 : 1 }

    /// The branch `name` of normalised units, with its hidden units' site and its own, `site`.
    func branch(_ name: String, _ normed: Tensor, site: String, _ context: ForwardContext) -> Tensor {
        let hidden = context.hook(
            activation(affine("\(name).hidden", normed, context)),
            at: ActivationSite("\(name).hidden", .hidden))
        return context.hook(affine("\(name).output", hidden, context), at: ActivationSite(site, .branch))
    }

    /// rows × inputs → rows × outputs; `change` is what block `index` adds, of its normalised input.
    func forward(
        _ inputs: Tensor, _ context: ForwardContext, change: (_ index: Int, _ normed: Tensor) -> Tensor
    ) -> Tensor {
        var value = affine("input", context.hook(inputs, at: .input), context)
        for (index, norm) in blocks.enumerated() { value = value + change(index, norm(value, context)) }
        return affine("output", activation(head(value, context)), context)
    }
}
