import Datasets
import Methods
import Numerics
import Primitives
import TensorCore

@testable import Training

/// One activation transform by itself, in Float64: what flows on from a site, and what flows back.
struct ActivationBench {
    let method: String
    var given: [String: ParameterValue] = [:]
    var model = "mlp"
    var modelArguments: [String: ParameterValue] = [:]
    var data = Fixture.data()
    var seed = 4
    var step = 2

    /// The values that flow on, and the gradient of Σ cotangent · value by the activation.
    func run(_ site: ActivationSite, _ shape: Shape, _ values: [Double], cotangent: [Double]? = nil) -> (
        values: [Double], gradient: [Double]
    ) {
        let type = MethodCatalogue.type(named: method)!
        let blueprint = Fixture.blueprint(
            data, model: model, modelArguments, methods: [(type, Fixture.use(type.declaration, given))])
        let builder = StepBuilder(blueprint, .training, batchSize: shape[0], data)
        let graph = builder.graph
        let activation = graph.state("activation", shape)
        let entry = blueprint.methods[0]
        let transform = entry.method as! any ActivationTransform
        precondition(transform.acts(at: site), "\(method) does not act at \(site)")
        let result = transform.transform(activation, at: site, builder.context(entry.use))
        let sum = (result * graph.state("cotangent", shape)).sum()
        let slope = gradient(of: sum, withRespectTo: [activation])[0]
        graph.setWidth(ofTable: "hyperparameters", to: max(1, builder.columns.count))
        let row = builder.columns.map { column -> Double in
            guard case .schedule(.constant(let value)) = column.source else { return 0 }
            return Double(Float(value))
        }
        let found = ReferenceExecutor.evaluate(
            [result, slope],
            ReferenceContext(
                buffers: [
                    .state("parameters"): blueprint.initialParameters(seed: seed).map(Double.init),
                    .state("activation"): values,
                    .state("cotangent"): cotangent ?? [Double](repeating: 1, count: shape.count),
                ], tableRows: ["hyperparameters": row.isEmpty ? [0] : row],
                keys: graph.streamNames.map { RandomKey(seed: seed, name: $0) }, step: step))
        return (found[0], found[1])
    }

    /// The uniforms of the method's stream `name` in this step.
    func uniforms(_ name: String, _ count: Int) -> [Double] {
        let key = RandomKey(seed: seed, name: "\(method)/\(name)")
        return Array((0..<(count + 3) / 4).flatMap { key.uniforms(step: step, block: $0) }.prefix(count)).map(
            Double.init)
    }
}
