import Numerics
import Primitives

/// Labelled points in the plane, as the two-dimensional generators make them.
struct PlanarPoints {
    private var x: [Double] = []
    private var y: [Double] = []
    private var classes: [Int] = []

    /// Adds a point of class `label`.
    mutating func append(_ x: Double, _ y: Double, label: Int) {
        self.x.append(x)
        self.y.append(y)
        classes.append(label)
    }

    /// Adds independent normal noise to both coordinates, point by point, x before y; draws nothing for 0.
    mutating func addNoise(standardDeviation: Double, seed: Int) {
        guard standardDeviation > 0 else { return }
        var stream = RandomStream(seed: seed, name: "data")
        for index in classes.indices {
            x[index] += standardDeviation * stream.normal()
            y[index] += standardDeviation * stream.normal()
        }
    }

    /// The dataset: columns x1 and x2, classes "0" and "1".
    func dataset(name: String) -> Dataset {
        Dataset(
            name: name, task: .classification(classes: ["0", "1"]),
            columns: [
                FeatureColumn(name: "x1", values: .numeric(x)),
                FeatureColumn(name: "x2", values: .numeric(y)),
            ],
            target: .classes(classes), contentHash: contentHash)
    }

    /// SHA-256 of x, then y (IEEE 754 doubles), then the classes (64-bit integers), all little-endian.
    private var contentHash: Digest {
        var hasher = SHA256()
        for word in x.map(\.bitPattern) + y.map(\.bitPattern) + classes.map({ UInt64($0) }) {
            hasher.update((0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) })
        }
        return hasher.finalized()
    }
}

/// The parameters that every two-dimensional generator has.
enum PlanarParameters {
    /// The number of points.
    static func count(default count: Int) -> ParameterDeclaration {
        .init(
            "n", .integer(4...1_000_000), default: .integer(count),
            "The number of points, both classes together.")
    }

    /// The noise.
    static func noise(default noise: Double) -> ParameterDeclaration {
        .init(
            "noise", symbol: "σ", .real(.closed(0, 1e6)), default: .real(noise),
            "The standard deviation of the normal noise on each coordinate, in the unit of the coordinates.")
    }

    /// The seed.
    static let seed = ParameterDeclaration(
        "data_seed", .integer(0...Int(Int32.max)), default: .integer(0),
        "The seed of the noise; the same data for every seed of a suite.")
}
