import Primitives
import Store

/// How a user names an experiment: its number, or the name of its suite for the latest one of it.
public struct ExperimentAddress: Sendable {
    private let text: String

    /// As the user wrote it.
    public init(_ text: String) { self.text = text }

    /// The experiment that it names; throws `.usage` where there is none.
    public func experiment(in store: Store) throws(BenchError) -> StoredExperiment {
        if let id = Int(text), let found = try store.experiment(id) { return found }
        if let found = try store.latestExperiment(named: text) { return found }
        let names = Set(try store.experiments().map(\.record.name)).sorted()
        throw BenchError(
            .usage, "the store has no experiment \"\(text)\"" + Suggestion.hint(for: text, among: names),
            remedy: names.isEmpty ? "run a suite first" : "known: " + names.joined(separator: ", "))
    }
}
