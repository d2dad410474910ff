import Numerics
import Primitives

/// Two interleaving half circles, by the construction of scikit-learn's `make_moons` without its shuffling.
public struct TwoMoons: DatasetSource {
    /// The declaration of `two-moons`.
    public static let declaration = ComponentDeclaration(
        id: "two-moons", family: "synthetic",
        summary: "Two interleaving half circles in the plane, with noise.",
        formula: "class 0: (cos t, sin t); class 1: (1 − cos t, ½ − sin t); t evenly over [0, π]; + N(0, σ²)",
        citations: [
            "Pedregosa et al. 2011, Scikit-learn: Machine Learning in Python, sklearn.datasets.make_moons"
        ],
        parameters: [
            SyntheticParameters.count(default: 1000, "The number of points, both classes together."),
            SyntheticParameters.noise(default: 0.2),
            SyntheticParameters.seed,
        ])

    private let count: Int
    private let noise: Double
    private let seed: Int

    /// Moons of the given arguments; the folder is not used.
    public init(arguments: Arguments, baseDirectory: String) {
        count = arguments.integer("n")
        noise = arguments.real("noise")
        seed = arguments.integer("data_seed")
    }

    /// Generates the points: ⌊n/2⌋ of class 0, then the others.
    public func load() throws(BenchError) -> Dataset {
        var points = PlanarPoints()
        let outer = count / 2
        for label in 0...1 {
            let size = label == 0 ? outer : count - outer
            let step = DeterministicMath.pi / Double(size - 1)
            for index in 0..<size {
                // numpy.linspace sets the last point to the end of the interval.
                let angle = index == size - 1 ? DeterministicMath.pi : Double(index) * step
                let (x, y) = (DeterministicMath.cos(angle), DeterministicMath.sin(angle))
                if label == 0 {
                    points.append(x, y, label: 0)
                } else {
                    points.append(1 - x, 1 - y - 0.5, label: 1)
                }
            }
        }
        points.addNoise(standardDeviation: noise, seed: seed)
        return points.dataset(name: Self.declaration.id, truth: points.truth(noise: noise))
    }
}
