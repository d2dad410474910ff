import Datasets
import Primitives
import Records
import Suites

extension SuitePlan {
    /// A dataset that cannot be prepared for so many seeds is taken to be so for all.
    private static var mostAttempts: Int { 3 }

    /// Throws where a dataset's preprocessing fits none of its cells, so that every one of them would fail.
    ///
    /// Where it fits some seeds, the others are the failures of their own cells.
    func checkPreparation() throws(BenchError) {
        var seeds: [String: [Int]] = [:]
        for cell in cells {
            let (label, seed) = (cell.datasetLabel, cell.specification.seed)
            if seeds[label, default: []].count < Self.mostAttempts, !seeds[label, default: []].contains(seed)
            {
                seeds[label, default: []].append(seed)
            }
        }
        var findings: [Diagnostic] = []
        var code = ExitCode.data
        for entry in suite.datasets {
            var first: BenchError?
            for seed in seeds[entry.label] ?? [] {
                do throws(BenchError) {
                    try library.checkPrepared(entry.label, seed: seed)
                    first = nil
                    break
                } catch {
                    first = first ?? error.located(in: suite.path)
                }
            }
            guard let first else { continue }
            findings += first.diagnostics
            code = first.exitCode
        }
        if !findings.isEmpty { throw BenchError(code, findings) }
    }
}

extension DataLibrary {
    /// Throws where the dataset cannot be prepared under `seed`, or later draws of an online one have another number
    /// of training rows than the first.
    fileprivate func checkPrepared(_ label: String, seed: Int) throws(BenchError) {
        let data = try prepared(label, seed: seed)
        guard let fresh = try data.freshTraining?(1), fresh.rows != data.train.rows else { return }
        throw BenchError(
            .data,
            "dataset \"\(label)\": the next draw of the online stream has \(fresh.rows) training rows, the first "
                + "has \(data.train.rows)",
            remedy: "leave out corruptions that change the number of rows, such as imbalance")
    }
}
