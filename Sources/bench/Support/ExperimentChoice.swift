import Primitives
import Records
import Store

extension Store {
    /// The experiment with that name (the latest) or number; the latest of all for nil.
    func choose(_ experiment: String?) throws(BenchError) -> StoredExperiment {
        guard let experiment else {
            if let latest = try latestExperiment() { return latest }
            throw BenchError(
                .nothingCompared, "the store \"\(path)\" has no experiment",
                remedy: "run a suite first: bench run SUITE")
        }
        if let id = Int(experiment), let found = try self.experiment(id) { return found }
        if let found = try latestExperiment(named: experiment) { return found }
        let names = Set(try experiments().map(\.record.name)).sorted()
        throw BenchError(
            .usage,
            "the store has no experiment \"\(experiment)\"" + Suggestion.hint(for: experiment, among: names),
            remedy: names.isEmpty ? "run a suite first" : "known: " + names.joined(separator: ", "))
    }
}
