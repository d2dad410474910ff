import Numerics
import Primitives

/// Two intertwined spirals (Lang & Witbrock 1988), generalised to any size, number of turns and noise.
///
/// The defaults give the 194 points of the original: 97 per spiral, angles iπ/16, radii 6.5(104 − i)/104.
public struct TwoSpirals: DatasetSource {
    /// The declaration of `two-spirals`.
    public static let declaration = ComponentDeclaration(
        id: "two-spirals", family: "synthetic", summary: "Two intertwined spirals in the plane.",
        formula: "class 0: r (sin φ, cos φ); class 1: −r (sin φ, cos φ); φ = 2π turns t, "
            + "r = 6.5 (1 − 12t/13), t evenly over [0, 1]; + N(0, σ²)",
        citations: [
            "Lang & Witbrock 1988, Learning to tell two spirals apart, Connectionist Models Summer School",
            "A. Wieland 1988, who posed the task and its generator on the connectionists list",
        ],
        parameters: [
            SyntheticParameters.count(default: 194, "The number of points, both classes together."),
            SyntheticParameters.noise(default: 0),
            .init(
                "turns", .real(.openClosed(0, 100)), default: .real(3), "The turns of each spiral."),
            SyntheticParameters.seed,
        ])

    private let count: Int
    private let noise: Double
    private let turns: Double
    private let seed: Int

    /// Spirals of the given arguments; the folder is not used.
    public init(arguments: Arguments, baseDirectory: String) {
        count = arguments.integer("n")
        noise = arguments.real("noise")
        turns = arguments.real("turns")
        seed = arguments.integer("data_seed")
    }

    /// Generates the points: ⌊n/2⌋ of class 0, then the others, each from the outside in.
    public func load() throws(BenchError) -> Dataset {
        var points = PlanarPoints()
        for label in 0...1 {
            let size = label == 0 ? count / 2 : count - count / 2
            let sign = label == 0 ? 1.0 : -1.0
            for index in 0..<size {
                let t = Double(index) / Double(size - 1)
                let angle = 2 * DeterministicMath.pi * turns * t
                let radius = 6.5 * (1 - 96 * t / 104)
                points.append(
                    sign * (radius * DeterministicMath.sin(angle)),
                    sign * (radius * DeterministicMath.cos(angle)),
                    label: label)
            }
        }
        points.addNoise(standardDeviation: noise, seed: seed)
        return points.dataset(name: Self.declaration.id, truth: points.truth(noise: noise))
    }
}
