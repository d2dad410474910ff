import Primitives
import Records

/// Which cells a command is about: `--only`, `--skip` and `--shard`.
public struct CellSelection: Sendable {
    /// What a condition may be about.
    enum Key: String, CaseIterable, Sendable { case dataset, model, method, seed, cell }

    /// `KEY=VALUE` as it was given.
    struct Condition: Sendable {
        var key: Key
        var value: String
        var option: String

        /// How it was written, with quotes where a shell needs them.
        var text: String {
            let words = "\(key.rawValue)=\(value)"
            let isPlain = words.allSatisfy { $0.isLetter || $0.isNumber || "=_-.,:/+".contains($0) }
            return "\(option) " + (isPlain ? words : "'\(words)'")
        }

        init(_ text: String, option: String) throws(BenchError) {
            let keys = Key.allCases.map(\.rawValue)
            let remedy = "write \(option) KEY=VALUE with one of the keys \(keys.joined(separator: ", "))"
            guard let equals = text.firstIndex(of: "=") else {
                throw BenchError(.usage, "\(option) \(text) has no \"=\"", remedy: remedy)
            }
            let name = String(text[..<equals])
            guard let key = Key(rawValue: name) else {
                throw BenchError(
                    .usage,
                    "\(option) has no key \"\(name)\"" + Suggestion.hint(for: name, among: keys),
                    remedy: remedy)
            }
            self.key = key
            self.option = option
            value = String(text[text.index(after: equals)...])
            guard !value.isEmpty else {
                throw BenchError(.usage, "\(option) \(text) has no value", remedy: remedy)
            }
        }
    }

    private let only: [Condition]
    private let skip: [Condition]
    private let shard: CellShard?

    /// Conditions as they were given on the command line; throws `.usage` for a malformed one.
    ///
    /// Several of `only` with one key mean either, with different keys both; one of `skip` is enough to leave a
    /// cell out.
    public init(only: [String] = [], skip: [String] = [], shard: String? = nil) throws(BenchError) {
        self.only = try only.map { text throws(BenchError) in try Condition(text, option: "--only") }
        self.skip = try skip.map { text throws(BenchError) in try Condition(text, option: "--skip") }
        self.shard = try shard.map { text throws(BenchError) in try CellShard(text) }
    }

    private init() { (only, skip, shard) = ([], [], nil) }

    /// Every cell.
    public static let everything = CellSelection()

    /// Whether nothing is left out.
    public var isEverything: Bool { only.isEmpty && skip.isEmpty && (shard?.count ?? 1) == 1 }

    /// How it was written.
    public var text: String {
        ((only + skip).map(\.text) + (shard.map { ["--shard \($0)"] } ?? [])).joined(separator: " ")
    }

    /// The places of the distinct cells of a plan that are selected, ascending.
    ///
    /// Throws `.usage` where a condition means no cell, or all of them together leave none.
    public func positions(in plan: SuitePlan) throws(BenchError) -> [Int] {
        let distinct = plan.cells.distinctPositions
        return isEverything ? distinct : try positions(in: CellDirectory(plan), distinct: distinct)
    }

    /// The same for cells given by their names.
    public func positions(in directory: CellDirectory) throws(BenchError) -> [Int] {
        try positions(in: directory, distinct: directory.distinctPositions)
    }

    private func positions(in directory: CellDirectory, distinct: [Int]) throws(BenchError) -> [Int] {
        // A shard is a part of all cells: what else is asked for, or stored, does not move a cell to another.
        var numbered = Array(distinct.enumerated())
        if let shard { numbered = numbered.filter { shard.holds($0.offset) } }
        guard !only.isEmpty || !skip.isEmpty else { return numbered.map(\.element) }
        let wanted = try SelectionMask(only, in: directory)
        let unwanted = try skip.map { condition throws(BenchError) in
            try SelectionMask([condition], in: directory)
        }
        func isSelected(_ position: Int) -> Bool {
            wanted.matches(position, of: directory)
                && !unwanted.contains { $0.matches(position, of: directory) }
        }
        var result: [Int]
        let isLeft: Bool
        if distinct.count == directory.count {
            result = numbered.map(\.element).filter(isSelected)
            isLeft = !result.isEmpty || distinct.contains(where: isSelected)
        } else {
            // Of entries that share a cell, one that is selected is enough.
            let chosen = (0..<directory.count).filter(isSelected)
            let identities = Set(chosen.map { directory.identity($0) })
            result = numbered.map(\.element).filter { identities.contains(directory.identity($0)) }
            isLeft = !chosen.isEmpty
        }
        guard isLeft else {
            throw BenchError(
                .usage, "no cell is left by \((only + skip).map(\.text).joined(separator: " "))",
                remedy: "ask for less: each condition means some cells, but all together mean none")
        }
        return result
    }
}
