import Primitives
import Testing

@testable import Datasets

@Suite("Online streams")
struct StreamingSourceTests {
    private static let streaming = DatasetCatalogue.sources.filter { $0 is any StreamingSource.Type }
        .map { $0.declaration.id }

    @Test("The generators that can stream are those that say so")
    func declared() {
        for source in DatasetCatalogue.sources {
            let declares = source.declaration.parameters.contains { $0.name == "online" }
            #expect(declares == (source is any StreamingSource.Type), "\(source.declaration.id)")
        }
        let expected = ["xor", "parity", "gaussian-mixture", "mnist-1d", "spurious-domains"]
        #expect(Set(Self.streaming).isSuperset(of: expected))
    }

    @Test(
        "Draw 0 is what load() gives; every draw is fresh, repeatable and of the same form",
        arguments: streaming)
    func draws(id: String) throws {
        let source = try #require(try generator(id, ["n": .integer(200)]) as? any StreamingSource)
        let loaded = try source.load()
        #expect(try source.rows(draw: 0).contentHash == loaded.contentHash)
        let draws = try (0..<4).map { try source.rows(draw: $0) }
        #expect(Set(draws.map(\.contentHash)).count == 4)
        for (index, draw) in draws.enumerated() {
            #expect(try source.rows(draw: index).contentHash == draw.contentHash)
            #expect(draw.columns.map(\.name) == loaded.columns.map(\.name))
            #expect(
                draw.task == loaded.task && draw.rowCount == loaded.rowCount && draw.shape == loaded.shape)
            #expect(draw.roles.split == loaded.roles.split)
            #expect(draw.truth?.bayesErrorRate == loaded.truth?.bayesErrorRate)
            #expect(draw.truth?.relevantColumns == loaded.truth?.relevantColumns)
            #expect(draw.truth?.quantities == loaded.truth?.quantities)
        }
        // Whether rows are fresh is the trainer's matter: the first rows are the same.
        let online = try generated(id, ["n": .integer(200), "online": .boolean(true)])
        #expect(online.contentHash == loaded.contentHash)
    }

    @Test("Later draws have the same means within their error: the centres do not move")
    func law() throws {
        let given: [String: ParameterValue] = [
            "n": .integer(4000), "rotate": .boolean(true), "dimension": .integer(4), "separation": .real(6),
        ]
        let source = try #require(try generator("gaussian-mixture", given) as? any StreamingSource)
        let (a, b) = (try source.rows(draw: 0), try source.rows(draw: 3))
        for (first, second) in zip(a.numericColumns, b.numericColumns) {
            let means = [(a, first), (b, second)].map { dataset, column in
                mean((0..<4000).filter { dataset.codes[$0] == 0 }.map { column[$0] })
            }
            #expect(abs(means[0] - means[1]) < 4 * (2 / 2000.0).squareRoot())
        }
    }

    @Test("Fresh sequences of mnist-1d are standardised as the first draw was")
    func standardisation() throws {
        let source = try #require(try generator("mnist-1d", ["n": .integer(500)]) as? any StreamingSource)
        let values = try source.rows(draw: 1).numericColumns.flatMap { $0 }
        #expect(mean(values) != 0 && abs(mean(values)) < 0.1)
        #expect(abs(covariance(values, values) - 1) < 0.15)
    }
}
