import Suites

/// What a remedy says to leave out of a suite.
enum Exclusion {
    /// `add to exclude: {method: a, dataset: b}`, to be copied into the suite: labels that YAML would read as something else
    /// are quoted.
    static func remedy(_ rule: KeyValuePairs<String, String>) -> String {
        "add to exclude: {" + rule.map { "\($0.key): \(YAMLText.scalar($0.value))" }.joined(separator: ", ")
            + "}"
    }
}
