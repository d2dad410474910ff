import Primitives
import Reporting

/// Bencher Metric Format (bencher.dev): values by benchmark and measure.
public struct GateBencherOutput: GateOutput {
    /// "bencher".
    public let format = "bencher"
    /// What it is for.
    public let summary = "Bencher Metric Format, for bencher run --adapter json"

    /// The output.
    public init() {}

    /// `{"suite: place": {"measure": {"value": …, "lower_value": …, "upper_value": …}}}`, on one line.
    public func render(_ decision: GateDecision, _ context: GateOutputContext) -> String {
        var benchmarks: [String: JSONValue] = [:]
        for tracked in GateTrackedValue.all(decision) {
            let benchmark = Self.fitted("\(decision.suite): \(tracked.row.whereabouts)", to: 1024)
            var metric: [String: JSONValue] = ["value": .real(tracked.value)]
            if let reach = tracked.halfWidth {
                metric["lower_value"] = .real(tracked.value - reach)
                metric["upper_value"] = .real(tracked.value + reach)
            }
            var measures: [String: JSONValue] = [:]
            if case .object(let members)? = benchmarks[benchmark] { measures = members }
            measures[Self.fitted(Self.slug(tracked.row.subject.key), to: 64)] = .object(metric)
            benchmarks[benchmark] = .object(measures)
        }
        return JSONValue.object(benchmarks).canonical + "\n"
    }

    /// Lower-case letters and digits with single hyphens between: what Bencher takes for a measure's slug.
    private static func slug(_ text: String) -> String {
        var result = ""
        for scalar in text.lowercased().unicodeScalars {
            if ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) {
                result.unicodeScalars.append(scalar)
            } else if !result.isEmpty, result.last != "-" {
                result += "-"
            }
        }
        while result.last == "-" { result.removeLast() }
        return result
    }

    /// A name of at most so many characters; of a longer one the beginning and a digest, so that names stay
    /// apart.
    private static func fitted(_ name: String, to most: Int) -> String {
        guard name.count > most else { return name }
        return name.prefix(most - 9) + "-" + SHA256.hash(name).description.prefix(8)
    }
}
