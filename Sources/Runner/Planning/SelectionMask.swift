import Primitives
import Records

/// The cells that match conditions: those of one key either, of different keys both.
struct SelectionMask: Sendable {
    private var datasets: [Bool]?
    private var models: [Bool]?
    private var methods: [Bool]?
    private var seeds: Set<Int>?
    /// The least and the greatest identity of each prefix.
    private var identities: [(least: Digest, greatest: Digest)]?

    /// Looks the values up; throws `.usage` for one that means no cell.
    init(_ conditions: [CellSelection.Condition], in directory: CellDirectory) throws(BenchError) {
        for condition in conditions {
            switch condition.key {
            case .dataset: try Self.add(condition, directory.datasets, to: &datasets)
            case .model: try Self.add(condition, directory.models, to: &models)
            case .method: try Self.add(condition, directory.methods, to: &methods)
            case .seed: try addSeeds(condition, directory)
            case .cell: try addIdentities(condition, directory)
            }
        }
    }

    /// Whether a cell matches.
    func matches(_ position: Int, of directory: CellDirectory) -> Bool {
        let place = directory.places[directory.configuration(position)]
        guard datasets?[place.dataset] ?? true, models?[place.model] ?? true, methods?[place.method] ?? true,
            seeds?.contains(directory.seed(position)) ?? true
        else { return false }
        guard let identities else { return true }
        let digest = directory.identity(position).digest
        return identities.contains { $0.least <= digest && digest <= $0.greatest }
    }

    private static func add(
        _ condition: CellSelection.Condition, _ axis: CellDirectory.Axis, to mask: inout [Bool]?
    ) throws(BenchError) {
        var result = mask ?? [Bool](repeating: false, count: axis.labels.count)
        // A label may itself have commas: hidden=[64, 64].
        let whole = places(condition.value, axis)
        for value in whole.isEmpty ? alternatives(condition.value) : [condition.value] {
            let found = places(value, axis)
            guard !found.isEmpty else {
                var names = axis.labels
                for group in axis.groups where !names.contains(group) { names.append(group) }
                throw unknown(condition, value, among: names)
            }
            for place in found { result[place] = true }
        }
        mask = result
    }

    /// What a word means on an axis: the entry of that label, all of that group, or all that a pattern matches.
    private static func places(_ word: String, _ axis: CellDirectory.Axis) -> [Int] {
        let all = axis.labels.indices
        let labelled = all.filter { axis.labels[$0] == word }
        if !labelled.isEmpty { return labelled }
        let grouped = all.filter { axis.groups[$0] == word }
        guard grouped.isEmpty, WildcardPattern.isPattern(word) else { return grouped }
        let pattern = WildcardPattern(word)
        return all.filter { pattern.matches(axis.labels[$0]) || pattern.matches(axis.groups[$0]) }
    }

    /// What commas separate, those within brackets and parentheses aside.
    static func alternatives(_ value: String) -> [String] {
        var parts = [""]
        var depth = 0
        for letter in value {
            if letter == "[" || letter == "(" { depth += 1 }
            if letter == "]" || letter == ")" { depth = max(0, depth - 1) }
            if letter == ",", depth == 0 {
                parts.append("")
            } else if letter != " " || !parts[parts.count - 1].isEmpty {
                parts[parts.count - 1].append(letter)
            }
        }
        return parts.map { part in
            var part = part[...]
            while part.last == " " { part.removeLast() }
            return String(part)
        }
    }

    private mutating func addSeeds(_ condition: CellSelection.Condition, _ directory: CellDirectory)
        throws(BenchError)
    {
        var known: Set<Int> = []
        for position in 0..<directory.count { known.insert(directory.seed(position)) }
        var result = seeds ?? []
        for value in Self.alternatives(condition.value) {
            let ends = value.split(separator: ".", omittingEmptySubsequences: false)
            var found: Set<Int> = []
            if let seed = Int(value) {
                found = known.intersection([seed])
            } else if ends.count == 3, ends[1].isEmpty, let first = Int(ends[0]), let last = Int(ends[2]) {
                found = known.filter { first <= $0 && $0 <= last }
            }
            guard !found.isEmpty else {
                throw Self.unknown(condition, value, among: known.sorted().map(String.init))
            }
            result.formUnion(found)
        }
        seeds = result
    }

    private mutating func addIdentities(_ condition: CellSelection.Condition, _ directory: CellDirectory)
        throws(BenchError)
    {
        var result = identities ?? []
        for value in Self.alternatives(condition.value) {
            func end(_ digit: String) -> Digest? {
                Digest(hexadecimal: value + String(repeating: digit, count: max(0, 64 - value.utf8.count)))
            }
            guard !value.isEmpty, let least = end("0"), let greatest = end("f") else {
                throw BenchError(
                    .usage, "\(condition.option) cell=\(value) is no identity",
                    remedy: "give the first of its hexadecimal digits; bench plan SUITE --cells lists them")
            }
            let isThere = (0..<directory.count).contains { position in
                let digest = directory.identity(position).digest
                return least <= digest && digest <= greatest
            }
            guard isThere else {
                throw BenchError(
                    .usage, "\(condition.option) cell=\(value): no cell has an identity that begins so",
                    remedy: "bench plan SUITE --cells lists them")
            }
            result.append((least, greatest))
        }
        identities = result
    }

    private static let mostListed = 30

    private static func unknown(
        _ condition: CellSelection.Condition, _ value: String, among names: [String]
    ) -> BenchError {
        let more = names.count > mostListed ? ", and \(names.count - mostListed) more" : ""
        return BenchError(
            .usage,
            "\(condition.option) \(condition.key.rawValue)=\(value) means no cell"
                + Suggestion.hint(for: value, among: names),
            remedy: "known: " + names.prefix(mostListed).joined(separator: ", ") + more)
    }
}
