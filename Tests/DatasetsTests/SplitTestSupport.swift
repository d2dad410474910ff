import Foundation
import Primitives
import Testing

@testable import Datasets

/// A split scheme with some arguments given.
func scheme<Scheme: SplitScheme>(_ type: Scheme.Type, _ given: [String: ParameterValue] = [:]) throws
    -> Scheme
{
    try type.init(arguments: try Arguments(given, for: type.declaration.parameters))
}

/// A dataset with the classes of `codes` (a regression for nil) and one column that counts the rows.
func rowsDataset(_ count: Int, classes codes: [Int]? = nil, roles: RowRoles = RowRoles()) -> Dataset {
    let numbers = (0..<count).map(Double.init)
    let task: LearningTask
    if let codes {
        task = .classification(classes: (0...max(1, codes.max()!)).map { "c\($0)" })
    } else {
        task = .regression
    }
    return Dataset(
        name: "toy", task: task, columns: [FeatureColumn(name: "x", values: .numeric(numbers))],
        target: codes.map { .classes($0) } ?? .values(numbers), roles: roles, contentHash: SHA256.hash([]))
}

/// Groups "g0", "g1", … of the given codes.
func groups(_ codes: [Int]) -> RowRoles {
    RowRoles(groups: .init(codes: codes.map(Int32.init), names: (0...codes.max()!).map { "g\($0)" }))
}

/// Splits of scikit-learn's, made by Tests/Reference/splits.py.
struct SplitReference: Decodable {
    struct TimeSeries: Decodable {
        struct Parts: Decodable {
            let train: [Int]
            let test: [Int]
        }
        let rows: Int
        let folds: Int
        let gap: Double
        let times: [Double]
        let parts: [Parts]
    }
    struct LeaveOneGroupOut: Decodable {
        let groups: [Int]
        let test: [[Int]]
    }
    struct Stratified: Decodable {
        let classes: [Int]
        let folds: Int
        let counts: [[Int]]
    }
    let timeSeries: [TimeSeries]
    let leaveOneGroupOut: LeaveOneGroupOut
    let stratified: [Stratified]

    static func load() throws -> SplitReference {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let path = repository + "/Tests/DatasetsTests/Fixtures/splits.json"
        return try decoder.decode(Self.self, from: try Data(contentsOf: URL(fileURLWithPath: path)))
    }
}

/// A small generator of test cases.
struct CaseGenerator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        // SplitMix64 (Steele, Lea & Flood 2014).
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
