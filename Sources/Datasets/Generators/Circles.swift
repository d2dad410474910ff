import Numerics
import Primitives

/// Two concentric circles, by the construction of scikit-learn's `make_circles` without its shuffling.
public struct Circles: DatasetSource {
    /// The declaration of `circles`.
    public static let declaration = ComponentDeclaration(
        id: "circles", family: "synthetic", summary: "Two concentric circles in the plane, with noise.",
        formula: "class 0: (cos t, sin t); class 1: factor (cos t, sin t); t evenly over [0, 2π); + N(0, σ²)",
        citations: [
            "Pedregosa et al. 2011, Scikit-learn: Machine Learning in Python, sklearn.datasets.make_circles"
        ],
        parameters: [
            SyntheticParameters.count(default: 1000, "The number of points, both classes together."),
            SyntheticParameters.noise(default: 0.1),
            .init(
                "factor", .real(.halfOpen(0, 1)), default: .real(0.5),
                "The radius of the inner circle; the outer one has radius 1."),
            SyntheticParameters.seed,
        ])

    private let count: Int
    private let noise: Double
    private let factor: Double
    private let seed: Int

    /// Circles of the given arguments; the folder is not used.
    public init(arguments: Arguments, baseDirectory: String) {
        count = arguments.integer("n")
        noise = arguments.real("noise")
        factor = arguments.real("factor")
        seed = arguments.integer("data_seed")
    }

    /// Generates the points: ⌊n/2⌋ of the outer circle, then the others.
    public func load() throws(BenchError) -> Dataset {
        var points = PlanarPoints()
        for label in 0...1 {
            let size = label == 0 ? count / 2 : count - count / 2
            let radius = label == 0 ? 1 : factor
            let step = 2 * DeterministicMath.pi / Double(size)
            for index in 0..<size {
                let angle = Double(index) * step
                points.append(
                    DeterministicMath.cos(angle) * radius, DeterministicMath.sin(angle) * radius, label: label
                )
            }
        }
        points.addNoise(standardDeviation: noise, seed: seed)
        return points.dataset(name: Self.declaration.id, truth: points.truth(noise: noise))
    }
}
