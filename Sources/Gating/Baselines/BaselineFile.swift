import Primitives
import Records

/// The text that a baseline is kept as: JSON in a fixed order, a line per cell, so that git shows and merges
/// cells.
///
/// The same measurements give the same bytes. It says nothing of times, machines or folders, and of a cell
/// that failed only how: causes have such things in them.
public enum BaselineFile {
    /// The whole text, ending in a newline.
    ///
    /// Configurations come by labels, cells by seed, values by name. Numbers have the fewest digits that read
    /// back as the same bits; NaN and the infinities are strings, a negative zero is "-0.0".
    public static func text(of baseline: Baseline) -> String {
        let measurements = baseline.measurements
        let configurations = measurements.configurations.sorted { $0.labels < $1.labels }
        var text = """
            {
            "schema":\(Baseline.schemaVersion),
            "suite":\(quoted(measurements.suite)),
            "program":\(quoted(measurements.programVersion)),
            "numerics":\(measurements.numericsVersion),
            "note":\(baseline.note.map(quoted) ?? "null"),
            "configurations":[

            """
        for (index, configuration) in configurations.enumerated() {
            write(configuration, to: &text)
            text += index + 1 < configurations.count ? ",\n" : "\n"
        }
        return text + "]\n}\n"
    }

    /// The text's baseline; `file` stands in messages.
    ///
    /// Throws `.data` for anything that `text(of:)` cannot have written, with its line.
    public static func parse(_ text: String, file: String) throws(BenchError) -> Baseline {
        try BaselineReader(text, file: file).baseline()
    }

    private static func write(_ configuration: GateMeasurements.Configuration, to text: inout String) {
        let labels = configuration.labels
        text += """
            {"dataset":\(quoted(labels.dataset)),"model":\(quoted(labels.model)),"method":\(quoted(labels.method)),
            "specification":\(configuration.specification.canonical),
            "cells":[

            """
        let cells = configuration.cells.sorted { $0.seed < $1.seed }
        for (index, cell) in cells.enumerated() {
            write(cell, to: &text)
            text += index + 1 < cells.count ? ",\n" : "\n"
        }
        // The costs stand after the cells so that the last cell's line is never next to the next
        // configuration.
        let costs = configuration.costs.sorted { $0.key.rawValue < $1.key.rawValue }.map { cost, values in
            "\(quoted(cost.rawValue)):[\(values.map(number).joined(separator: ","))]"
        }
        text += "],\n\"costs\":{\(costs.joined(separator: ","))}\n}"
    }

    private static func write(_ cell: GateMeasurements.Cell, to text: inout String) {
        let values = cell.values.map { ($0.key.key, $0.value) }
            .sorted { $0.0.unicodeScalars.lexicographicallyPrecedes($1.0.unicodeScalars) }
            .map { "\(quoted($0)):\(number($1))" }
        text += "{\"seed\":\(cell.seed),\"status\":\(quoted(cell.status.kind.rawValue)),"
        text += "\"values\":{\(values.joined(separator: ","))},\"cell\":\(quoted(cell.identity.description)),"
        text += "\"parameters\":\(cell.parametersDigest.map { quoted($0.hexadecimal) } ?? "null")}"
    }

    private static func quoted(_ text: String) -> String { JSONValue.string(text).canonical }

    /// As `JSONValue.canonicalNumber`, which drops the sign of a negative zero.
    private static func number(_ value: Double) -> String {
        value == 0 && value.sign == .minus ? "-0.0" : JSONValue.canonicalNumber(value)
    }
}
