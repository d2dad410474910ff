import Foundation
import Primitives
import Testing

@testable import Datasets

@Suite("Preparation")
struct PreparationTests {
    private static let folder = repository + "/Tests/DatasetsTests/Fixtures"

    private func mixed(target: String, exclude: [String]) throws -> Dataset {
        try csvSource(
            "mixed.csv", target: target, in: Self.folder,
            ["exclude": .texts(exclude), "categorical": .texts(["code"])]
        ).load()
    }

    private func split(rows: Int) -> Split {
        Split(
            train: (0..<rows).filter { $0 % 5 <= 2 }, validation: (0..<rows).filter { $0 % 5 == 3 },
            test: (0..<rows).filter { $0 % 5 == 4 })
    }

    private func reference(_ task: String) throws -> JSONValue {
        let text = try String(contentsOfFile: Self.folder + "/mixed_prepared.json", encoding: .utf8)
        return try #require(try JSONParser.parse(text)[task])
    }

    private func numbers(_ value: JSONValue?) -> [Double] {
        guard case .array(let elements)? = value else { return value?.number.map { [$0] } ?? [] }
        return elements.flatMap { numbers($0) }
    }

    private func expectClose(_ found: [Float], _ expected: [Double]) {
        #expect(found.count == expected.count)
        for (a, b) in zip(found, expected) { #expect(abs(Double(a) - b) <= 6e-8 * max(1, abs(b))) }
    }

    @Test("the layout says which inputs are one column, and of which kind")
    func layout() throws {
        let dataset = try mixed(target: "species", exclude: [])
        let layout = try prepare(dataset, split: split(rows: dataset.rowCount)).layout
        let names = try prepare(dataset, split: split(rows: dataset.rowCount)).featureNames
        #expect(layout.width == names.count)
        #expect(layout.columns.map(\.name) == dataset.columns.map(\.name))
        for (column, first) in layout.placed {
            let inputs = names[first..<first + column.width]
            switch column.kind {
            case .numeric:
                #expect(Array(inputs) == Array([column.name, column.name + "=missing"][..<column.width]))
            case .categorical: #expect(inputs.allSatisfy { $0.hasPrefix(column.name + "=") })
            case .index: Issue.record("no step encoded \(column.name) as an index")
            }
        }
        let kinds = Dictionary(uniqueKeysWithValues: layout.columns.map { ($0.name, $0.kind) })
        #expect(kinds["age"] == .numeric && kinds["colour"] == .categorical && kinds["code"] == .categorical)
    }

    @Test("agrees with pandas and scikit-learn on a mixed file, as a classification")
    func classification() throws {
        let dataset = try mixed(target: "species", exclude: [])
        let data = try prepare(dataset, split: split(rows: dataset.rowCount))
        let expected = try reference("classification")
        #expect(.array(data.featureNames.map(JSONValue.string)) == expected["names"])
        #expect(data.inputWidth == data.featureNames.count)
        #expect(data.outputWidth == 2)
        #expect(data.targetScale == nil)
        for (part, name) in [(data.train, "train"), (data.validation, "validation"), (data.test, "test")] {
            expectClose(part.inputs, numbers(expected[name]?["inputs"]))
            let labels = numbers(expected[name]?["targets"]).map { Int($0) }
            #expect(part.labels == labels)
            #expect(part.targets == labels.flatMap { $0 == 0 ? [1, 0] : [0, 1] })
            #expect(part.values.isEmpty)
        }
        let notes = data.notes.map(\.message).joined(separator: "\n")
        #expect(notes.contains("column \"site\" dropped"))
        #expect(notes.contains("the same value in every training row, encoded as 0: \"trend\""))
        #expect(notes.contains("3 validation or test cells have a level unseen in training"))
        #expect(notes.contains("\"colour\", \"code\""))
    }

    @Test("agrees with pandas and scikit-learn on a mixed file, as a regression")
    func regression() throws {
        let dataset = try mixed(target: "score", exclude: [])
        let data = try prepare(dataset, split: split(rows: dataset.rowCount))
        let expected = try reference("regression")
        #expect(.array(data.featureNames.map(JSONValue.string)) == expected["names"])
        #expect(data.outputWidth == 1)
        let scale = try #require(data.targetScale)
        #expect(abs(scale.mean - numbers(expected["mean"])[0]) < 1e-14)
        #expect(abs(scale.standardDeviation - numbers(expected["sd"])[0]) < 1e-14)
        for (part, name) in [(data.train, "train"), (data.validation, "validation"), (data.test, "test")] {
            expectClose(part.inputs, numbers(expected[name]?["inputs"]))
            expectClose(part.targets, numbers(expected[name]?["targets"]))
            #expect(part.labels.isEmpty)
        }
        #expect(data.test.values == [0.125, 3, 2.625, 9])
    }

    @Test("learns nothing from validation and test rows", arguments: 0..<4)
    func noLeakage(variant: Int) throws {
        let dataset = try mixed(target: "score", exclude: [])
        let split = split(rows: dataset.rowCount)
        var changed = dataset
        for row in split.validation + split.test {
            for index in changed.columns.indices {
                switch changed.columns[index].values {
                case .numeric(var numbers):
                    numbers[row] = [.nan, 1e6, -37.5, 0][variant]
                    changed.columns[index].values = .numeric(numbers)
                case .categorical(var codes, let levels):
                    codes[row] = Int32([-1, 0, levels.count - 1, row % levels.count][variant])
                    changed.columns[index].values = .categorical(codes: codes, levels: levels)
                }
            }
            guard case .values(var values) = changed.target else { return }
            values[row] = Double(row * variant)
            changed.target = .values(values)
        }
        let (before, after) = (try prepare(dataset, split: split), try prepare(changed, split: split))
        #expect(before.train.inputs.map(\.bitPattern) == after.train.inputs.map(\.bitPattern))
        #expect(before.train.targets.map(\.bitPattern) == after.train.targets.map(\.bitPattern))
        #expect(before.targetScale == after.targetScale)
        #expect(before.featureNames == after.featureNames)
        #expect(before.test != after.test)
    }

    @Test("standardises huge, tiny and equal values to finite numbers")
    func extremes() throws {
        let huge = NumericScale(fitting: [1.7e308, -1.7e308, 1.7e308, -1.7e308])
        #expect(huge.mean == 0 && huge.standardDeviation == 1.7e308)
        #expect(huge.standardised(1.7e308) == 1)
        let tiny = NumericScale(fitting: [.leastNonzeroMagnitude, 0])
        #expect(tiny.standardised(.leastNonzeroMagnitude) == 1 && tiny.standardised(0) == -1)
        #expect(tiny.standardised(1) == nil)
        let equal = NumericScale(fitting: [0.1, 0.1, 0.1, .nan])
        #expect(equal.mean == 0.1 && equal.standardDeviation == 0)
        #expect(equal.standardised(5) == 0)
        let none = NumericScale(fitting: [.nan, .nan])
        #expect(none.mean == 0 && none.standardised(3) == 0)
        let offset = NumericScale(fitting: [1_000_000_000.1, 1_000_000_000.2, 1_000_000_000.3])
        #expect(abs(offset.standardDeviation - 0.0816496580927726) < 1e-7)
    }

    @Test("refuses a value too far from the training rows and a target that does not vary in them")
    func refusals() throws {
        let far = try load("x,y\n1,0.5\n1.5,2\n2,1\n1e300,1\n")
        let error = try failure {
            try prepare(far, split: Split(train: [0, 1, 2], validation: [], test: [3]))
        }
        #expect(error.exitCode == .data)
        #expect(error.description.contains("\"x\", data row 4: 1e+300"))
        let flat = try load("x,y\n1,0.5\n2,0.5\n3,1\n")
        let constant = try failure {
            try prepare(flat, split: Split(train: [0, 1], validation: [], test: [2]))
        }
        #expect(constant.exitCode == .data)
        #expect(constant.description.contains("same value in every training row"))
    }
}
