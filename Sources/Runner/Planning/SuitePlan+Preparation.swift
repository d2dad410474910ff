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
                    _ = try library.prepared(entry.label, seed: seed)
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
