import Foundation
import Numerics
import Primitives
import Records
import Runner
import Suites
import Testing

/// Which cells an edit of a suite, a changed default or a raised version trains again: those that it touches,
/// and no others.
@Suite("What an edit re-runs")
struct ReuseTests {
    private static let text = try! String(
        contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("suites/quickstart.yaml"), encoding: .utf8)

    /// The parameters that the quickstart suite gives, by component.
    private static let given: [String: Set<String>] = [
        "csv": ["path", "target", "task"], "mlp": ["hidden", "activation"], "l2": ["strength"],
        "decoupled-weight-decay": ["strength"], "dropout": ["rate"], "label-smoothing": ["epsilon"],
        "mixup": ["alpha"], "sam": ["rho"], "adamw": ["learning_rate", "weight_decay"],
        "training": ["epochs", "batch_size"], "sgd": ["learning_rate", "momentum"],
        "holdout": ["test", "validation"],
    ]

    private func cells(
        _ text: String = ReuseTests.text, _ vocabulary: Vocabulary = Catalogue.vocabulary,
        numerics: Int = NumericsVersion.current
    ) throws -> [PlannedCell] {
        let suite = try Suite.parse(text: text, path: "suites/quickstart.yaml", vocabulary: vocabulary)
        // The content is what it is whatever a suite calls it.
        let hashes = Dictionary(
            uniqueKeysWithValues: suite.datasets.enumerated().map { ($1.label, SHA256.hash("\($0)")) })
        return Array(suite.cells(contentHashes: hashes, numericsVersion: numerics))
    }

    /// The cells, by the names they had, whose identity is another one now.
    private func changed(_ before: [PlannedCell], _ after: [PlannedCell]) -> Set<String> {
        #expect(before.count == after.count)
        return Set(zip(before, after).filter { $0.identity != $1.identity }.map(\.0.label))
    }

    private func labels(_ cells: [PlannedCell], where isTouched: (PlannedCell) -> Bool) -> Set<String> {
        Set(cells.filter(isTouched).map(\.label))
    }

    @Test("every parameter that the suite gives")
    func givenParameters() throws {
        let edits: [(old: String, new: String, isTouched: (PlannedCell) -> Bool)] = [
            ("{id: l2, strength: 0.001}", "{id: l2, strength: 0.002}", { $0.methodLabel.hasPrefix("l2") }),
            (
                "name: decoupled decay, strength: 0.01", "name: decoupled decay, strength: 0.02",
                { $0.methodLabel == "decoupled decay" }
            ),
            (
                "{id: dropout, rate: 0.2}", "{id: dropout, rate: 0.3}",
                { $0.methodLabel == "dropout rate=0.2" }
            ),
            ("value: 0.2, begin: 15", "value: 0.3, begin: 15", { $0.methodLabel == "late dropout" }),
            ("value: 0.2, begin: 15", "value: 0.2, begin: 16", { $0.methodLabel == "late dropout" }),
            ("epsilon: 0.1", "epsilon: 0.2", { $0.methodLabel.hasPrefix("label-smoothing") }),
            (
                "\n  - {id: mixup, alpha: 0.2}", "\n  - {id: mixup, alpha: 0.4}",
                { $0.methodLabel == "mixup alpha=0.2" }
            ),
            ("\n  - {id: sam, rho: 0.05}", "\n  - {id: sam, rho: 0.1}", { $0.methodLabel == "sam rho=0.05" }),
            ("from: 0.003, to: 0}", "from: 0.002, to: 0}", { $0.methodLabel == "adamw" }),
            ("weight_decay: 0.01", "weight_decay: 0.02", { $0.methodLabel == "adamw" }),
            (
                "      - {id: mixup, alpha: 0.2}", "      - {id: mixup, alpha: 0.4}",
                { $0.methodLabel == "mixup + sam + decay" }
            ),
            (
                "      - {id: sam, rho: 0.05}", "      - {id: sam, rho: 0.1}",
                { $0.methodLabel == "mixup + sam + decay" }
            ),
            (
                "decay, strength: 0.01}\n\n", "decay, strength: 0.02}\n\n",
                { $0.methodLabel == "mixup + sam + decay" }
            ),
            ("epochs: 30", "epochs: 31", { _ in true }), ("batch_size: 32", "batch_size: 16", { _ in true }),
            ("from: 0.05, to: 0}", "from: 0.04, to: 0}", { $0.methodLabel != "adamw" }),
            ("momentum: 0.9", "momentum: 0.8", { $0.methodLabel != "adamw" }),
            ("hidden: [64, 64]", "hidden: [64, 32]", { _ in true }),
            ("activation: relu", "activation: tanh", { _ in true }),
            ("test: 0.2", "test: 0.3", { _ in true }), ("validation: 0.2", "validation: 0.1", { _ in true }),
            ("target: species", "target: sepal_length", { $0.datasetLabel == "iris" }),
            ("task: classification", "task: regression", { $0.datasetLabel == "digits" }),
        ]
        let before = try cells()
        for edit in edits {
            #expect(Self.text.components(separatedBy: edit.old).count == 2, "\(edit.old) is not there once")
            let after = try cells(Self.text.replacingOccurrences(of: edit.old, with: edit.new))
            #expect(changed(before, after) == labels(before, where: edit.isTouched), "\(edit.new)")
        }
    }

