import Primitives
import Testing

@testable import Datasets

@Suite("Properties of the synthetic regressions and models")
struct GeneratorPropertyTests {
    private static let sources: [any DatasetSource.Type] = [
        Friedman1.self, Friedman2.self, Friedman3.self, SparseLinear.self, IsotropicRidge.self,
        TeacherStudent.self, HiddenManifold.self, Compositional.self, Piecewise1D.self, CovariateShift.self,
    ]

    private static let streams: [any StreamingSource.Type] = sources.compactMap {
        $0 as? any StreamingSource.Type
    }

    /// The ends of a parameter's domain, none above `most`.
    private func extremes(_ parameter: ParameterDeclaration, most: Int) -> [ParameterValue] {
        switch parameter.domain {
        case .integer(let range): [.integer(range.lowerBound), .integer(min(range.upperBound, most))]
        case .real(let interval):
            [
                .real(interval.includesLower ? interval.lower : interval.lower.nextUp),
                .real(interval.includesUpper ? interval.upper : interval.upper.nextDown),
            ]
        case .boolean: [.boolean(false), .boolean(true)]
        case .choice(let words): words.map(ParameterValue.text)
        default: []
        }
    }

    /// Loads, and checks that all is finite, or that the refusal is one of usage with a remedy.
    private func check(_ type: any DatasetSource.Type, _ given: [String: ParameterValue]) throws -> Bool {
        let arguments = try Arguments(given, for: type.declaration.parameters)
        let dataset: Dataset
        do throws(BenchError) {
            dataset = try type.init(arguments: arguments, baseDirectory: "").load()
        } catch {
            #expect(error.exitCode == .usage && error.diagnostics[0].remedy != nil, "\(given)")
            return false
        }
        let isFinite =
            dataset.inputRows.allSatisfy { $0.allSatisfy { $0.isFinite } }
            && dataset.targetValues.allSatisfy { $0.isFinite } && dataset.means.allSatisfy { $0.isFinite }
            && (dataset.roles.weights ?? []).allSatisfy { $0.isFinite && $0 >= 0 }
            && (dataset.truth?.quantities ?? []).allSatisfy { $0.values.allSatisfy { $0.isFinite } }
        #expect(isFinite, "\(type.declaration.id) \(given)")
        return true
    }

    @Test("Every end of every parameter gives finite data or a refusal", arguments: sources.indices)
    func edges(index: Int) throws {
        let type = Self.sources[index]
        let small: [String: ParameterValue] = ["n": .integer(4)]
        var loaded = 0
        for parameter in type.declaration.parameters where parameter.name != "n" {
            for value in extremes(parameter, most: 500) {
                if try check(type, small.merging([parameter.name: value]) { $1 }) { loaded += 1 }
            }
        }
        #expect(loaded >= 2 * (type.declaration.parameters.count - 4))
        // Several at once.
        var random = CaseGenerator(state: UInt64(index))
        for _ in 0..<25 {
            var given = small
            for parameter in type.declaration.parameters where parameter.name != "n" {
                if Int.random(in: 0..<3, using: &random) == 0 {
                    given[parameter.name] = extremes(parameter, most: 60).randomElement(using: &random)
                }
            }
            _ = try check(type, given)
        }
    }

