import Primitives
import Records

/// What an attempt left, as JSON.
enum ExportedValues {
    /// The SHA-256 of the parameters and of the predictions, those that there are.
    static func digests(_ outcome: Outcome) -> JSONValue {
        var members: [String: JSONValue] = [:]
        members["parameters"] = (outcome.parametersDigest?.hexadecimal).map(JSONValue.string)
        members["predictions"] = (outcome.predictionsDigest?.hexadecimal).map(JSONValue.string)
        return .object(members)
    }

    /// `{"test.accuracy": 0.5}`.
    static func metrics(_ outcome: Outcome) -> JSONValue {
        .object(
            Dictionary(
                outcome.metrics.map { ("\($0.part.rawValue).\($0.name)", number($0.value)) },
                uniquingKeysWith: { first, _ in first }))
    }

    /// `{"train.loss": [[1, 0.5], [2, 0.25]]}`: pairs of epoch and value.
    static func curves(_ outcome: Outcome) -> JSONValue {
        var curves: [String: [JSONValue]] = [:]
        for point in outcome.curves {
            curves["\(point.part.rawValue).\(point.name)", default: []].append(
                .array([.integer(point.epoch), number(point.value)]))
        }
        return .object(curves.mapValues(JSONValue.array))
    }

    /// `{"test": {"width": 2, "values": [[0.1, 0.9]]}}`: a list per row.
    static func predictions(_ outcome: Outcome) -> JSONValue {
        .object(
            Dictionary(
                outcome.predictions.map { predictions in
                    let values = predictions.values
                    let rows = stride(from: 0, to: values.count, by: max(1, predictions.width)).map { start in
                        JSONValue.array(
                            values[start..<min(start + max(1, predictions.width), values.count)].map(number))
                    }
                    return (
                        predictions.part.rawValue,
                        ["width": .integer(predictions.width), "values": .array(rows)]
                    )
                }, uniquingKeysWith: { first, _ in first }))
    }

    /// The negative zero, which canonical JSON has no number for, is a string as NaN and the infinities are.
    static func number(_ value: Double) -> JSONValue {
        value == 0 && value.sign == .minus ? "-0" : .real(value)
    }

    /// A Float by its own shortest digits.
    static func number(_ value: Float) -> JSONValue {
        guard value.isFinite else { return .real(Double(value)) }
        if value == 0 { return value.sign == .minus ? "-0" : 0 }
        // The Double of the same digits reads back as the same Float.
        return .real(Double(value.description)!)
    }
}
