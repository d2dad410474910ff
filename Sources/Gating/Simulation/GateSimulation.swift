import Numerics
import Primitives
import Records

/// Measurements of a baseline and a candidate whose true differences are known, to see how often a gate errs.
///
/// Everything is drawn from one named stream: the same simulation gives the same stores on every machine.
public struct GateSimulation: Sendable, Hashable {
    /// How the values of a seed scatter.
    public enum Noise: String, Sendable, Hashable, CaseIterable {
        /// Normal on both sides.
        case normal
        /// Exponential (skewness 2) below the mean on the candidate's side, normal on the baseline's: most seeds do
        /// a little better and a few much worse, which is what deceives a t test most.
        case skewed
        /// Accuracies on `rowsOfDiscrete` test rows: binomial, with ties.
        case discrete
    }

    /// The rows behind a discrete accuracy.
    public static let rowsOfDiscrete = 100
    /// The baseline's chance of being right about one of them.
    public static let chanceOfDiscrete = 0.8

    /// The true difference candidate − baseline of each method; under the scope `method` each is a row.
    public var differences: [Double]
    /// Datasets, over which a row's values are averaged.
    public var datasets: Int
    /// Seeds.
    public var seeds: Int
    /// How values scatter.
    public var noise: Noise
    /// The correlation of the two values of a pair; of one test row's being right where values are discrete.
    public var correlation: Double
    /// The standard deviation of one value over seeds; discrete ones have that of their binomial law.
    public var deviation: Double

    /// A simulation.
    public init(
        differences: [Double], datasets: Int = 1, seeds: Int, noise: Noise = .normal,
        correlation: Double = 0.5,
        deviation: Double = 0.01
    ) {
        precondition(!differences.isEmpty && datasets > 0 && seeds > 0, "a simulation simulates something")
        precondition(correlation >= 0 && correlation < 1, "a correlation lies between 0 and 1")
        self.differences = differences
        self.datasets = datasets
        self.seeds = seeds
        self.noise = noise
        self.correlation = correlation
        self.deviation = deviation
    }

    /// A simulation in which the differences of pairs of one configuration have the standard deviation `deviation`.
    public init(differences: [Double], seeds: Int, deviationOfDifferences deviation: Double) {
        // With a correlation of one half, Var(a − b) = 2 σ² (1 − ρ) = σ².
        self.init(differences: differences, seeds: seeds, correlation: 0.5, deviation: deviation)
    }

    /// The metric of every simulated cell.
    public static let measure = ResultTable.Measure(part: .test, name: "accuracy")

    /// The rules of a gate on the simulated metric.
    public static func rules(margin: Double, alpha: Double = 0.05) -> GateRules {
        GateRules(
            metrics: [.init(measure: measure, direction: .higher, margin: .absolute(margin))], scope: .method,
            alpha: alpha)
    }

    /// The two sides of the store of that number.
    public func store(_ number: Int) -> (baseline: GateMeasurements, candidate: GateMeasurements) {
        var stream = RandomStream(seed: number, name: "gate simulation \(noise.rawValue)")
        var sides: ([GateMeasurements.Configuration], [GateMeasurements.Configuration]) = ([], [])
        for (method, difference) in differences.enumerated() {
            let accuracy = CorrelatedAccuracy(difference: difference, correlation: correlation)
            for dataset in 0..<datasets {
                var cells: ([GateMeasurements.Cell], [GateMeasurements.Cell]) = ([], [])
                for seed in 0..<seeds {
                    let values = draw(difference, accuracy, &stream)
                    cells.0.append(Self.cell(seed: seed, digest: Self.digests.0, value: values.baseline))
                    cells.1.append(Self.cell(seed: seed, digest: Self.digests.1, value: values.candidate))
                }
                sides.0.append(Self.configuration(method: method, dataset: dataset, cells: cells.0))
                sides.1.append(Self.configuration(method: method, dataset: dataset, cells: cells.1))
            }
        }
        return (Self.side(sides.0), Self.side(sides.1))
    }

    private func draw(
        _ difference: Double, _ accuracy: CorrelatedAccuracy, _ stream: inout RandomStream
    ) -> (baseline: Double, candidate: Double) {
        if noise == .discrete { return accuracy.draw(&stream) }
        let (shared, own) = (correlation.squareRoot(), (1 - correlation).squareRoot())
        let common = shared * stream.normal()
        let baseline = 0.8 + deviation * (common + own * stream.normal())
        let scatter = noise == .normal ? stream.normal() : 1 + DeterministicMath.log(1 - stream.uniform())
        return (baseline, 0.8 + difference + deviation * (common + own * scatter))
    }

    /// The sides never share bits; that all cells of a side do is nothing that a gate looks at.
    private static let digests = (
        Digest(bytes: .init(repeating: 1, count: 32)), Digest(bytes: .init(repeating: 2, count: 32))
    )

    private static func cell(seed: Int, digest: Digest, value: Double) -> GateMeasurements.Cell {
        GateMeasurements.Cell(
            seed: seed, identity: CellIdentity(digest), values: [measure: value], parametersDigest: digest)
    }

    private static func configuration(
        method: Int, dataset: Int, cells: [GateMeasurements.Cell]
    ) -> GateMeasurements.Configuration {
        GateMeasurements.Configuration(
            labels: .init(dataset: "data-\(dataset)", model: "model", method: "method-\(method)"),
            specification: ["dataset": .integer(dataset), "method": .integer(method)], cells: cells)
    }

    private static func side(_ configurations: [GateMeasurements.Configuration]) -> GateMeasurements {
        GateMeasurements(
            suite: "simulated", programVersion: "0", numericsVersion: 1, configurations: configurations)
    }
}
