import Primitives
import Records
import Reporting

/// Which configuration of the baseline belongs to which of the candidate.
///
/// The same names with the same specification belong together; then configurations that exchanged their names;
/// then, among the names that only one side has, equal specifications: a method that was renamed. The same names
/// with another specification are `changed`, or `numerics` where nothing but the version of the arithmetic
/// differs; they are compared only where the options say so, and never on other data. What is left is `gone` or `new`. A configuration of which one side lacks seeds is
/// compared on the others and named.
struct ConfigurationMatching {
    /// What is compared, by the candidate's labels.
    var pairs: [ConfigurationPair] = []
    /// What is not.
    var mismatches: [GateDecision.Mismatch] = []
    /// The names before and after, of configurations that were renamed and are compared.
    var renamed: [(old: GateMeasurements.Labels, new: GateMeasurements.Labels)] = []
    /// Configurations that are compared although they changed.
    var comparedAlthoughChanged: [GateMeasurements.Labels] = []

    /// A configuration with its specification as text, without the numerics version.
    private struct Entry {
        var configuration: GateMeasurements.Configuration
        var question: String
        var numerics: Int
        var isTaken = false
        var labels: GateMeasurements.Labels { configuration.labels }

        init(_ configuration: GateMeasurements.Configuration, numericsVersion: Int) {
            self.configuration = configuration
            numerics = numericsVersion
            if case .object(var members) = configuration.specification {
                if let version = members.removeValue(forKey: "numerics")?.integer { numerics = version }
                question = JSONValue.object(members).canonical
            } else {
                question = configuration.specification.canonical
            }
        }

        static func sorted(_ side: GateMeasurements) -> [Entry] {
            side.configurations.map { Entry($0, numericsVersion: side.numericsVersion) }
                .sorted { ($0.labels, $0.question, $0.numerics) < ($1.labels, $1.question, $1.numerics) }
        }
    }

    /// Matches the two sides.
    init(baseline: GateMeasurements, candidate: GateMeasurements, rules: GateRules, options: GateOptions) {
        var old = Entry.sorted(baseline)
        var new = Entry.sorted(candidate)
        let measures = rules.metrics.map(\.measure)

        let places = Dictionary(
            old.indices.map { (old[$0].labels, $0) }, uniquingKeysWith: { first, _ in first })
        let exchanged = Self.exchanged(old, new, places)
        for index in new.indices {
            guard let place = exchanged[index] ?? places[new[index].labels], !old[place].isTaken else {
                continue
            }
            if add(old[place], new[index], measures, options), exchanged[index] != nil {
                renamed.append((old[place].labels, new[index].labels))
            }
            old[place].isTaken = true
            new[index].isTaken = true
        }

        var byQuestion: [String: [Int]] = [:]
        for place in old.indices where !old[place].isTaken {
            byQuestion[old[place].question, default: []].append(place)
        }
        for index in new.indices where !new[index].isTaken {
            guard let place = byQuestion[new[index].question]?.first(where: { !old[$0].isTaken }) else {
                continue
            }
            if add(old[place], new[index], measures, options) {
                renamed.append((old[place].labels, new[index].labels))
            }
            old[place].isTaken = true
            new[index].isTaken = true
        }

        for entry in old where !entry.isTaken {
            mismatches.append(.init(kind: .gone, labels: entry.labels, cause: "only in the baseline"))
        }
        for entry in new where !entry.isTaken {
            mismatches.append(.init(kind: .new, labels: entry.labels, cause: "not in the baseline"))
        }
        addSeeds(options.seeds ?? Array(Set(candidate.configurations.flatMap { $0.cells.map(\.seed) })))
        mismatches.sort { ($0.labels, $0.sentence) < ($1.labels, $1.sentence) }
        pairs.sort { $0.labels < $1.labels }
    }

    /// Where the baseline has the configurations that exchanged their names: each stands there under the name of
    /// another of them, and nothing else does.
    private static func exchanged(
        _ old: [Entry], _ new: [Entry], _ places: [GateMeasurements.Labels: Int]
    ) -> [Int: Int] {
        let changed = new.indices.filter { index in
            places[new[index].labels].map { old[$0].question != new[index].question } ?? false
        }
        var byQuestion: [String: [Int]] = [:]
        for place in changed.reversed().compactMap({ places[new[$0].labels] }) {
            byQuestion[old[place].question, default: []].append(place)
        }
        var matches: [Int: Int] = [:]
        for index in changed { matches[index] = byQuestion[new[index].question]?.popLast() }
        // A chain that ends in something new is no exchange: its members go, one after the other.
        while true {
            let names = Set(matches.keys.map { new[$0].labels })
            let rest = matches.filter { names.contains(old[$0.value].labels) }
            if rest.count == matches.count { return matches }
            matches = rest
        }
    }

    /// Adds a pair, or a mismatch where it may not be compared; says which.
    @discardableResult
    private mutating func add(
        _ old: Entry, _ new: Entry, _ measures: [ResultTable.Measure], _ options: GateOptions
    ) -> Bool {
        let isEqual = old.question == new.question
        let isSame = isEqual && old.numerics == new.numerics
        let (before, after) = (old.configuration.specification, new.configuration.specification)
        let hasOtherData = ["dataset_sha256", "corruptions", "split"].contains {
            before[$0]?.canonical != after[$0]?.canonical
        }
        guard isSame || (options.comparesChanged && !hasOtherData) else {
            mismatches.append(
                isEqual
                    ? .init(
                        kind: .numerics, labels: new.labels,
                        cause: "the version of the arithmetic changed from \(old.numerics) to \(new.numerics)"
                    )
                    : .init(
                        kind: .changed, labels: new.labels,
                        cause: Self.difference(before, after, hasOtherData: hasOtherData, options)))
            return false
        }
        if !isSame { comparedAlthoughChanged.append(new.labels) }
        pairs.append(
            ConfigurationPair(
                baseline: old.configuration, candidate: new.configuration, isSameQuestion: isSame,
                measures: measures))
        return true
    }

    /// Names the seeds that one side lacks: a gate that compares what is left over measures less than it seems to.
    private mutating func addSeeds(_ seeds: [Int]) {
        for pair in pairs {
            let old = Set(pair.baseline.cells.map(\.seed))
            let new = Set(pair.candidate.cells.map(\.seed))
            let sides = [
                (seeds.filter { new.contains($0) && !old.contains($0) }, "not in the baseline"),
                (seeds.filter { old.contains($0) && !new.contains($0) }, "only in the baseline"),
            ]
            for (missing, side) in sides where !missing.isEmpty {
                let noun = missing.count == 1 ? "seed" : "seeds"
                let verb = missing.count == 1 ? "is" : "are"
                mismatches.append(
                    .init(
                        kind: .seeds, labels: pair.labels,
                        cause: "\(noun) \(NumberText.ranges(missing)) \(verb) \(side)"))
            }
        }
    }

    /// What differs between two specifications, in words without a full stop.
    private static func difference(
        _ old: JSONValue, _ new: JSONValue, hasOtherData: Bool, _ options: GateOptions
    ) -> String {
        if var words = options.explain(old, new), !words.isEmpty {
            if words.hasSuffix(".") { words.removeLast() }
            return words
        }
        if hasOtherData { return "its data are other data" }
        guard case .object(let before) = old, case .object(let after) = new else { return "it differs" }
        let names = Set(before.keys).union(after.keys)
            .filter { before[$0]?.canonical != after[$0]?.canonical }.sorted()
        return Phrases.list(names) + (names.count == 1 ? " differs" : " differ")
    }
}
