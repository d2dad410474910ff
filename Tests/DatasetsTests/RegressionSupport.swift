import Foundation
import Primitives
import Testing

@testable import Datasets

/// A source with some arguments given.
func source<Source: DatasetSource>(_ type: Source.Type, _ given: [String: ParameterValue] = [:]) throws
    -> Source
{
    type.init(arguments: try Arguments(given, for: type.declaration.parameters), baseDirectory: "")
}

/// Values from elsewhere, made by Tests/Reference/regression_generators.py.
struct RegressionReference: Decodable {
    struct Friedman: Decodable {
        let inputs: [[Double]]
        let targets: [Double]
    }
    let friedman: [Friedman]
    let signals: [String: [Double]]
    let marchenkoPastur: [[Double]]
    let matern: [[Double]]

    static func load() throws -> RegressionReference {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let path = repository + "/Tests/DatasetsTests/Fixtures/regressions.json"
        return try decoder.decode(Self.self, from: try Data(contentsOf: URL(fileURLWithPath: path)))
    }
}

extension Dataset {
    /// The target's numbers; empty for classes.
    var targetValues: [Double] { if case .values(let values) = target { values } else { [] } }

    /// The truth's best predictions; empty for classes.
    var means: [Double] { if case .values(let values)? = truth?.optimalPredictions { values } else { [] } }

    /// The inputs row by row; every column must be numeric.
    var inputRows: [[Double]] {
        let columns = columns.map { column -> [Double] in
            guard case .numeric(let values) = column.values else { return [] }
            return values
        }
        return (0..<rowCount).map { row in columns.map { $0[row] } }
    }
}

extension Truth {
    /// The values of the quantity `name`.
    func values(_ name: String) -> [Double]? { quantities.first { $0.name == name }?.values }
}

/// The mean of `values` and its standard error.
func meanAndError(_ values: [Double]) -> (mean: Double, error: Double) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    return (mean, (variance / count).squareRoot())
}

/// The standard deviation of `values` about their mean.
func deviation(_ values: [Double]) -> Double {
    meanAndError(values).error * Double(values.count).squareRoot()
}

/// The covariance of `a` and `b`.
func sampleCovariance(_ a: [Double], _ b: [Double]) -> Double {
    let (p, q) = (meanAndError(a).mean, meanAndError(b).mean)
    return zip(a, b).reduce(0) { $0 + ($1.0 - p) * ($1.1 - q) } / Double(a.count)
}
