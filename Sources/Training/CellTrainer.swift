import Datasets
import Numerics
import Primitives
import Records
import TensorCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Trains one cell from its blueprint to its outcome.
public enum CellTrainer {
    /// Runs the cell's pipeline.
    ///
    /// A cell that diverges or cannot be trained on this data has an outcome that says so; throws
    /// `CancellationError` when asked to stop.
    public static func train(
        _ blueprint: CellBlueprint, on data: PreparedData, settings: TrainingSettings, seed: Int,
        environment: ExecutionEnvironment
    ) throws -> Outcome {
        let startedAt = nanoseconds(CLOCK_REALTIME)
        let wall = nanoseconds(CLOCK_MONOTONIC)
        let cpu = nanoseconds(CLOCK_THREAD_CPUTIME_ID)
        var cell = CellState(blueprint, data, seed: seed, environment)
        for stage in blueprint.pipeline(settings) where cell.failure == nil { try stage.run(&cell) }
        var metrics: [MetricValue] = []
        var predictions: [PartPredictions] = []
        var predictionsDigest: Digest?
        if cell.failure == nil {
            let evaluator = Evaluator(cell)
            var digest = SHA256.accelerated()
            var parts: [(part: DataPart, partition: Partition, outputs: [Float])] = []
            for (part, partition) in [
                (DataPart.train, data.train), (.validation, data.validation), (.test, data.test),
            ]
            where partition.rows > 0 {
                let outputs = evaluator.outputs(of: partition, cell)
                guard outputs.allSatisfy(\.isFinite) else {
                    // The last step can do this: neither its loss nor its parameters show it.
                    cell.failure = .diverged("the outputs on the \(part.rawValue) rows are not finite")
                    break
                }
                digest.update(Self.canonicalBytes(outputs))
                parts.append((part, partition, outputs))
            }
            if cell.failure == nil {
                let scale = Self.residualScale(parts, evaluator, cell)
                for (part, partition, outputs) in parts {
                    if environment.keepsPredictions, part != .train {
                        predictions.append(
                            PartPredictions(part: part, width: data.outputWidth, values: outputs))
                    }
                    metrics += evaluator.finalMetrics(
                        outputs, of: partition, residualScale: scale, cell
                    ).map { MetricValue(part: part, name: $0.name, value: $0.value) }
                }
            }
            if cell.failure == nil { predictionsDigest = digest.finalized() }
        }
        if cell.failure == nil {
            metrics += blueprint.probes.flatMap { $0.measure(cell) }.map {
                MetricValue(part: .train, name: $0.name, value: $0.value)
            }
            metrics += EvaluationUse.measure(blueprint.evaluations, cell).map {
                MetricValue(part: .test, name: $0.name, value: $0.value)
            }
        }
        var digest = SHA256.accelerated()
        digest.update(Self.canonicalBytes(cell.parameters.values))
        for (_, buffer) in cell.modelStates { digest.update(Self.canonicalBytes(buffer.values)) }
        for state in Evaluator.states(cell) {
            guard let buffer = cell.buffers[.state(state.name)] else { continue }
            digest.update(Self.canonicalBytes(buffer.values))
        }
        return Outcome(
            status: cell.failure ?? .completed, metrics: metrics, curves: cell.curves,
            parametersDigest: digest.finalized(), predictionsDigest: predictionsDigest,
            predictions: predictions, startedAt: Double(startedAt) * 1e-9,
            wallNanoseconds: nanoseconds(CLOCK_MONOTONIC) - wall,
            cpuNanoseconds: nanoseconds(CLOCK_THREAD_CPUTIME_ID) - cpu)
    }

    /// The standard deviation of the predictive distribution of a regression: from the residuals of the validation
    /// part, of the training part where there is none; nil where no metric asks for it.
    private static func residualScale(
        _ parts: [(part: DataPart, partition: Partition, outputs: [Float])], _ evaluator: Evaluator,
        _ cell: CellState
    ) -> Double? {
        guard cell.data.task.kind == .regression, !cell.blueprint.metrics.isEmpty,
            let source = parts.first(where: { $0.part == .validation })
                ?? parts.first(where: { $0.part == .train })
        else { return nil }
        return ResidualDistribution.scale(
            evaluator.predictions(source.outputs, of: source.partition, cell))
    }

    /// Four little-endian bytes per float; every NaN as the same one, because its sign and payload differ
    /// between CPUs.
    static func canonicalBytes(_ values: [Float]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 4 * values.count) { bytes, count in
            for value in values {
                let bits = value.isNaN ? Float.nan.bitPattern : value.bitPattern
                for byte in 0..<4 { bytes[count + byte] = UInt8(truncatingIfNeeded: bits >> (8 * byte)) }
                count += 4
            }
        }
    }

    private static func nanoseconds(_ clock: clockid_t) -> Int {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
    }
}
