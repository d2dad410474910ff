import Numerics
import Primitives
import Testing

@testable import Datasets

/// What holds for every corruption of the catalogue.
@Suite("All corruptions")
struct CorruptionCatalogueTests {
    static let ids = CorruptionCatalogue.declarations.map(\.id)

    /// The numbers of classes that a corruption is for.
    private func kinds(_ declaration: ComponentDeclaration) -> [Int] {
        (declaration.tasks.contains(.regression) ? [0] : [])
            + (declaration.tasks.contains(.classification) ? [2, 3] : [])
    }

    @Test("At its neutral setting it changes nothing, at its default something", arguments: ids)
    func neutral(id: String) throws {
        let declaration = try #require(CorruptionCatalogue.corruption(id)).declaration
        let neutral = try #require(declaration.neutralArguments)
        for classes in kinds(declaration) {
            let sample = Sample.example(classes: classes)
            let use = ComponentUse(id: id, version: declaration.version, arguments: neutral)
            #expect(SampleBits(try corrupted(sample, [use])) == SampleBits(sample))
            // The default of subsample is to keep everything.
            let given: [String: ParameterValue] = id == "subsample" ? ["share": .real(0.5)] : [:]
            let changed = try corrupted(sample, id, given)
            #expect(SampleBits(changed) != SampleBits(sample))
            #expect(SampleBits(changed) == SampleBits(try corrupted(sample, id, given)))
            #expect(SampleBits(changed) != SampleBits(try corrupted(sample, id, given, seed: 1)))
        }
    }

    @Test("It leaves the other corruptions' draws alone", arguments: ids)
    func composition(id: String) throws {
        let declaration = try #require(CorruptionCatalogue.corruption(id)).declaration
        let neutral = ComponentUse(
            id: id, version: declaration.version, arguments: try #require(declaration.neutralArguments))
        for classes in kinds(declaration) {
            let sample = Sample.example(classes: classes)
            let others = try [
                corruption(classes > 0 ? "symmetric-label-noise" : "target-noise"),
                corruption("feature-noise"),
                corruption("missing-completely-at-random"), corruption("duplicate-rows"),
            ].filter { $0.id != id }
            let alone = SampleBits(try corrupted(sample, others))
            for place in 0...others.count {
                var uses = others
                uses.insert(neutral, at: place)
                #expect(SampleBits(try corrupted(sample, uses)) == alone)
            }
            // A second use draws from a stream of its own.
            let given: [String: ParameterValue] = id == "subsample" ? ["share": .real(0.5)] : [:]
            let twice = try corrupted(sample, [neutral, corruption(id, given)])
            #expect(SampleBits(twice) != SampleBits(try corrupted(sample, id, given)))
        }
    }

    @Test("What it was told to spare stays as it was", arguments: ids)
    func parts(id: String) throws {
        let declaration = try #require(CorruptionCatalogue.corruption(id)).declaration
        guard declaration.parameters.contains(where: { $0.name == "parts" }) else { return }
        for classes in kinds(declaration) {
            let sample = Sample.example(classes: classes)
            for parts in CorruptedParts.allCases {
                let result = try corrupted(sample, id, ["parts": .text(parts.rawValue)])
                let spared = Set(0..<sample.dataset.rowCount).subtracting(sample.rows(of: parts)).sorted()
                func bits(_ sample: Sample, _ rows: [Int]) -> SampleBits {
                    var part = Sample(
                        sample.dataset.taking(rows: rows), Split(train: [], validation: [], test: []))
                    part.dataset.truth = nil
                    return SampleBits(part)
                }
                #expect(bits(result, spared) == bits(sample, spared), "\(parts)")
                let reached = sample.rows(of: parts)
                #expect(bits(result, reached) != bits(sample, reached), "\(parts)")
                // What is known of the best prediction holds as long as the test rows are what they were.
                #expect((result.dataset.truth?.bayesErrorRate == nil) == (parts == .all))
            }
        }
    }

    @Test("Tiny and odd datasets give a result or an error, never a trap", arguments: ids)
    func tiny(id: String) throws {
        let declaration = try #require(CorruptionCatalogue.corruption(id)).declaration
        let columns: [[FeatureColumn]] = [
            [.numeric("a", [1, 1])], [.numeric("a", [.nan, .nan])], [.categorical("a", ["u", nil])],
            [.numeric("a", [-1.7e308, 1.7e308]), .numeric("b", [1.7e308, -1.7e308])],
        ]
        let splits = [
            Split(train: [0], validation: [], test: [1]), Split(train: [0, 1], validation: [], test: []),
            Split(train: [], validation: [0], test: [1]),
        ]
        let targets: [(Dataset.Target, Int)] = [
            (.classes([1, 1]), 2), (.classes([0, 1]), 3), (.values([1, 1]), 0),
            (.values([-1.7e308, 1.7e308]), 0),
        ]
        var outcomes = (results: 0, errors: 0)
        for setting in PreprocessingLeakTests.settings(of: declaration) + [
            ["map": .mapping(["x": .texts(["y"])])]
        ] {
            guard let use = try? corruption(id, setting) else { continue }
            for (columns, split) in columns.flatMap({ columns in splits.map { (columns, $0) } }) {
                for (target, classes) in targets {
                    do {
                        let result = try corrupted(
                            Sample(inMemoryDataset(columns, target, classes: classes), split), [use])
                        outcomes.results += 1
                        for column in result.dataset.columns {
                            guard case .numeric(let numbers) = column.values else { continue }
                            #expect(!numbers.contains { $0.isInfinite })
                        }
                        #expect(result.values.allSatisfy { $0.isFinite })
                        #expect(result.dataset.columns.allSatisfy { $0.count == result.dataset.rowCount })
                        _ = try? prepare(result)
                    } catch let error as BenchError {
                        outcomes.errors += 1
                        #expect(error.exitCode == .data || error.exitCode == .usage)
                        #expect(error.diagnostics[0].remedy != nil)
                    }
                }
            }
        }
        #expect(outcomes.results > 0)
    }
}
