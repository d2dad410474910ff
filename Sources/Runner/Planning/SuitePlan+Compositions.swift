import Datasets
import Primitives
import Records
import Suites
import Training

extension SuitePlan {
    /// What stands together in a cell must be able to work together: every method is asked about every model,
    /// dataset and stack that it meets.
    func checkCompositions() throws(BenchError) {
        var findings: [Diagnostic] = []
        var seen: Set<[String]> = []
        for cell in cells where !cell.specification.methods.isEmpty {
            guard seen.insert([cell.datasetLabel, cell.modelLabel, cell.methodLabel]).inserted,
                // Data that cannot be prepared under one seed are the failure of its cells.
                let data = try? library.prepared(cell.datasetLabel, seed: cell.specification.seed)
            else { continue }
            let blueprint = try Catalogue.blueprint(cell.specification, data: data)
            let settings = TrainingSettings(arguments: cell.specification.training.arguments)
            guard
                let refusal = blueprint.refusal(
                    settings, inputs: data.layout, targetWidth: data.outputWidth,
                    hasValidation: data.validation.rows > 0, trainingRows: data.train.rows)
            else { continue }
            let remedy = refusal.reason.remedy.map { "\($0), or " } ?? ""
            findings.append(
                Diagnostic(
                    "method \"\(refusal.use.id)\" with model \"\(cell.modelLabel)\" on dataset "
                        + "\"\(cell.datasetLabel)\": \(refusal.reason.message)",
                    at: .init(file: suite.path),
                    remedy: remedy
                        + Exclusion.remedy([
                            "method": cell.methodLabel, "model": cell.modelLabel,
                            "dataset": cell.datasetLabel,
                        ])))
        }
        if !findings.isEmpty { throw BenchError(.usage, findings) }
    }
}
