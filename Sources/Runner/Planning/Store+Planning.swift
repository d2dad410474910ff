import Primitives
import Records
import Store

/// What a plan asks of a store, by the calls that this store has.
extension Store {
    /// A configuration of an earlier experiment and the names that its cells had there.
    struct Predecessor {
        var dataset: String
        var model: String
        var method: String
        var digest: Digest
        /// The canonical form, without a seed.
        var configuration: JSONValue
    }

    /// How the attempt that counts of each cell ended, by position; nil where there was none.
    func statuses(of cells: PlannedCells) throws(BenchError) -> [Status.Kind?] {
        let known = try storedStatuses(of: cells.identities)
        return cells.identities.map { known[$0]?.kind }
    }

    /// The configurations of an experiment.
    func predecessors(experiment id: Int) throws(BenchError) -> [Predecessor] {
        let rows = try results(experiment: id)
        var seen: Set<Int> = []
        var result: [Predecessor] = []
        for row in rows where seen.insert(rows.configurationNumber(of: row.index)).inserted {
            guard case .object(var members)? = try specification(of: row.identity) else { continue }
            members["seed"] = nil
            let configuration = JSONValue.object(members)
            result.append(
                Predecessor(
                    dataset: row.dataset, model: row.model, method: row.method,
                    digest: SHA256.hash(configuration.canonical), configuration: configuration))
        }
        return result
    }

    /// The mean CPU seconds of the completed cells of each configuration.
    func expectedSeconds() throws(BenchError) -> [Digest: Double] {
        var times: [Digest: (sum: Double, count: Int)] = [:]
        for experiment in try experiments() {
            let rows = try results(experiment: experiment.id)
            let digests = Dictionary(
                try predecessors(experiment: experiment.id).map {
                    ([$0.dataset, $0.model, $0.method], $0.digest)
                },
                uniquingKeysWith: { first, _ in first })
            for row in rows where row.kind == .completed {
                guard let digest = digests[[row.dataset, row.model, row.method]],
                    let time = row.cpuNanoseconds
                else { continue }
                let known = times[digest] ?? (0, 0)
                times[digest] = (known.sum + Double(time) * 1e-9, known.count + 1)
            }
        }
        return times.mapValues { $0.sum / Double($0.count) }
    }
}
