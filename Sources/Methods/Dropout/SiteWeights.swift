import Primitives
import TensorCore
import Training

/// Which weight makes the activations at each site of a model, and which one is multiplied with them.
struct SiteWeights {
    /// By the site's name: the weight that was used last before it.
    private(set) var before: [String: String] = [:]
    /// By the site's name: the weight that is used next.
    private(set) var after: [String: String] = [:]

    /// Those of the model of `context`, found by running it once.
    init(_ context: MethodContext) {
        let (model, graph) = (context.model, Graph())
        let layout = ParameterLayout(model.parameters)
        var last: String?
        var open: [String] = []
        var (before, after): ([String: String], [String: String]) = ([:], [:])
        let view = ParameterView(graph.state("parameters", [layout.count]), layout) { value, parameter in
            if parameter.role == .weight {
                for site in open { after[site] = parameter.name }
                open = []
                last = parameter.name
            }
            return value
        }
        let pass = ForwardContext(
            model, .evaluation, view,
            transform: { value, site in
                before[site.name] = last
                open.append(site.name)
                return value
            })
        _ = model.forward(graph.data("rows", [2, context.inputs.width]), pass)
        (self.before, self.after) = (before, after)
    }
}
