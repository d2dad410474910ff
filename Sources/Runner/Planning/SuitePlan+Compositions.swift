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
        for cell in examples where !cell.specification.methods.isEmpty {
            guard seen.insert([cell.datasetLabel, cell.modelLabel, cell.methodLabel]).inserted,
                let data = try prepared(cell.datasetLabel)
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
