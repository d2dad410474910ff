import Foundation
import Numerics
import Primitives
import Testing

@testable import Datasets

/// The bits that corruptions and preprocessing steps give, at their defaults on a fixed sample.
///
/// A change of one of these lines changes outcomes: it needs a new version of the component's declaration.
@Suite("Pinned bits of corruptions and steps")
struct PinnedBitsTests {
    private func digest(_ words: [UInt64]) -> String {
        var hasher = SHA256()
        for word in words { hasher.update((0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) }) }
        return String(hasher.finalized().hexadecimal.prefix(16))
    }

    private func words(_ target: Dataset.Target) -> [UInt64] {
        switch target {
        case .classes(let codes): codes.map { UInt64($0) }
        case .values(let values): values.map(\.bitPattern)
        }
    }

    /// Missing numbers as one bit pattern, whatever NaN they are.
    private func words(_ sample: Sample) -> [UInt64] {
        var result = words(sample.dataset.target) + sample.split.train.map { UInt64($0) }
        for column in sample.dataset.columns {
            switch column.values {
            case .numeric(let numbers): result += numbers.map { $0.isNaN ? .max : $0.bitPattern }
            case .categorical(let codes, _): result += codes.map { UInt64(bitPattern: Int64($0)) }
            }
        }
        return result
    }

    private func check(_ lines: [String], _ name: String) throws {
        let path = repository + "/Tests/DatasetsTests/Fixtures/\(name)"
        let expected = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(
            String.init)
        #expect(lines.count == expected.count)
        for (found, line) in zip(lines, expected) { #expect(found == line) }
    }

    @Test("Corruptions")
    func corruptions() throws {
        var lines: [String] = []
        for declaration in CorruptionCatalogue.declarations {
            let classes = declaration.tasks.contains(.classification) ? 3 : 0
            let given: [String: ParameterValue] = declaration.id == "subsample" ? ["share": .real(0.5)] : [:]
            let result = try corrupted(.example(classes: classes), declaration.id, given, seed: 2)
            lines.append("\(declaration.id) \(digest(words(result)))")
        }
        try check(lines, "pinned_corruptions.txt")
    }

    @Test("Preprocessing steps")
    func steps() throws {
        var lines: [String] = []
        for declaration in PreprocessingCatalogue.declarations {
            // By default no level of this sample is rare.
            let given: [String: ParameterValue] =
                declaration.id == "rare-levels" ? ["min_count": .integer(20)] : [:]
            var uses = [try step(declaration.id, given)]
            uses += try ["impute", "standardize", "one-hot"].map { try step($0) }
            let sample = Sample.example(classes: declaration.tasks.contains(.classification) ? 3 : 0)
            let data = try prepare(sample, pipeline: PreprocessingPipeline(uses), seed: 2)
            let inputs = (data.train.inputs + data.test.inputs).map { UInt64($0.bitPattern) }
            lines.append(
                "\(declaration.id) \(digest(inputs + data.train.targets.map { UInt64($0.bitPattern) }))")
        }
        try check(lines, "pinned_steps.txt")
    }
}
