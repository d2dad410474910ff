import Datasets
import Methods
import Primitives
import Testing

@testable import Training

@Suite("Plan cache") struct PlanCacheTests {
    private func dropout(_ rate: Double, hidden: Int = 8, _ data: PreparedData) -> CellBlueprint {
        let type = MethodCatalogue.type(named: "dropout")!
        return Fixture.blueprint(
            data, ["hidden": .integers([hidden])],
            methods: [(type, Fixture.use(type.declaration, ["rate": .schedule(.constant(rate))]))])
    }

    @Test("cells that differ only in seed or scalars share one compilation") func sharing() {
        let data = Fixture.data()
        let environment = ExecutionEnvironment()
        for rate in [0.1, 0.2, 0.3] {
            for seed in 0..<2 {
                _ = Fixture.train(dropout(rate, data), data, seed: seed, environment: environment)
            }
        }
        // A full batch, the last one, and the evaluation.
        #expect(environment.cache.compilationCount == 3)
        _ = Fixture.train(dropout(0.1, hidden: 9, data), data, environment: environment)
        #expect(environment.cache.compilationCount == 6)
    }
}
