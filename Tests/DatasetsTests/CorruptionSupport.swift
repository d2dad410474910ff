import Numerics
import Primitives
import Testing

@testable import Datasets

/// A use of the corruption `id`.
func corruption(_ id: String, _ given: [String: ParameterValue] = [:]) throws -> ComponentUse {
    try ComponentUse(#require(CorruptionCatalogue.corruption(id)).declaration, given)
}

/// `sample` after the corruptions `uses`.
func corrupted(_ sample: Sample, _ uses: [ComponentUse], seed: Int = 0) throws -> Sample {
    var sample = sample
    try CorruptionCatalogue.apply(uses, to: &sample, seed: seed)
    return sample
}

/// `sample` after one corruption.
func corrupted(_ sample: Sample, _ id: String, _ given: [String: ParameterValue] = [:], seed: Int = 0) throws
    -> Sample
{
    try corrupted(sample, [corruption(id, given)], seed: seed)
}

/// Everything of a sample, with missing numbers by their bits, so that equal samples compare as equal.
struct SampleBits: Equatable {
    struct Column: Equatable {
        let name: String
        let numbers: [UInt64]
        let codes: [Int32]
        let levels: [String]
        let isOrdinal: Bool
    }

    let columns: [Column]
    let target: Dataset.Target
    let clean: Dataset.Target?
    let split: Split
    let roles: RowRoles
    let shape: [Int]?
    let truth: Truth?
    let notes: [String]

    init(_ sample: Sample) {
        columns = sample.dataset.columns.map { column in
            switch column.values {
            case .numeric(let numbers):
                Column(
                    name: column.name, numbers: numbers.map(\.bitPattern), codes: [], levels: [],
                    isOrdinal: column.isOrdinal)
            case .categorical(let codes, let levels):
                Column(
                    name: column.name, numbers: [], codes: codes, levels: levels, isOrdinal: column.isOrdinal)
            }
        }
        target = sample.dataset.target
        clean = sample.cleanTarget
        split = sample.split
        roles = sample.dataset.roles
        shape = sample.dataset.shape
        truth = sample.dataset.truth
        notes = sample.dataset.notes.map(\.message)
    }
}

extension Sample {
    /// Rows of two related numbers, one of them with gaps, levels, groups and weights; a regression where
    /// `classes` is 0.
    static func example(rows: Int = 100, classes: Int) -> Sample {
        var stream = RandomStream(seed: 8, name: "example sample")
        let a = (0..<rows).map { _ in stream.normal() }
        let b = a.enumerated().map { $0 % 10 == 9 ? .nan : 5 + 2 * ($1 + 0.5 * stream.normal()) }
        let c = (0..<rows).map { $0 % 13 == 4 ? nil : ["u", "v", "w"][stream.integer(below: 3)] }
        let labels = (0..<rows).map { $0 % max(classes, 1) }
        let values = a.map { 3 * $0 + 0.1 * stream.normal() + 7 }
        var data = inMemoryDataset(
            [.numeric("a", a), .numeric("b", b), .categorical("c", c)],
            classes > 0 ? .classes(labels) : .values(values), classes: classes)
        data.roles.groups = .init(codes: (0..<rows).map { Int32($0 % 4) }, names: ["i", "j", "k", "l"])
        data.roles.weights = (0..<rows).map { Double($0) }
        data.shape = [3]
        data.truth = Truth(
            bayesErrorRate: 0.01, leastRootMeanSquaredError: 0.1, optimalPredictions: data.target)
        let split = Split(
            train: (0..<rows).filter { $0 % 5 <= 2 }, validation: (0..<rows).filter { $0 % 5 == 3 },
            test: (0..<rows).filter { $0 % 5 == 4 })
        return Sample(data, split)
    }

    /// The class of each row.
    var codes: [Int] { if case .classes(let codes) = dataset.target { codes } else { [] } }
    /// The class of each row before any corruption.
    var cleanCodes: [Int] { if case .classes(let codes)? = cleanTarget { codes } else { codes } }
    /// The value of each row.
    var values: [Double] { if case .values(let values) = dataset.target { values } else { [] } }
    /// The numbers of a column.
    func numbers(_ name: String) -> [Double] { dataset.numbers(name) ?? [] }
}
