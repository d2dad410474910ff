import Numerics
import Primitives

/// Functions of one variable with jumps, peaks or changing frequency, and noise of a chosen ratio.
public struct Piecewise1D: DatasetSource {
    /// The declaration of `piecewise-1d`.
    public static let declaration = ComponentDeclaration(
        id: "piecewise-1d", family: "synthetic",
        summary: "Regression on a function of one variable that is smooth only piecewise or unevenly.",
        formula:
            "y = f(x)/sd(f) + N(0, 1/SNR²), x in [0, 1]; heavisine: 4 sin 4πx − sgn(x − 0.3) − sgn(0.72 − x); "
            + "doppler: √(x(1 − x)) sin(2π 1.05/(x + 0.05))",
        citations: [
            "Donoho & Johnstone 1994, Ideal spatial adaptation by wavelet shrinkage, Biometrika 81, table 1 (blocks, "
                + "bumps, heavisine, doppler; a ratio of 7)"
        ],
        parameters: [
            SyntheticParameters.count(default: 512),
            .init(
                "function", .choice(TestSignal.allCases.map(\.rawValue)),
                default: .text(TestSignal.blocks.rawValue),
                "steps: equally long, of normal heights; sawtooth: equal teeth; and four of Donoho and Johnstone."
            ),
            .init(
                "pieces", .integer(2...10_000), default: .integer(8),
                "The number of steps or teeth."),
            .init(
                "design", .choice(["grid", "uniform"]), default: .text("grid"),
                "Whether x is (i − ½)/n for i = 1 … n, or drawn uniformly."),
            .init(
                "snr", symbol: "SNR", .real(.closed(1e-6, 1e12)), default: .real(7), optional: true,
                "The ratio of the standard deviations of function and noise; none for no noise."),
            SyntheticParameters.seed,
        ],
        remarks: [
            "sd(f) is that over [0, 1], so that the target's function has standard deviation 1 there. The random heights "
                + "of steps depend on data_seed."
        ])

    private let count: Int
    private let signal: TestSignal
    private let pieces: Int
    private let isGrid: Bool
    private let noise: Double
    private let seed: Int

    /// A source of the given arguments; the folder is not used.
    public init(arguments: Arguments, baseDirectory: String) {
        count = arguments.integer("n")
        signal = TestSignal(rawValue: arguments.text("function"))!
        pieces = arguments.integer("pieces")
        isGrid = arguments.text("design") == "grid"
        if case .real(let ratio)? = arguments.values["snr"] { noise = 1 / ratio } else { noise = 0 }
        seed = arguments.integer("data_seed")
    }

    /// Generates the rows: places first, then the noise.
    public func load() throws(BenchError) -> Dataset {
        var law = DrawStream.law(seed: seed)
        let levels = (0..<pieces).map { _ in signal == .steps ? law.normal() : 0 }
        let scale = deviation(levels)
        var stream = DrawStream.rows(seed: seed, draw: 0)
        let places = (0..<count).map { isGrid ? (Double($0) + 0.5) / Double(count) : stream.uniform() }
        let target = NoisyTarget(
            means: places.map { signal.value($0, levels: levels) / scale }, noise: noise)
        return SyntheticTable([("x", places)]).dataset(
            name: "\(Self.declaration.id) \(signal.rawValue)", task: .regression,
            target: .values(target.values(&stream)),
            truth: target.truth(quantities: [
                .init("function_deviation", [scale], formula: "sd(f) over [0, 1], by which f is divided")
            ]))
    }

    /// The standard deviation of f over [0, 1]: exact for steps and teeth, else by the midpoint rule.
    private func deviation(_ levels: [Double]) -> Double {
        if signal == .sawtooth { return 1 / DeterministicMath.sqrt(12) }
        let points = signal == .steps ? pieces : 1 << 16
        let values = (0..<points).map { index in
            signal == .steps
                ? levels[index] : signal.value((Double(index) + 0.5) / Double(points), levels: levels)
        }
        let mean = StableSum.of(values) / Double(points)
        return DeterministicMath.sqrt(
            StableSum.of(values.lazy.map { ($0 - mean) * ($0 - mean) }) / Double(points))
    }
}