    @Test(
        "comments, white space, key order, names, paths, defaults written out and the baseline re-run nothing"
    )
    func nothing() throws {
        let before = try cells()
        for (old, new) in [
            ("seeds: 5  ", "# more\nseeds:   5 # and more  "), ("name: quickstart", "name: other"),
            ("description: Nine", "description: Ten"), ("{id: iris, kind: csv", "{kind: csv, id: flowers"),
            ("data/iris.csv", "elsewhere/iris.csv"), ("id: mlp-64x64", "id: network"),
            ("name: late dropout", "name: dropout in the second half"), ("rho: 0.05", "rho: 5.0e-2"),
            ("baseline: baseline", "baseline: late dropout"),
            ("momentum: 0.9", "momentum: 0.9\n    nesterov: false"),
            (
                "{scheme: holdout, test: 0.2, validation: 0.2}",
                "{validation: 0.2, scheme: holdout, test: 0.2}"
            ),
        ] {
            #expect(Self.text.contains(old), "\(old)")
            let after = try cells(Self.text.replacingOccurrences(of: old, with: new))
            #expect(changed(before, after).isEmpty, "\(new)")
        }
    }

    @Test("more seeds keep the cells there were")
    func seeds() throws {
        let (before, after) = (
            Set(try cells().map(\.identity)),
            Set(try cells(Self.text.replacingOccurrences(of: "seeds: 5", with: "seeds: 7")).map(\.identity))
        )
        #expect(before.isSubset(of: after) && after.count == before.count / 5 * 7)
    }

    @Test("a changed default re-runs the cells that rely on it")
    func defaults() throws {
        let before = try cells()
        var tried = 0
        for (place, component) in try components() {
            for index in component.parameters.indices {
                let parameter = component.parameters[index]
                guard parameter.isIdentifying, let other = otherDefault(parameter) else { continue }
                var changed = component
                changed.parameters[index].defaultValue = other
                let after = try cells(Self.text, place.replacing(component.id, changed))
                let isGiven = Self.given[component.id]?.contains(parameter.name) ?? false
                // Only the digits say their task.
                let expected = labels(before) { cell in
                    uses(cell, component.id)
                        && (!isGiven || (parameter.name == "task" && cell.datasetLabel != "digits"))
                }
                #expect(self.changed(before, after) == expected, "\(component.id): \(parameter.name)")
                tried += 1
            }
        }
        #expect(tried > 30, "\(tried)")
    }

    @Test("a raised version re-runs the cells that use the component; of the arithmetic, all")
    func versions() throws {
        let before = try cells()
        for (place, component) in try components() {
            var raised = component
            raised.version += 1
            let after = try cells(Self.text, place.replacing(component.id, raised))
            #expect(
                changed(before, after) == labels(before) { uses($0, component.id) }, "\(component.id)")
        }
        let after = try cells(numerics: NumericsVersion.current + 1)
        #expect(changed(before, after).count == before.count)
    }

    /// One list of the vocabulary.
    private struct Place {
        var replacing: (String, ComponentDeclaration) -> Vocabulary
    }

    /// Every component that the suite uses, and one that it does not use.
    private func components() throws -> [(Place, ComponentDeclaration)] {
        let vocabulary = Catalogue.vocabulary
        let used = Set(try cells().flatMap(ids)).union(["asam", "linear"])
        var result: [(Place, ComponentDeclaration)] = [
            (
                Place { _, changed in
                    var vocabulary = vocabulary
                    vocabulary.training = changed
                    return vocabulary
                }, vocabulary.training
            )
        ]
        let lists: [WritableKeyPath<Vocabulary, [ComponentDeclaration]>] = [
            \.models, \.methods, \.datasets, \.splits, \.preprocessing,
        ]
        for list in lists {
            for component in vocabulary[keyPath: list] where used.contains(component.id) {
                let place = Place { id, changed in
                    var vocabulary = vocabulary
                    let index = vocabulary[keyPath: list].firstIndex { $0.id == id }!
                    vocabulary[keyPath: list][index] = changed
                    return vocabulary
                }
                result.append((place, component))
            }
        }
        #expect(result.count > 12)
        return result
    }

    private func ids(_ cell: PlannedCell) -> [String] {
        let specification = cell.specification
        let single = [
            specification.dataset, specification.split, specification.model, specification.optimizer,
            specification.training,
        ]
        return (single + specification.preprocessing + specification.methods).map(\.id)
    }

    private func uses(_ cell: PlannedCell, _ id: String) -> Bool { ids(cell).contains(id) }

    /// Another value than the default; nil where none is at hand.
    private func otherDefault(_ parameter: ParameterDeclaration) -> ParameterValue? {
        guard let value = parameter.defaultValue else { return nil }
        switch (parameter.domain, value) {
        case (.boolean, .boolean(let value)): return .boolean(!value)
        case (.choice(let words), .text(let word)): return words.first { $0 != word }.map(ParameterValue.text)
        case (.integer(let range), .integer(let value)):
            return [value + 1, value - 1].first(where: range.contains).map(ParameterValue.integer)
        case (.real(let interval), .real(let value)):
            return [value / 2, value + 1, 0.5].first { $0 != value && interval.contains($0) }
                .map(ParameterValue.real)
        case (.real(let interval), .schedule(.constant(let value))):
            return [value / 2, value + 1, 0.5].first { $0 != value && interval.contains($0) }
                .map { .schedule(.constant($0)) }
        default: return nil
        }
    }
}
