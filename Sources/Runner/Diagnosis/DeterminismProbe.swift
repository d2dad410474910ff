import Datasets
import Numerics
import Primitives
import Records
import Training

/// A small fixed cell that touches data generation, every seam and most kernels.
public enum DeterminismProbe {
    /// The SHA-256 of its final parameters, on every machine, at `NumericsVersion.current`.
    public static let published = "fd2034034b014bfa09a41e4dc5478c679185c6f6b89ca8c3ebbcddaff63d29f9"

    /// The digest that this machine gives on a level.
    public static func digest(on level: InstructionSet) throws(BenchError) -> Digest {
        let suite = """
            version: 1
            name: probe
            seeds: [7]
            datasets:
              - {id: moons, kind: two-moons, n: 150, noise: 0.25}
            models:
              - {id: mlp, kind: mlp, hidden: [20, 11], activation: gelu}
            methods:
              - name: everything
                stack:
                  - {id: mixup, alpha: 0.3}
                  - {id: label-smoothing, epsilon: 0.1}
                  - {id: dropout, rate: {schedule: cosine, from: 0.4, to: 0}}
                  - {id: sam, rho: 0.05}
                  - {id: l2, strength: 0.001}
                  - {id: decoupled-weight-decay, strength: 0.01}
                  - {id: adamw, learning_rate: 0.01}
            training: {epochs: 3, batch_size: 16}
            """
        let plan = try SuitePlan(text: suite, path: "probe.yaml")
        let cell = plan.cells[0]
        let data = try plan.library.prepared(cell.datasetLabel, seed: cell.specification.seed)
        let settings = TrainingSettings(arguments: cell.specification.training.arguments)
        do {
            return try CellTrainer.train(
                Catalogue.blueprint(cell.specification, data: data), on: data, settings: settings,
                seed: cell.specification.trainingSeed,
                environment: ExecutionEnvironment(instructionSet: level)
            ).parametersDigest!
        } catch {
            throw BenchError(.internal, "the reproducibility probe failed: \(error)")
        }
    }
}