    @Test("Tables that would exhaust memory or time are refused at once")
    func tooLarge() throws {
        let large: [String: ParameterValue] = ["n": .integer(1_000_000), "dimension": .integer(10_000)]
        for type in [
            Friedman1.self, SparseLinear.self, IsotropicRidge.self, TeacherStudent.self, HiddenManifold.self,
        ]
            as [any DatasetSource.Type]
        {
            #expect(try !check(type, large))
        }
        #expect(
            try !check(
                TeacherStudent.self,
                ["n": .integer(1_000_000), "dimension": .integer(50), "hidden": .integer(1000)]))
        #expect(
            try !check(
                Compositional.self,
                ["dimension": .integer(1024), "inner_width": .integer(100), "features": .integer(4096)]))
        #expect(try !check(Compositional.self, ["n": .integer(1_000_000), "features": .integer(4096)]))
    }

    @Test("The same arguments give the same content, another data_seed another", arguments: sources.indices)
    func determinism(index: Int) throws {
        let type = Self.sources[index]
        func content(_ seed: Int) throws -> Dataset {
            let arguments = try Arguments(
                ["n": .integer(50), "data_seed": .integer(seed)], for: type.declaration.parameters)
            return try type.init(arguments: arguments, baseDirectory: "").load()
        }
        let (first, second, other) = (try content(0), try content(0), try content(1))
        #expect(first.contentHash == second.contentHash && first.truth == second.truth)
        #expect(first.contentHash != other.contentHash && first.target != other.target)
        #expect(first.name.hasPrefix(type.declaration.id))
    }

    @Test("Streams give other rows of the same law for every draw", arguments: streams.indices)
    func draws(index: Int) throws {
        let type = Self.streams[index]
        #expect(type.declaration.parameters.contains { $0.name == "online" })
        let arguments = try Arguments(["n": .integer(60)], for: type.declaration.parameters)
        let source = type.init(arguments: arguments, baseDirectory: "")
        let loaded = try source.load()
        let (zero, one, two) = (try source.rows(draw: 0), try source.rows(draw: 1), try source.rows(draw: 2))
        #expect(zero.contentHash == loaded.contentHash)
        #expect(Set([zero.contentHash, one.contentHash, two.contentHash]).count == 3)
        #expect(one.contentHash == (try source.rows(draw: 1)).contentHash)
        #expect(one.rowCount == 60 && one.columns.map(\.name) == zero.columns.map(\.name))
        #expect(one.truth?.quantities == zero.truth?.quantities)
        #expect(one.truth?.relevantColumns == zero.truth?.relevantColumns)
    }

    @Test("The function of a stream is the same for every draw")
    func sameLaw() throws {
        // Without noise, equal laws leave no error: a linear one is found again from another draw's rows.
        let linear = try source(
            IsotropicRidge.self, ["n": .integer(40), "dimension": .integer(6), "noise": .real(0)])
        let later = try linear.rows(draw: 3)
        let beta = try #require(try linear.load().truth?.values("coefficients"))
        for (x, y) in zip(later.inputRows, later.targetValues) {
            #expect(abs(zip(x, beta).reduce(0) { $0 + $1.0 * $1.1 } - y) < 1e-12)
        }
        // In one dimension a teacher's and a composition's values can be compared at neighbouring inputs.
        for type in [TeacherStudent.self, Compositional.self] as [any StreamingSource.Type] {
            var given: [String: ParameterValue] = ["n": .integer(1000), "noise": .real(0)]
            given["dimension"] = .integer(type == TeacherStudent.self ? 1 : 2)
            if type == Compositional.self {
                given["outer_smoothness"] = .integer(2)
                given["features"] = .integer(64)
                given["length_scale"] = .real(3)
            }
            let source = type.init(
                arguments: try Arguments(given, for: type.declaration.parameters), baseDirectory: "")
            let (a, b) = (try source.load(), try source.rows(draw: 1))
            let (near, far) = (a.inputRows, b.inputRows)
            let spread = deviation(a.means)
            var distances: [Double] = []
            for row in 0..<100 {
                let x = far[row]
                guard x.allSatisfy({ abs($0) < 1.5 }) else { continue }
                let nearest = near.enumerated().min { p, q in
                    zip(p.element, x).reduce(0) { $0 + abs($1.0 - $1.1) }
                        < zip(q.element, x).reduce(0) { $0 + abs($1.0 - $1.1) }
                }!
                distances.append(abs(a.means[nearest.offset] - b.means[row]) / spread)
            }
            #expect(meanAndError(distances).mean < 0.1, "\(type.declaration.id)")
        }
    }
}
