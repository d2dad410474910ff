import Primitives

/// What suites can name, as text and JSON: `bench list` and `bench describe`.
public struct CatalogueListing: Sendable {
    /// The entries of one kind.
    public struct Group: Sendable {
        /// For example, "methods".
        public let title: String
        /// The entries, in catalogue order.
        public let entries: [ComponentDescription]

        /// Only the entries of a family and of a seam; all where both are nil.
        public func filtered(family: String?, seam: String? = nil) -> Group {
            Group(
                title: title,
                entries: entries.filter {
                    (family == nil || $0.family == family) && (seam.map($0.seams.contains) ?? true)
                })
        }
    }

    /// Methods, models, datasets and what is done to them, metrics.
    public let groups: [Group]

    /// The listing of a vocabulary.
    public init(_ vocabulary: Vocabulary) {
        groups = [
            Group(
                title: "methods", entries: vocabulary.methods.map { ComponentDescription($0, kind: "method") }
            ),
            Group(
                title: "models", entries: vocabulary.models.map { ComponentDescription($0, kind: "model") }),
            Group(
                title: "datasets",
                entries: vocabulary.datasets.map { ComponentDescription($0, kind: "dataset kind") }),
            Group(
                title: "splits",
                entries: vocabulary.splits.map { ComponentDescription($0, kind: "split scheme") }),
            Group(
                title: "corruptions",
                entries: vocabulary.corruptions.map { ComponentDescription($0, kind: "corruption") }),
            Group(
                title: "preprocessing",
                entries: vocabulary.preprocessing.map {
                    ComponentDescription($0, kind: "preprocessing step")
                }),
            Group(
                title: "checks",
                entries: vocabulary.checks.map { ComponentDescription($0, kind: "data check") }),
            Group(title: "metrics", entries: vocabulary.metrics.map(ComponentDescription.init)),
            Group(
                title: "probes", entries: vocabulary.probes.map { ComponentDescription($0, kind: "probe") }),
            Group(
                title: "evaluations",
                entries: vocabulary.evaluations.map { ComponentDescription($0, kind: "evaluation") }),
        ]
    }

    /// Every name.
    public var names: [String] { groups.flatMap { $0.entries.map(\.id) } }

    /// The entries named `name`: a corruption and the check that finds it may share one.
    public func descriptions(of name: String) -> [ComponentDescription] {
        groups.flatMap(\.entries).filter { $0.id == name }
    }

    /// One line per entry; methods by family, with cost, seams and parameters.
    public static func text(_ groups: [Group]) -> String {
        let width = groups.flatMap { $0.entries.map(\.id.count) }.max() ?? 0
        return groups.map { group in
            var lines = [group.title + ":"]
            var family = ""
            for entry in group.entries {
                guard let cost = entry.costInPasses else {
                    lines.append("  " + entry.id.padded(to: width) + "  " + entry.summary)
                    continue
                }
                if entry.family != family {
                    family = entry.family
                    lines.append("  \(family) (cost in passes, seams; parameters)")
                }
                let rounded = JSONValue.canonicalNumber((cost * 100).rounded() / 100)
                lines.append("    " + entry.id.padded(to: width) + "  " + entry.summary)
                lines.append(
                    "    " + "".padded(to: width) + "    \(rounded), \(entry.seams.joined(separator: " + "))"
                        + (entry.parameters.isEmpty
                            ? "" : "; " + entry.parameters.joined(separator: ", ")))
            }
            return lines.joined(separator: "\n") + "\n"
        }.joined(separator: "\n")
    }

    /// A line per entry for spreadsheets; lists within a field are separated by spaces or semicolons.
    public static func csv(_ groups: [Group]) -> String {
        func field(_ text: String) -> String {
            guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
            return "\""
                + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
                + "\""
        }
        let header = ["kind", "id", "family", "cost_in_passes", "seams", "tasks", "parameters", "summary"]
        let rows = groups.flatMap { group in
            group.entries.map { entry in
                [
                    group.title, entry.id, entry.family,
                    entry.costInPasses.map(JSONValue.canonicalNumber) ?? "",
                    entry.seams.joined(separator: "; "), entry.tasks.joined(separator: "; "),
                    entry.parameters.joined(separator: " "), entry.summary,
                ]
            }
        }
        return ([header] + rows).map { $0.map(field).joined(separator: ",") + "\n" }.joined()
    }

    /// Everything that is declared, as JSON.
    public static func json(_ groups: [Group]) -> String {
        JSONValue.object(
            Dictionary(uniqueKeysWithValues: groups.map { ($0.title, .array($0.entries.map(\.document))) })
        ).canonical + "\n"
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
