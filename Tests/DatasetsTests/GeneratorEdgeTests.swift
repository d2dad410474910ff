import Numerics
import Primitives
import Testing

@testable import Datasets

@Suite("Generators at the edges of their parameters")
struct GeneratorEdgeTests {
    private static let ids = [
        "two-moons", "two-spirals", "circles", "xor", "parity", "gaussian-mixture", "madelon", "mnist-1d",
        "modular-arithmetic", "spurious-domains",
    ]

    /// The ends of a parameter's range, what lies just inside, and its default.
    private func edges(_ parameter: ParameterDeclaration) -> [ParameterValue] {
        switch parameter.domain {
        case .integer(let range): return [range.lowerBound, range.upperBound].map(ParameterValue.integer)
        case .boolean: return [.boolean(false), .boolean(true)]
        case .choice(let words): return words.map(ParameterValue.text)
        case .real(let interval):
            let span = interval.upper - interval.lower
            return [
                interval.lower, interval.upper, interval.lower + 1e-9 * span, interval.lower + 0.3 * span,
            ]
            .flatMap { [$0, $0.nextUp, $0.nextDown] }.filter { interval.contains($0) }
            .map(ParameterValue.real)
        case .integers(let range, let count):
            return [count.lowerBound, 2, 3, count.upperBound].filter(count.contains).flatMap { length in
                [range.lowerBound, range.upperBound].map {
                    .integers([Int](repeating: $0, count: length))
                }
            }
        default: return []
        }
    }

    /// Loads, and checks what every dataset must keep; a refusal must be one of usage or data.
    private func check(_ id: String, _ given: [String: ParameterValue]) throws -> Bool {
        let dataset: Dataset
        do {
            dataset = try generated(id, given)
        } catch let error as BenchError {
            #expect(error.exitCode == .usage || error.exitCode == .data, "\(id) \(given): \(error)")
            #expect(error.diagnostics.allSatisfy { $0.remedy != nil })
            return false
        }
        #expect(dataset.numericColumns.allSatisfy { $0.allSatisfy(\.isFinite) }, "\(id) \(given)")
        if let truth = dataset.truth {
            if let error = truth.bayesErrorRate {
                #expect(error >= -1e-12 && error <= 1, "\(id) \(given): \(error)")
            }
            if let optimal = truth.optimalPredictions { #expect(optimal.count == dataset.rowCount) }
            let names = Set(dataset.columns.map(\.name))
            #expect(names.isSuperset(of: truth.relevantColumns ?? []))
            #expect(truth.quantities.allSatisfy { $0.values.allSatisfy(\.isFinite) })
        }
        return true
    }

    private func least(_ declaration: ComponentDeclaration) -> [String: ParameterValue] {
        guard let n = declaration.parameters.first(where: { $0.name == "n" }),
            case .integer(let range) = n.domain
        else { return [:] }
        return ["n": .integer(range.lowerBound)]
    }

    @Test("Each parameter at each end", arguments: ids)
    func single(id: String) throws {
        let declaration = try #require(DatasetCatalogue.source(id)).declaration
        for parameter in declaration.parameters where parameter.name != "n" {
            for value in edges(parameter) {
                _ = try check(id, least(declaration).merging([parameter.name: value]) { $1 })
            }
        }
        #expect(try check(id, least(declaration)))
    }

    @Test("Random combinations of ends and defaults", arguments: ids)
    func combined(id: String) throws {
        let declaration = try #require(DatasetCatalogue.source(id)).declaration
        var stream = RandomStream(seed: 1, name: "edges")
        var accepted = 0
        for _ in 0..<40 {
            var given = least(declaration)
            for parameter in declaration.parameters where parameter.name != "n" {
                var values = edges(parameter)
                // Upper ends of sizes are tried alone; together they only take long.
                if case .integer(let range) = parameter.domain {
                    values = [
                        range.lowerBound, range.lowerBound + 1, min(range.upperBound, range.lowerBound + 9),
                    ]
                    .map(ParameterValue.integer)
                }
                if let standard = parameter.defaultValue { values.append(standard) }
                given[parameter.name] = values[stream.integer(below: values.count)]
            }
            if try check(id, given) { accepted += 1 }
        }
        #expect(accepted > 0)
    }

    @Test("The content depends on data_seed where anything is random, and on nothing else", arguments: ids)
    func seeds(id: String) throws {
        let declaration = try #require(DatasetCatalogue.source(id)).declaration
        var given: [String: ParameterValue] = [:]
        if declaration.parameters.contains(where: { $0.name == "n" }) { given["n"] = .integer(100) }
        if declaration.parameters.contains(where: { $0.name == "noise" }) { given["noise"] = .real(0.1) }
        let hash = try generated(id, given).contentHash
        #expect(try generated(id, given).contentHash == hash)
        guard declaration.parameters.contains(where: { $0.name == "data_seed" }) else { return }
        #expect(try generated(id, given.merging(["data_seed": .integer(1)]) { $1 }).contentHash != hash)
    }
}
