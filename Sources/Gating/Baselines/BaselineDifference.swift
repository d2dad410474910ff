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
        /// Both keep a metric of which it is not known which way it is better.
        case undirected
    }

    /// How many of the old one's seeds both have.
    public struct SharedSeeds: Sendable, Hashable {
        /// Seeds that both have.
        public var count: Int
        /// Seeds that the old one has.
        public var before: Int
    }

    /// How.
    public var kind: Kind
    /// The configurations, by the new one's names, or the old one's where they are gone; empty for what is of
    /// all.
    public var configurations: [GateMeasurements.Labels] = []
    /// The whole statement, without a full stop.
    public var text: String
    /// Whether it is compared all the same; changed configurations are where their data are the same.
    public var isCompared = true
    /// Where seeds went: how many are left to compare.
    public var sharedSeeds: SharedSeeds?

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
        var found: [Finding] = []
        let compared = Set(lenient.pairs.map(\.labels))
        for mismatch in strict.mismatches {
            switch mismatch.kind {
            case .gone: found.append(Finding(kind: .gone, labels: mismatch.labels, text: "gone"))
            case .new: found.append(Finding(kind: .new, labels: mismatch.labels, text: "new"))
            case .changed, .numerics:
                let isCompared = compared.contains(mismatch.labels)
                found.append(
                    Finding(
                        kind: mismatch.kind == .changed ? .changed : .numerics, labels: mismatch.labels,
                        text: mismatch.statement + (isCompared ? "" : " (not compared)"),
                        isCompared: isCompared))
            // Those of all seeds of either side stand below.
            case .seeds: break
            }
        }
        for (before, after) in lenient.renamed {
            found.append(Finding(kind: .renamed, labels: after, text: "was called \(before)"))
        }
        for pair in lenient.pairs { found += seeds(pair) }
        return grouped(
            found, of: Set(old.configurations.map(\.labels) + new.configurations.map(\.labels)).count)
    }

    /// What is to be said of one configuration.
    private struct Finding {
        var kind: Kind
        var labels: GateMeasurements.Labels
        var text: String
        var isCompared = true
        var sharedSeeds: SharedSeeds?
    }

    /// The seeds that one side of a configuration lacks.
    private static func seeds(_ pair: ConfigurationPair) -> [Finding] {
        func finding(_ seeds: [Int], _ word: String) -> Finding? {
            guard !seeds.isEmpty else { return nil }
            let (noun, verb) = seeds.count == 1 ? ("seed", "is") : ("seeds", "are")
            return Finding(
                kind: .seeds, labels: pair.labels, text: "\(noun) \(NumberText.ranges(seeds)) \(verb) \(word)"
            )
        }
        let shared = Set(pair.cells.map(\.seed))
        var gone = finding(pair.seedsOfBaseline, "gone")
        let kept = SharedSeeds(count: shared.count, before: shared.count + pair.seedsOfBaseline.count)
        gone?.text += " (\(kept.count) of \(kept.before) \(kept.count == 1 ? "is" : "are") left)"
        gone?.sharedSeeds = kept
        let new = finding(pair.candidate.cells.map(\.seed).filter { !shared.contains($0) }, "new")
        return [gone, new].compactMap(\.self)
    }

    /// Findings of which the same is to be said together; their seeds are then the same too.
    private static func grouped(_ found: [Finding], of count: Int) -> [BaselineDifference] {
        var places: [String: Int] = [:]
        var differences: [BaselineDifference] = []
        for finding in found {
            let key = "\(finding.kind.rawValue) \(finding.text)"
            if let place = places[key] {
                differences[place].configurations.append(finding.labels)
            } else {
                places[key] = differences.count
                var difference = BaselineDifference(finding.kind, finding.text)
                difference.configurations = [finding.labels]
                difference.isCompared = finding.isCompared
                difference.sharedSeeds = finding.sharedSeeds
                differences.append(difference)
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
