import Datasets
import Primitives
import Records
import Suites

extension SuitePlan {
    /// A dataset that cannot be prepared for so many seeds is taken to be so for all.
    private static var mostAttempts: Int { 3 }

    /// A seed that each dataset can be prepared for; throws where a dataset's preprocessing fits none of its
    /// cells, so that every one of them would fail.
    ///
    /// Where it fits some seeds, the others are the failures of their own cells.
    func checkPreparation() throws(BenchError) -> [String: Int] {
        let seeds = firstSeeds
        var findings: [Diagnostic] = []
        var code = ExitCode.data
        var preparable: [String: Int] = [:]
        for entry in suite.datasets {
            var first: BenchError?
            for seed in seeds[entry.label] ?? [] {
                do throws(BenchError) {
                    _ = try library.prepared(entry.label, seed: seed)
                    first = nil
                    preparable[entry.label] = seed
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
        return preparable
    }

    /// The first seeds of each dataset's cells, by its label.
    private var firstSeeds: [String: [Int]] {
        let labels = suite.datasets.map(\.label)
        let places = Dictionary(labels.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let datasets = cells.configurations.map { places[$0.datasetLabel]! }
        var seeds = [[Int]](repeating: [], count: labels.count)
        for position in cells.indices {
            let dataset = datasets[cells.configurationNumber(at: position)]
            guard seeds[dataset].count < Self.mostAttempts else { continue }
            let seed = cells.seed(at: position)
            if !seeds[dataset].contains(seed) { seeds[dataset].append(seed) }
        }
        return Dictionary(zip(labels, seeds), uniquingKeysWith: { first, _ in first })
    }
}
