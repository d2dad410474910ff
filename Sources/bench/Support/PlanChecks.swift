import Datasets
import Primitives
import Runner

extension SuitePlan {
    /// Says what reading and checking the data brought to light, and throws what stops a run.
    func sayChecks(isStrict: Bool = false) throws(BenchError) {
        for (label, note) in library.notes {
            Terminal.error("\(label): \(note.severity.rawValue): \(note.message)\n")
        }
        let checks = try dataChecks()
        // What stops the run is said once.
        if !isStrict { for warning in checks.warnings { Terminal.error(warning + "\n") } }
        if let refusal = checks.refusal(isStrict: isStrict) { throw refusal }
    }
}
