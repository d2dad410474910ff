import Numerics
import Primitives
import Synchronization
import Testing

@testable import Datasets

@Suite("No step learns from validation or test rows")
struct PreprocessingLeakTests {
    /// The defaults, then each parameter by itself at other values.
    static func settings(of declaration: ComponentDeclaration) -> [[String: ParameterValue]] {
        var result: [[String: ParameterValue]] = [[:]]
        for parameter in declaration.parameters {
            var values: [ParameterValue] = []
            switch parameter.domain {
            case .boolean: values = [.boolean(true), .boolean(false)]
            case .choice(let words): values = words.map(ParameterValue.text)
            case .integer(let range):
                values = [1, 2, 3, 9].filter(range.contains).map(ParameterValue.integer)
            case .real(let interval):
                values = [0.3, 0.75, 4, -2].filter(interval.contains).map(ParameterValue.real)
            case .text: values = [.text("r"), .text("new")]
            case .texts: values = [["a"], ["b"], ["c"], ["d"], ["c", "d"]].map(ParameterValue.texts)
            case .mapping: break
            default: Issue.record("no values to try for \(declaration.id) \(parameter.name)")
            }
            result += values.filter { $0 != parameter.defaultValue }.map { [parameter.name: $0] }
        }
        return result
    }

    @Test(
        "Every step of the catalogue, at every setting",
        arguments: PreprocessingCatalogue.declarations.map(\.id), [0, 2, 3])
    func catalogue(id: String, classes: Int) throws {
        let declaration = try #require(PreprocessingCatalogue.step(id)).declaration
        guard declaration.tasks.contains(classes > 0 ? .classification : .regression) else { return }
        let detector = LeakDetector(classes: classes)
        var compared = 0
        for setting in Self.settings(of: declaration) {
            for before in [[], ["impute"], ["impute-levels"]] {
                var uses = try before.map { try step($0) } + [step(declaration.id, setting)]
                uses += try ["impute", "standardize", "one-hot"].map { try step($0) }
                let findings: [String]?
                do {
                    findings = try detector.findings(PreprocessingPipeline(uses))
                } catch let error as BenchError {
                    // A bound that contradicts another's default, or a column of another kind.
                    #expect(error.exitCode == .usage || setting["columns"] != nil || setting["offset"] != nil)
                    continue
                }
                guard let findings else { continue }
                #expect(findings == [], "\(declaration.id) \(setting) after \(before)")
                compared += 1
            }
        }
        #expect(compared > 3, "\(declaration.id)")
    }

    /// One-hot encoding of every level the file has, whether or not a training row has it.
    private struct AllLevels: PreprocessingStep, FittedStep {
        static let declaration = ComponentDeclaration(id: "all-levels", family: "cheat", summary: "Cheats.")
        init(arguments: Arguments) {}
        init() {}
        func fit(_ training: FeatureTable, seed: Int) -> any FittedStep { self }
        func apply(to table: inout FeatureTable) {
            for index in table.columns.indices {
                guard case .categorical(let codes, let levels) = table.columns[index].cells else { continue }
                table.columns[index].cells = .inputs(
                    .init(
                        kind: .categorical, names: levels,
                        values: codes.flatMap { code in levels.indices.map { $0 == Int(code) ? 1 : 0 } }))
            }
        }
    }

    /// Centring by the mean of every row that ever passed.
    private final class Remembering: PreprocessingStep, FittedStep {
        static let declaration = ComponentDeclaration(id: "remembering", family: "cheat", summary: "Cheats.")
        private let seen = Mutex<[Double]>([])
        init(arguments: Arguments) {}
        init() {}
        func fit(_ training: FeatureTable, seed: Int) -> any FittedStep { self }
        func apply(to table: inout FeatureTable) throws(BenchError) {
            for index in table.columns.indices {
                let present = table.numbers(of: index).filter { !$0.isNaN }
                let mean = seen.withLock { seen in
                    seen += present
                    return seen.reduce(0, +) / Double(max(1, seen.count))
                }
                try table.transformNumbers(of: index) { $0 - mean }
            }
        }
    }

    /// Throws every cell away, so that no change can show.
    private struct Blind: PreprocessingStep, FittedStep {
        static let declaration = ComponentDeclaration(id: "blind", family: "cheat", summary: "Cheats.")
        init(arguments: Arguments) {}
        init() {}
        func fit(_ training: FeatureTable, seed: Int) -> any FittedStep { self }
        func apply(to table: inout FeatureTable) {
            for index in table.columns.indices {
                table.columns[index].cells = .numeric([Double](repeating: 1, count: table.rows.count))
            }
        }
    }

    @Test("The detector sees steps that cheat, and one that changes nothing of other rows")
    func cheats() throws {
        let detector = LeakDetector(classes: 2)
        let rest: [any PreprocessingStep] = try ["impute", "one-hot"].map { id in
            let use = try step(id)
            return try #require(PreprocessingCatalogue.step(id)).init(arguments: use.arguments)
        }
        func findings(_ cheat: any PreprocessingStep) throws -> [String] {
            try #require(try detector.findings(PreprocessingPipeline(steps: [cheat] + rest)))
        }
        try #expect(findings(AllLevels()) == ["newLevels reaches the training rows"])
        try #expect(findings(Remembering()).contains("large reaches the training rows"))
        try #expect(findings(Remembering()).contains("rows reaches the training rows"))
        try #expect(findings(Blind()) == ["nothing reaches the test rows"])
    }
}
