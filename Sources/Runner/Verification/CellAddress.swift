import Primitives
import Records
import Store

/// How a user names one cell: the beginning of its identity, or its labels in an experiment.
public struct CellAddress: Sendable {
    private let text: String

    /// As the user wrote it.
    public init(_ text: String) { self.text = text }

    /// So many candidates are listed where several fit.
    private static let most = 10

    /// The cell that it names, by its labels in `experiment` (nil for the latest); throws `.usage` where there is
    /// none or more than one.
    public func identity(
        in store: Store, experiment: StoredExperiment? = nil
    ) throws(BenchError) -> CellIdentity {
        let isHexadecimal = text.allSatisfy { $0.isASCII && $0.isHexDigit }
        guard isHexadecimal else { return try labelled(in: store, experiment) }
        guard text.count >= 4 else {
            throw BenchError(
                .usage, "\"\(text)\" is too short for the beginning of a cell's identity",
                remedy: "give at least four hexadecimal digits, or dataset/model/method/seed")
        }
        let found = try store.cells(matching: text.lowercased())
        if let only = found.first, found.count == 1 { return only.identity }
        if found.isEmpty {
            throw BenchError(
                .usage, "the store \"\(store.path)\" has no cell whose identity begins with \"\(text)\"",
                remedy: "bench plan SUITE --cells lists the cells of a suite")
        }
        var lines: [String] = []
        for cell in found.prefix(Self.most) {
            lines.append("\(cell.identity)  \(try CellHistory(cell.identity, in: store).label)")
        }
        if found.count > Self.most { lines.append("and \(found.count - Self.most) more") }
        throw BenchError(
            .usage, "\"\(text)\" is the beginning of \(found.count) identities",
            remedy: "give more digits; there are:\n    " + lines.joined(separator: "\n    "))
    }

    /// The cell with these labels in the experiment; nil for the latest.
    private func labelled(
        in store: Store, _ chosen: StoredExperiment?
    ) throws(BenchError) -> CellIdentity {
        var named = chosen
        if named == nil { named = try store.latestExperiment() }
        guard let experiment = named else {
            throw BenchError(.usage, "the store \"\(store.path)\" has no experiment")
        }
        let wanted = Self.normal(text)
        let rows = try store.results(experiment: experiment.id)
        let names = { (row: ResultRow) in
            Self.normal("\(row.dataset)/\(row.model)/\(row.method)/\(row.seed)")
        }
        let found = Set(rows.lazy.filter { names($0) == wanted }.map(\.identity))
        if let only = found.first, found.count == 1 { return only }
        guard found.isEmpty else {
            throw BenchError(
                .usage,
                "\"\(text)\" names \(found.count) cells of the experiment \"\(experiment.record.name)\"",
                remedy: "name one by its identity: "
                    + found.sorted().map(\.digest.short).joined(separator: ", "))
        }
        // A suggestion among a million cells would take longer than the answer is worth.
        let known = rows.count <= 20_000 ? rows.map(names) : []
        throw BenchError(
            .usage,
            "the \(chosen == nil ? "latest experiment," : "experiment") "
                + "\"\(experiment.record.name)\"\(chosen == nil ? "," : "") has no cell \"\(text)\""
                + Suggestion.hint(for: wanted, among: known),
            remedy: "a cell is named dataset/model/method/seed, or by the beginning of its identity")
    }

    /// Without spaces around slashes and the word "seed", as messages print labels.
    private static func normal(_ text: String) -> String {
        var parts = text.split(separator: "/", omittingEmptySubsequences: false).map { part in
            String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        if let last = parts.last, last.hasPrefix("seed ") {
            parts[parts.count - 1] = String(last.dropFirst(5))
        }
        return parts.joined(separator: "/")
    }
}
