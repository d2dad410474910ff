import Foundation
import Primitives
import Records
import Store

/// One side of `bench compare`: an experiment of a store, found by what the user called it.
public struct ComparisonSide: Sendable {
    /// What the user called it, with the experiment that was found.
    public var name: String
    /// The store that it is in.
    public var store: Store
    /// The experiment.
    public var experiment: StoredExperiment

    /// The experiments that a word may mean.
    private struct Candidates {
        var word: String
        var store: Store
        /// The latest first.
        var experiments: [StoredExperiment]
        /// Whether the word names one experiment or suite, and not a collection of several suites.
        var isExact: Bool

        func side(_ experiment: StoredExperiment) -> ComparisonSide {
            ComparisonSide(
                name: word == experiment.record.name ? word : "\(word): \(experiment.record.name)",
                store: store, experiment: experiment)
        }
    }

    /// The two experiments to compare.
    ///
    /// A word is a store's file, the number or name of an experiment in the store at `storePath`, or the beginning of the
    /// commit of the program that recorded it. Where a word leaves several, the latest experiment of `suite` is
    /// taken, or without it of the suite that both sides have and the second ran last. Throws `.usage` for a word that
    /// means nothing, `.nothingCompared` where the sides have no suite in common.
    public static func pair(
        _ first: String, _ second: String, suite: String?, storePath: String
    ) throws(BenchError) -> (first: ComparisonSide, second: ComparisonSide) {
        let a = try candidates(first, storePath: storePath)
        let b = try candidates(second, storePath: storePath)
        if let suite {
            return (try latest(suite, of: a), try latest(suite, of: b))
        }
        let names = Set(a.experiments.map(\.record.name))
        if let chosen = b.experiments.first(where: { names.contains($0.record.name) }),
            let other = a.experiments.first(where: { $0.record.name == chosen.record.name })
        {
            return (a.side(other), b.side(chosen))
        }
        // Two suites that were named one by one may be compared whatever they are called.
        if a.isExact, b.isExact { return (a.side(a.experiments[0]), b.side(b.experiments[0])) }
        throw BenchError(
            .nothingCompared, "\"\(first)\" and \"\(second)\" have no suite in common",
            remedy: "\"\(first)\" has \(list(a)); \"\(second)\" has \(list(b))")
    }

    private static func latest(_ suite: String, of candidates: Candidates) throws(BenchError)
        -> ComparisonSide
    {
        if let found = candidates.experiments.first(where: { $0.record.name == suite }) {
            return candidates.side(found)
        }
        throw BenchError(
            .usage, "\"\(candidates.word)\" has no experiment \"\(suite)\"",
            remedy: "it has \(list(candidates))")
    }

    private static func list(_ candidates: Candidates) -> String {
        let names = Set(candidates.experiments.map(\.record.name)).sorted()
        return names.isEmpty ? "no experiment" : names.joined(separator: ", ")
    }

    private static func missing(_ word: String, isFolder: Bool) -> BenchError {
        BenchError(
            .data, isFolder ? "\"\(word)\" is a folder, so no store" : "there is no store at \"\(word)\"",
            remedy: isFolder ? "name a file" : "check the path")
    }

    private static func candidates(_ word: String, storePath: String) throws(BenchError) -> Candidates {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: word, isDirectory: &isFolder), !isFolder.boolValue {
            let store = try Store(path: word, mode: .readOnly)
            let all = Array(try store.experiments().reversed())
            guard !all.isEmpty else {
                throw BenchError(
                    .nothingCompared, "the store \"\(word)\" has no experiment",
                    remedy: "run a suite first: bench run SUITE --db \(word)")
            }
            return Candidates(word: word, store: store, experiments: all, isExact: false)
        }
        let looksLikeFile = word.contains("/") || StoreFileName.isOne(word)
        // Whoever names a file does not ask for the store of --db, which may not even be there.
        if looksLikeFile, isFolder.boolValue || !FileManager.default.fileExists(atPath: storePath) {
            throw missing(word, isFolder: isFolder.boolValue)
        }
        let store = try Store(path: storePath, mode: .readOnly)
        let all = Array(try store.experiments().reversed())
        if let number = Int(word), let found = all.first(where: { $0.id == number }) {
            return Candidates(word: word, store: store, experiments: [found], isExact: true)
        }
        let named = all.filter { $0.record.name == word }
        if let latest = named.first {
            return Candidates(word: word, store: store, experiments: [latest], isExact: true)
        }
        if (4...40).contains(word.count), word.allSatisfy({ $0.isASCII && $0.isHexDigit }) {
            let prefix = word.lowercased()
            let made = all.filter { $0.environment.gitCommit?.lowercased().hasPrefix(prefix) == true }
            let commits = Set(made.compactMap(\.environment.gitCommit)).sorted()
            if commits.count > 1 {
                throw BenchError(
                    .usage, "\"\(word)\" is the beginning of \(commits.count) commits",
                    remedy: "give more digits: " + commits.joined(separator: ", "))
            }
            if !made.isEmpty {
                return Candidates(word: word, store: store, experiments: made, isExact: false)
            }
        }
        if looksLikeFile { throw missing(word, isFolder: false) }
        let known = Set(all.map(\.record.name)).sorted()
        throw BenchError(
            .usage,
            "\"\(word)\" is no store's file, and no experiment or commit of the store \"\(storePath)\""
                + Suggestion.hint(for: word, among: known),
            remedy: known.isEmpty
                ? "name two stores, or a store with --db" : "experiments: " + known.joined(separator: ", "))
    }
}
