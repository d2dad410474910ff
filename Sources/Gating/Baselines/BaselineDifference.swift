import Primitives
import Records
import Reporting

/// Something of which only one of two baselines has values, or that the two do not ask alike.
public struct BaselineDifference: Sendable, Hashable {
    /// How.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The same names, another configuration.
        case changed
        /// The same configuration of another numerics version.
        case numerics
        /// Only in the old one.
        case gone
        /// Only in the new one.
        case new
        /// The same configuration under another name.
        case renamed
        /// The same configuration with other seeds.
        case seeds
        /// Another metric or cost is kept.
        case measures
    }

    /// How.
    public var kind: Kind
    /// The configurations, by the new one's names, or the old one's where they are gone; empty for what is of
    /// all.
    public var configurations: [GateMeasurements.Labels] = []
    /// The whole statement, without a full stop.
    public var text: String

    /// A difference that is of no configuration.
    init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }

    /// The differences of configurations; those of which the same is to be said together.
    static func all(
        old: GateMeasurements, new: GateMeasurements, rules: GateRules,
        explain: @escaping @Sendable (JSONValue, JSONValue) -> String?
    ) -> [BaselineDifference] {
        let strict = ConfigurationMatching(
            baseline: old, candidate: new, rules: rules,
            options: GateOptions(baselineName: "", explain: explain))
        let lenient = ConfigurationMatching(
            baseline: old, candidate: new, rules: rules,
            options: GateOptions(baselineName: "", comparesChanged: true))
        var found: [(kind: Kind, labels: GateMeasurements.Labels, text: String)] = []
        let compared = Set(lenient.pairs.map(\.labels))
        for mismatch in strict.mismatches {
            switch mismatch.kind {
            case .gone: found.append((.gone, mismatch.labels, "gone"))
            case .new: found.append((.new, mismatch.labels, "new"))
            case .changed, .numerics:
                let isCompared = compared.contains(mismatch.labels)
                found.append(
                    (
                        mismatch.kind == .changed ? .changed : .numerics, mismatch.labels,
                        mismatch.statement + (isCompared ? "" : " (not compared)")
                    ))
            // Those of all seeds of either side stand below.
            case .seeds: break
            }
        }
        for (before, after) in lenient.renamed { found.append((.renamed, after, "was called \(before)")) }
        for pair in lenient.pairs {
            let shared = Set(pair.cells.map(\.seed))
            let added = pair.candidate.cells.map(\.seed).filter { !shared.contains($0) }
            for (seeds, word) in [(pair.seedsOfBaseline, "gone"), (added, "new")]
            where !seeds.isEmpty {
                let (noun, verb) = seeds.count == 1 ? ("seed", "is") : ("seeds", "are")
                found.append((.seeds, pair.labels, "\(noun) \(NumberText.ranges(seeds)) \(verb) \(word)"))
            }
        }
        return grouped(
            found, of: Set(old.configurations.map(\.labels) + new.configurations.map(\.labels)).count)
    }

    private static func grouped(
        _ found: [(kind: Kind, labels: GateMeasurements.Labels, text: String)], of count: Int
    ) -> [BaselineDifference] {
        var places: [String: Int] = [:]
        var differences: [BaselineDifference] = []
        for (kind, labels, text) in found {
            let key = "\(kind.rawValue) \(text)"
            if let place = places[key] {
                differences[place].configurations.append(labels)
            } else {
                places[key] = differences.count
                differences.append(BaselineDifference(kind, text))
                differences[differences.count - 1].configurations = [labels]
            }
        }
        for index in differences.indices {
            let labels = differences[index].configurations.sorted()
            let names =
                labels.count == count && count > 1
                ? "all \(count) configurations" : Phrases.list(labels.map(\.description))
            differences[index].configurations = labels
            differences[index].text = "\(names): \(differences[index].text)"
        }
        let order = Kind.allCases
        return differences.enumerated().sorted {
            (order.firstIndex(of: $0.element.kind)!, $0.offset)
                < (order.firstIndex(of: $1.element.kind)!, $1.offset)
        }.map(\.element)
    }
}
