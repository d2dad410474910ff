import Primitives
import Records
import Store

/// How a user names an experiment: its number, the name of its suite for the latest one of it, or nothing for the
/// latest of all.
public struct ExperimentAddress: Sendable {
    private let text: String?

    /// As the user wrote it; nil for nothing.
    public init(_ text: String?) { self.text = text }

    /// The experiment that it names; throws `.usage` where there is none.
    public func experiment(in store: Store) throws(BenchError) -> StoredExperiment {
        guard let text else {
            if let latest = try store.latestExperiment() { return latest }
            throw BenchError(
                .nothingCompared, "the store \"\(store.path)\" has no experiment",
                remedy: "run a suite first: bench run SUITE")
        }
        if let id = Int(text), let found = try store.experiment(id) { return found }
        if let found = try store.latestExperiment(named: text) { return found }
        let names = Set(try store.experiments().map(\.record.name)).sorted()
        throw BenchError(
            .usage, "the store has no experiment \"\(text)\"" + Suggestion.hint(for: text, among: names),
            remedy: names.isEmpty ? "run a suite first" : "known: " + names.joined(separator: ", "))
    }
}
