import Primitives
import TensorCore

/// A named point of a model's forward pass, where methods of the seam "architecture" may act.
///
/// The tensor at a site has the batch's rows as its first axis.
public struct ActivationSite: Sendable, Hashable, CustomStringConvertible {
    /// What stands at a site; a method chooses its sites by this.
    public enum Kind: Sendable, Hashable {
        /// The inputs, before anything is done to them.
        case input
        /// Embedded categorical columns beside the numeric ones.
        case embedding
        /// Hidden units, after their activation function.
        case hidden
        /// What a residual block is about to add to its input.
        case branch
    }

    /// The name, unique in the model, for example `hidden.0`; part of the names of random streams.
    public let name: String
    /// What stands there.
    public let kind: Kind

    /// A site.
    public init(_ name: String, _ kind: Kind) {
        self.name = name
        self.kind = kind
    }

    /// The inputs.
    public static let input = ActivationSite("input", .input)
    /// The embedded inputs.
    public static let embedding = ActivationSite("embedding", .embedding)
    /// After the activation function of hidden layer `index`, from 0.
    public static func hidden(_ index: Int) -> ActivationSite { ActivationSite("hidden.\(index)", .hidden) }

    /// The name.
    public var description: String { name }
}

extension ActivationSite {
    /// The sites of `model`, in the order of its forward pass.
    public static func of(_ model: any Model, inputs: InputLayout) -> [ActivationSite] {
        let graph = Graph()
        let layout = ParameterLayout(model.parameters)
        var sites: [ActivationSite] = []
        let context = ForwardContext(
            model, .evaluation, ParameterView(graph.state("parameters", [layout.count]), layout),
            transform: { value, site in
                sites.append(site)
                return value
            })
        _ = model.forward(graph.data("rows", [2, inputs.width]), context)
        return sites
    }
}
