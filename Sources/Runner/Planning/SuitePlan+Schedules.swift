import Primitives
import Records
import Suites
import Training

extension SuitePlan {
    /// A schedule that follows the loss on validation rows needs some.
    func checkSchedules() throws(BenchError) {
        var findings: [Diagnostic] = []
        var seen: Set<String> = []
        for cell in examples {
            let rows = datasets.first { $0.label == cell.datasetLabel }!.validationRows
            guard rows == 0 else { continue }
            for use in cell.specification.methods + [cell.specification.optimizer] {
                for (name, value) in use.arguments.values.sorted(by: { $0.key < $1.key }) {
                    guard case .schedule(let schedule) = value, schedule.monitored == .validation,
                        seen.insert("\(cell.methodLabel)\n\(cell.datasetLabel)\n\(use.id)\n\(name)").inserted
                    else { continue }
                    findings.append(
                        Diagnostic(
                            "\"\(name)\" of \"\(use.id)\" follows the loss on validation rows, and dataset "
                                + "\"\(cell.datasetLabel)\" has none",
                            at: .init(file: suite.path),
                            remedy: Composition.validationRemedy + ", or monitor: train"
                        ))
                }
            }
        }
        if !findings.isEmpty { throw BenchError(.usage, findings) }
    }
}
