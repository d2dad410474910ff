import Foundation
import Primitives
import Testing

@testable import Datasets

/// The source `id` of the catalogue with the given arguments over its defaults.
func generator(_ id: String, _ given: [String: ParameterValue] = [:]) throws -> any DatasetSource {
    let type = try #require(DatasetCatalogue.source(id))
    return type.init(arguments: try Arguments(given, for: type.declaration.parameters), baseDirectory: "")
}

/// The dataset of the source `id` with the given arguments over its defaults.
func generated(_ id: String, _ given: [String: ParameterValue] = [:]) throws -> Dataset {
    try generator(id, given).load()
}

/// Values from elsewhere: Tests/Reference/generator_truths.py makes them.
struct GeneratorTruths: Decodable {
    struct Circles: Decodable {
        let x: [[Double]]
        let y: [Int]
    }
    struct Mixture: Decodable {
        let weights: [Int]
        let side: Double
        let error: Double
    }
    struct Spurious: Decodable {
        let arguments: [Double]
        let error: Double
    }
    struct Signs: Decodable {
        let noise: Double
        let uniform: Bool
        let error: Double
    }
    struct Clusters: Decodable {
        let centres: [[Double]]
        let transforms: [[Double]]
        let sizes: [Int]
        let points: [[Double]]
        let classes: [Int]
        let determinants: [Double]
    }
    struct Sequences: Decodable {
        struct Row: Decodable {
            let label: Int
            let padding: Int
            let scale: Double
            let translation: Int
            let correlated: [Double]
            let independent: [Double]
            let slope: Double
            let values: [Double]
        }
        struct Accuracy: Decodable {
            let mean: Double
            let sd: Double
        }
        let templates: [[Double]]
        let rows: [Row]
        let nearest_neighbour: Accuracy
        let logistic_regression: Accuracy
    }

    let circles: Circles
    let mixtures: [Mixture]
    let spurious: [Spurious]
    let xor: [Signs]
    let clusters: Clusters
    let mnist1d: Sequences

    /// The committed values.
    static func read() throws -> GeneratorTruths {
        let path = repository + "/Tests/DatasetsTests/Fixtures/generator_truths.json"
        return try JSONDecoder().decode(
            GeneratorTruths.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    }
}

extension Dataset {
    /// The class codes; empty for a regression.
    var codes: [Int] { if case .classes(let codes) = target { codes } else { [] } }

    /// The codes of the best predictions; empty where they are not known.
    var optimalCodes: [Int] {
        if case .classes(let codes)? = truth?.optimalPredictions { codes } else { [] }
    }

    /// Column by column, the numbers of numeric columns.
    var numericColumns: [[Double]] {
        columns.compactMap { if case .numeric(let numbers) = $0.values { numbers } else { nil } }
    }

    /// The fraction of the given rows (all by default) on which the best predictions are wrong.
    func errorOfBestPredictions(rows: [Int]? = nil) -> Double {
        let rows = rows ?? Array(0..<rowCount)
        return Double(rows.count { codes[$0] != optimalCodes[$0] }) / Double(rows.count)
    }
}

/// Whether a frequency over `count` independent rows lies within four standard errors of a probability.
func isConsistent(_ frequency: Double, with probability: Double, count: Int) -> Bool {
    let variance = max(probability * (1 - probability), 1e-9)
    return abs(frequency - probability) <= 4 * (variance / Double(count)).squareRoot() + 1e-12
}

/// The mean of numbers.
func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }

/// The mean product of deviations: the covariance, or the variance of one list.
func covariance(_ a: [Double], _ b: [Double]) -> Double {
    let (centreA, centreB) = (mean(a), mean(b))
    return mean(zip(a, b).map { ($0 - centreA) * ($1 - centreB) })
}
