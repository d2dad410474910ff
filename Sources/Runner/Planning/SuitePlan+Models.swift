import Datasets
import Primitives
import Records
import Suites
import Training

extension SuitePlan {
    /// A model must be able to take a dataset's inputs, and the batches that the settings make of its rows.
    ///
    /// Inputs are those of the first seed for which the dataset can be prepared. They can differ between seeds,
    /// where a level or a missing value is rare; a model that refuses those of a later seed fails in that cell,
    /// with its reason.
    func checkModels() throws(BenchError) {
        var findings: [Diagnostic] = []
        var known: [String: any Model] = [:]
        var refused: Set<String> = []
        var unsuited: Set<String> = []
        var layouts: [String: InputLayout] = [:]
        for cell in examples {
            let pair = "\(cell.modelLabel)\n\(cell.datasetLabel)"
            let exclusion = Exclusion.remedy(["model": cell.modelLabel, "dataset": cell.datasetLabel])
            func refuse(_ message: String, remedy: String) {
                guard refused.insert(pair).inserted else { return }
                findings.append(
                    Diagnostic(
                        "model \"\(cell.modelLabel)\" on dataset \"\(cell.datasetLabel)\": \(message)",
                        at: .init(file: suite.path), remedy: "\(remedy), or \(exclusion)"))
            }
            if refused.contains(pair) { continue }
            if known[pair] == nil {
                guard let data = try prepared(cell.datasetLabel) else { continue }
                layouts[cell.datasetLabel] = data.layout
                do throws(Diagnostic) {
                    known[pair] = try Catalogue.model(cell.specification.model, data: data)
                } catch {
                    refuse(error.message, remedy: error.remedy ?? "use another model")
                    continue
                }
            }
            for use in cell.specification.methods {
                guard let inputs = layouts[cell.datasetLabel],
                    let refusal = Catalogue.refusal(of: use, inputs: inputs),
                    unsuited.insert("\(cell.methodLabel)\n\(cell.datasetLabel)").inserted
                else { continue }
                findings.append(
                    Diagnostic(
                        "method \"\(use.id)\" on dataset \"\(cell.datasetLabel)\": \(refusal.message)",
                        at: .init(file: suite.path),
                        remedy: "\(refusal.remedy!), or "
                            + Exclusion.remedy(["method": cell.methodLabel, "dataset": cell.datasetLabel])))
            }
            let rows = datasets.first { $0.label == cell.datasetLabel }!.trainRows
            let settings = TrainingSettings(arguments: cell.specification.training.arguments)
            if let message = settings.refusal(of: known[pair]!, rows: rows) {
                // Leaving out a smaller last batch does not make full ones larger.
                let small = settings.batchSize < known[pair]!.minimumBatchRows
                refuse(
                    message,
                    remedy: small ? "set another batch_size" : "set last_batch: drop or another batch_size")
            }
        }
        if !findings.isEmpty { throw BenchError(.usage, findings) }
    }
}
