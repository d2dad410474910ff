import Foundation
import Numerics
import Primitives
import Testing

@testable import Datasets

/// A use of the preprocessing step `id`.
func step(_ id: String, _ given: [String: ParameterValue] = [:]) throws -> ComponentUse {
    try ComponentUse(#require(PreprocessingCatalogue.step(id)).declaration, given)
}

/// A dataset without a file.
func inMemoryDataset(
    _ columns: [FeatureColumn], _ target: Dataset.Target, classes: Int = 0
) -> Dataset {
    let task: LearningTask =
        classes > 0 ? .classification(classes: (0..<classes).map { "class \($0)" }) : .regression
    return Dataset(
        name: "table", task: task, columns: columns, target: target, contentHash: SHA256.hash([]))
}

extension FeatureColumn {
    /// A numeric column.
    static func numeric(_ name: String, _ numbers: [Double]) -> FeatureColumn {
        FeatureColumn(name: name, values: .numeric(numbers))
    }

    /// A categorical column; levels are sorted unless given.
    static func categorical(_ name: String, _ cells: [String?], levels given: [String]? = nil)
        -> FeatureColumn
    {
        let levels = given ?? Set(cells.compactMap(\.self)).sorted()
        let codes = cells.map { cell in cell.map { Int32(levels.firstIndex(of: $0)!) } ?? -1 }
        return FeatureColumn(
            name: name, values: .categorical(codes: codes, levels: levels), isOrdinal: given != nil)
    }
}

extension Partition {
    /// The row `index` of the inputs.
    func row(_ index: Int) -> [Float] {
        let width = inputs.count / rows
        return Array(inputs[index * width..<(index + 1) * width])
    }
}
