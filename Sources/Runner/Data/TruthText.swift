import Datasets
import Primitives

/// What is known of a synthetic dataset, for `bench data describe`.
public enum TruthText {
    /// For a person: a line per quantity; nil where nothing is known.
    public static func text(_ truth: Truth?) -> String? {
        guard let truth else { return nil }
        var lines: [String] = []
        if let error = truth.bayesErrorRate {
            lines.append("Bayes error rate: \(CheckText.number(error, 6))")
        }
        if let error = truth.leastRootMeanSquaredError {
            lines.append("least root mean squared error: \(CheckText.number(error, 6))")
        }
        if truth.optimalPredictions != nil { lines.append("the best prediction of every row is known") }
        if let columns = truth.relevantColumns {
            let shown = columns.prefix(20).joined(separator: ", ")
            lines.append("relevant columns: \(shown)" + (columns.count > 20 ? ", … (\(columns.count))" : ""))
        }
        for quantity in truth.quantities {
            let values = quantity.values.prefix(10).map { CheckText.number($0, 6) }.joined(separator: ", ")
            let count = quantity.values.count > 10 ? ", … (\(quantity.values.count))" : ""
            lines.append("\(quantity.name): \(values)\(count) = \(quantity.formula)")
        }
        return lines.isEmpty ? nil : lines.joined(separator: "\n") + "\n"
    }

    /// For a program; null where nothing is known.
    public static func document(_ truth: Truth?) -> JSONValue {
        guard let truth else { return .null }
        return [
            "bayes_error_rate": truth.bayesErrorRate.map(JSONValue.real) ?? .null,
            "least_root_mean_squared_error": truth.leastRootMeanSquaredError.map(JSONValue.real) ?? .null,
            "relevant_columns": truth.relevantColumns.map { .array($0.map(JSONValue.string)) } ?? .null,
            "quantities": .array(
                truth.quantities.map { quantity in
                    [
                        "name": .string(quantity.name), "values": .array(quantity.values.map(JSONValue.real)),
                        "formula": .string(quantity.formula),
                    ]
                }),
        ]
    }
}
