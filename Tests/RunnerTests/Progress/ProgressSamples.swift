import Foundation
import Records

@testable import Runner

/// A run that is made up: two datasets, cells in turn on each, and a clock that is set by hand.
final class SampleRun {
    let outline: RunOutline
    private(set) var time = 100.0
    private(set) lazy var monitor = RunMonitor(outline, now: { [unowned self] in time })

    init(
        cells: Int = 10, jobs: Int = 2, reused: Int = 0, epochs: Int = 20, storePath: String = "s.sqlite",
        work: @escaping @Sendable (Int) -> Double = { _ in 1 }
    ) {
        outline = RunOutline(
            suite: "sample", storePath: storePath, experiment: 3, total: cells, reused: reused, jobs: jobs,
            datasets: [
                .init(label: "moons", metric: "accuracy", part: .validation, isHigherBetter: true),
                .init(label: "sparse", metric: "rmse", part: .test, isHigherBetter: false),
            ], work: work
        ) { number in
            let dataset = number % 2 == 0 ? "moons" : "sparse"
            let method = number / 2 % 2 == 0 ? "baseline" : "dropout rate=0.2"
            return .init(
                identity: String(repeating: "0", count: 60) + String(format: "%04d", number),
                label: "\(dataset) / mlp / \(method) / seed \(number / 4)", dataset: dataset, method: method,
                epochs: epochs)
        }
        _ = monitor
    }

    /// Lets time pass in ticks, as a dispatcher does.
    func wait(_ seconds: Double, tick: Double = 0.5) {
        let end = time + seconds
        while time < end - 1e-9 {
            time = min(time + tick, end)
            monitor.handle(.tick)
        }
    }

    /// Lets time pass without a sign of life.
    func pause(_ seconds: Double) { time += seconds }

    static func outcome(
        _ status: Status = .completed, accuracy: Double = 0.5, rmse: Double = 2, seconds: Double = 1
    ) -> Outcome {
        Outcome(
            status: status,
            metrics: status.kind == .completed
                ? [
                    .init(part: .validation, name: "accuracy", value: accuracy),
                    .init(part: .test, name: "accuracy", value: 0),
                    .init(part: .test, name: "rmse", value: rmse),
                ] : [],
            startedAt: 0, wallNanoseconds: Int(seconds * 1e9), cpuNanoseconds: 0)
    }

    func end(_ cell: Int, worker: Int = 0, _ outcome: Outcome = SampleRun.outcome(), isFinal: Bool = true) {
        monitor.handle(.ended(worker: worker, cell: cell, outcome: outcome, isFinal: isFinal))
    }

    /// A loss and an accuracy after an epoch.
    static func points(_ epoch: Int, loss: Double = 0.25, accuracy: Double = 0.875) -> [CurvePoint] {
        [
            .init(epoch: epoch, part: .train, name: "loss", value: loss),
            .init(epoch: epoch, part: .validation, name: "accuracy", value: accuracy),
        ]
    }
}
