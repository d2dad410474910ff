import Numerics
import TensorCore

/// How weights are drawn.
///
/// With fan-in n and fan-out m of a weight: Glorot & Bengio 2010 (variance 2/(n+m)), LeCun et al. 1998
/// "Efficient BackProp" (1/n), He et al. 2015 "Delving deep into rectifiers", eq. 10 (2/n). Normal draws are not
/// truncated; uniform draws lie in ±√(3·variance).
public enum Initializer: String, Sendable, Hashable, CaseIterable {
    case zeros
    case glorotNormal = "glorot-normal"
    case glorotUniform = "glorot-uniform"
    case heNormal = "he-normal"
    case heUniform = "he-uniform"
    case lecunNormal = "lecun-normal"
    case lecunUniform = "lecun-uniform"

    /// `fanIn` × `fanOut` values for a weight, drawn in row-major order from `stream`.
    public func values(fanIn: Int, fanOut: Int, stream: inout RandomStream) -> [Float] {
        values(count: fanIn * fanOut, fanIn: fanIn, fanOut: fanOut, stream: &stream)
    }

    /// `count` values for a weight of these fans: a kernel that is used at many places has fewer than their product.
    public func values(count: Int, fanIn: Int, fanOut: Int, stream: inout RandomStream) -> [Float] {
        let variance: Double
        switch self {
        case .zeros: return [Float](repeating: 0, count: count)
        case .glorotNormal, .glorotUniform: variance = 2 / Double(fanIn + fanOut)
        case .heNormal, .heUniform: variance = 2 / Double(fanIn)
        case .lecunNormal, .lecunUniform: variance = 1 / Double(fanIn)
        }
        switch self {
        case .glorotUniform, .heUniform, .lecunUniform:
            let bound = (3 * variance).squareRoot()
            return (0..<count).map { _ in Float(bound * (2 * stream.uniform() - 1)) }
        default:
            let deviation = variance.squareRoot()
            return (0..<count).map { _ in Float(deviation * stream.normal()) }
        }
    }
}

/// How a parameter starts.
public enum ParameterStart: Sendable, Hashable {
    /// The same number everywhere.
    case constant(Float)
    /// Drawn with the variance that a scheme gives for these fans.
    case drawn(Initializer, fanIn: Int, fanOut: Int)
    /// Drawn uniformly from ±bound.
    case uniform(bound: Double)
    /// Drawn from the normal distribution of mean 0.
    case normal(deviation: Double)
}

extension ParameterStart {
    /// `count` values; `name` is that of the stream that drawn ones come from.
    func values(count: Int, seed: Int, stream name: String) -> [Float] {
        var stream = RandomStream(seed: seed, name: name)
        switch self {
        case .constant(let value): return [Float](repeating: value, count: count)
        case .drawn(let initializer, let fanIn, let fanOut):
            return initializer.values(count: count, fanIn: fanIn, fanOut: fanOut, stream: &stream)
        case .uniform(let bound):
            return (0..<count).map { _ in Float(bound * (2 * stream.uniform() - 1)) }
        case .normal(let deviation): return (0..<count).map { _ in Float(deviation * stream.normal()) }
        }
    }
}

extension ParameterLayout {
    /// The initial parameters of a cell: a stream of its own per parameter, so that adding one moves no other.
    public func initialValues(seed: Int) -> [Float] {
        specifications.flatMap { specification in
            specification.start.values(
                count: specification.shape.count, seed: seed, stream: "initialisation/\(specification.name)")
        }
    }
}
