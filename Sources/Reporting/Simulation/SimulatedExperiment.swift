import Numerics
import Primitives
import Records

/// An experiment whose methods do not differ, made of random numbers: what a report says of it is an error.
struct SimulatedExperiment {
    /// How values come about.
    enum World: Hashable {
        /// Independent noise of that law around a level per dataset and an effect per seed that methods share; with
        /// `interaction`, methods differ on every dataset by a normal effect of that deviation, and not on average.
        case noise(SimulatedLaw, interaction: Double)
        /// Accuracies of classifiers that see different, equally good columns of data of which every seed draws
        /// another split.
        case splits
    }

    var world: World
    var datasets: Int
    var methods: Int
    var seeds: Int

    /// What the report is made of; `number` tells one repetition from another.
    func input(_ number: Int) -> ReportInput {
        var stream = RandomStream(seed: number, name: "simulated experiment")
        var builder = ResultTable.Builder()
        let column = builder.column(.init(part: .test, name: Self.metric.id))
        let digest = SHA256.hash("simulated")
        for dataset in 0..<datasets {
            let values = self.values(&stream)
            for method in 0..<methods {
                let number = builder.labels.count
                builder.labels.append(
                    ResultTable.Labels(
                        dataset: "dataset \(dataset + 1)", model: "model",
                        method: method == 0 ? "baseline" : "method \(method)", costInPasses: 1))
                for seed in 0..<seeds {
                    let row = builder.append(
                        configuration: number, identity: CellIdentity(digest), seed: seed,
                        position: builder.count, status: .completed, cpuNanoseconds: 1)
                    builder.set(values[method][seed], row: row, column: column)
                }
            }
        }
        let records = (1...datasets).map { number in
            DatasetRecord(
                label: "dataset \(number)", kind: "simulated", contentHash: digest, arguments: [:],
                rows: SimulatedSplits.rows, features: 2, classes: 2, trainRows: SimulatedSplits.trainRows,
                validationRows: 0, testRows: SimulatedSplits.testRows,
                treatment: DatasetRecord.Treatment(resamples: world == .splits))
        }
        return ReportInput(
            experiment: ExperimentRecord(
                name: "simulated", suitePath: "", suiteText: "", resolved: [:], baseline: "baseline",
                primaryMetrics: ["classification": Self.metric.id]),
            datasets: records, rows: builder.table(), environments: [], metrics: [Self.metric])
    }

    private static let metric = MetricDeclaration(
        id: "score", summary: "A simulated score.", formula: "", direction: .higher, tasks: [.classification])

    /// The values on one dataset, by method, then seed.
    private func values(_ stream: inout RandomStream) -> [[Double]] {
        switch world {
        case .splits:
            return SimulatedSplits(methods: methods, &stream).accuracies(seeds: seeds, &stream)
        case .noise(let law, let interaction):
            let level = 10 * stream.normal()
            let shared = (0..<seeds).map { _ in law.draw(&stream) }
            return (0..<methods).map { _ in
                let own = interaction == 0 ? 0 : interaction * stream.normal()
                // Whole sums of halves stay ties.
                let place = law == .tied ? level.rounded() : level
                return (0..<seeds).map { place + own + shared[$0] + law.draw(&stream) }
            }
        }
    }
}
